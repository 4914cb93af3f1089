import Foundation
import Networks

extension DatasetReader {
  /// A single picture.
  package static let png = DatasetReader("PNG", kinds: [.png], file: pictures(.png, as: .png))
  /// A single picture.
  package static let jpeg = DatasetReader("JPEG", kinds: [.jpeg], file: pictures(.jpeg, as: .jpeg))

  /// Any directory with pictures; it comes after all other readers of directories.
  package static let pictureFolder = DatasetReader(
    "PNG/JPEG folder", kinds: [.pictureFolder],
    directory: { path, name throws(DatasetError) in
      try PictureFolder.dataset(directory: path, name: name)
    })

  private static func pictures(
    _ format: PictureFormat, as kind: DatasetKind
  ) -> @Sendable (DatasetFile) throws(DatasetError) -> ImageDataset? {
    { file throws(DatasetError) in
      guard PictureFormat(file.start) == format else { return nil }
      return try PictureFolder.dataset(picture: file.source, kind: kind, name: file.name)
    }
  }
}

extension DatasetKind {
  package static let png = DatasetKind("PNG")
  package static let jpeg = DatasetKind("JPEG")
  package static let pictureFolder = DatasetKind("PNG/JPEG folder")
}

/// PNG and JPEG files, alone or in directories.
enum PictureFolder {
  /// A single picture, decoded once to see that it is intact.
  static func dataset(
    picture source: ByteSource, kind: DatasetKind, name: String
  ) throws(DatasetError) -> ImageDataset {
    let picture = try readPicture(source)
    let shape = MapShape(
      channels: picture.channels, height: picture.height, width: picture.width)
    return try ImageDataset(
      name: name, path: source.path, kind: kind, files: [source.path], shape: shape)
  }

  /// The pictures of a directory, sorted by name; `nil` if there are none.
  ///
  /// Where pictures stand in subdirectories only, each subdirectory is a class, numbered in the
  /// order of their names; pictures further down belong to it too. This is the layout of
  /// torchvision's `ImageFolder`. Hidden files and directories are left out.
  static func dataset(directory: String, name: String) throws(DatasetError) -> ImageDataset? {
    let entries = try DirectoryEntries(directory)
    let pictures = entries.files.filter(isPicture)
    if !pictures.isEmpty {
      return try ImageDataset(name: name, path: directory, kind: .pictureFolder, files: pictures)
    }
    var files: [String] = []
    var labels: [Int] = []
    for (label, folder) in entries.directories.enumerated() {
      let members = try allPictures(in: folder, depth: 8)
      files += members
      labels += Array(repeating: label, count: members.count)
    }
    guard !files.isEmpty else { return nil }
    return try ImageDataset(
      name: name, path: directory, kind: .pictureFolder, files: files, labels: labels,
      classNames: entries.directories.map { URL(filePath: $0).lastPathComponent })
  }

  /// The pictures of a directory and, after them, those of its subdirectories.
  ///
  /// - Parameter depth: How many levels to go down; ends loops of symbolic links.
  private static func allPictures(in directory: String, depth: Int) throws(DatasetError) -> [String]
  {
    let entries = try DirectoryEntries(directory)
    var pictures = entries.files.filter(isPicture)
    guard depth > 1 else { return pictures }
    for folder in entries.directories {
      pictures += try allPictures(in: folder, depth: depth - 1)
    }
    return pictures
  }

  /// Whether the file has the name or the content of a picture.
  ///
  /// A damaged file with the right name counts, so that it is reported and not passed over.
  private static func isPicture(_ path: String) -> Bool {
    let suffix = URL(filePath: path).pathExtension.lowercased()
    if ["png", "jpg", "jpeg"].contains(suffix) { return true }
    let start = try? ByteSource(opened(path)).prefix(8)
    return start.flatMap(PictureFormat.init) != nil
  }
}

/// What a directory holds, sorted by the code points of the names as Python sorts.
struct DirectoryEntries {
  private(set) var files: [String] = []
  private(set) var directories: [String] = []

  /// - Throws: `DatasetError.unreadable`.
  init(_ path: String) throws(DatasetError) {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw .unreadable(path: path, reason: "the directory cannot be listed")
    }
    let visible = names.filter { !$0.hasPrefix(".") }
    for name in visible.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let entry = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
      var isDirectory: ObjCBool = false
      guard FileManager.default.fileExists(atPath: entry, isDirectory: &isDirectory) else {
        // Foundation has made U+FFFD of what is no text, and so of nothing that is there.
        guard !name.unicodeScalars.contains("\u{FFFD}") else {
          throw .unreadable(
            path: path, reason: "it holds '\(name)', which is not UTF-8: rename that")
        }
        continue
      }
      if isDirectory.boolValue { directories.append(entry) } else { files.append(entry) }
    }
  }
}
