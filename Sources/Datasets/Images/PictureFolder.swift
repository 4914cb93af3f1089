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
      name: name, path: source.path, kind: kind, files: [source.path], shape: shape,
      notes: PictureRemarks(try source.prefix(PictureRemarks.lengthRead)).notes)
  }

  /// The pictures of a directory, sorted by name; `nil` if there are none.
  ///
  /// Where pictures stand in subdirectories only, each subdirectory is a class, numbered in the
  /// order of their names; pictures further down belong to it too. This is the layout of
  /// torchvision's `ImageFolder`. Hidden files and directories are left out; what else is,
  /// is noted.
  static func dataset(directory: String, name: String) throws(DatasetError) -> ImageDataset? {
    let entries = try DirectoryEntries(directory)
    let pictures = try entries.pictures()
    if !pictures.isEmpty {
      return try ImageDataset(
        name: name, path: directory, kind: .pictureFolder, files: pictures,
        notes: note(folders: entries.directories) + note(files: entries.otherPictures)
          + PictureRemarks.notes(of: pictures, name: lastName))
    }
    var walk = try FolderWalk(root: directory)
    var (files, labels, others) = ([String](), [Int](), [String]())
    for (label, folder) in entries.directories.enumerated() {
      let members = try walk.entries(below: folder, depth: 8)
      for member in members { files += try member.pictures() }
      labels += Array(repeating: label, count: files.count - labels.count)
      others += members.flatMap(\.otherPictures)
    }
    guard !files.isEmpty else { return nil }
    return try ImageDataset(
      name: name, path: directory, kind: .pictureFolder, files: files, labels: labels,
      classNames: entries.directories.map { URL(filePath: $0).lastPathComponent },
      notes: note(files: others) + PictureRemarks.notes(of: files, name: lastName))
  }

  private static func note(folders: [String]) -> [String] {
    guard let first = folders.first else { return [] }
    return [
      "left out beside the pictures: folders (\(folders.count), as '\(lastName(first))'); they are "
        + "classes only where no picture lies beside them"
    ]
  }

  private static func note(files: [String]) -> [String] {
    guard let first = files.first else { return [] }
    return [
      "left out: pictures that are neither PNG nor JPEG (\(files.count), as '\(lastName(first))')"
    ]
  }

  private static func lastName(_ path: String) -> String { URL(filePath: path).lastPathComponent }
}

extension DirectoryEntries {
  /// The pictures among the files.
  ///
  /// - Throws: `DatasetError.absent` for a link by the name of a picture that leads nowhere.
  fileprivate func pictures() throws(DatasetError) -> [String] {
    if let lost = brokenLinks.first(where: Self.isNamedPicture) { throw .absent(path: lost) }
    return files.filter(Self.isPicture)
  }

  /// Files by the names of pictures that are not read.
  fileprivate var otherPictures: [String] {
    let suffixes: Set = ["heic", "heif", "webp", "bmp", "gif", "tif", "tiff", "ppm", "pgm", "avif"]
    return files.filter { path in
      suffixes.contains(URL(filePath: path).pathExtension.lowercased()) && !Self.isPicture(path)
    }
  }

  private static func isNamedPicture(_ path: String) -> Bool {
    ["png", "jpg", "jpeg"].contains(URL(filePath: path).pathExtension.lowercased())
  }

  /// Whether the file has the name or the content of a picture.
  ///
  /// A damaged file with the right name counts, so that it is reported and not passed over.
  private static func isPicture(_ path: String) -> Bool {
    if isNamedPicture(path) { return true }
    let start = try? ByteSource(opened(path, isProbe: true)).prefix(8)
    return start.flatMap(PictureFormat.init) != nil
  }
}
