import Foundation
import InputFiles
import Networks

/// The class of every place of pictures.
package struct LabelMaps: Sendable {
  private enum Storage: Sendable {
    /// One after the other.
    case array([Int16], rows: Int, columns: Int)
    /// By the names of the pictures without their extensions.
    case files([String: String])
  }

  /// The file or directory that says it.
  package let path: String
  /// What it is, as `label maps of an npz`.
  package let kind: String
  private var storage: Storage
  /// Masks whose name several pictures have, each with such a picture; whose they are, is unknown.
  private var shared: [(mask: String, picture: String)] = []

  /// How many pictures it is about.
  package var count: Int {
    switch storage {
    case .array(let labels, let rows, let columns): labels.count / (rows * columns)
    case .files(let files): files.count
    }
  }

  /// The same without the masks whose names several pictures have.
  ///
  /// - Parameter pictures: The files of all pictures.
  package func matched(toPictures pictures: [String]) -> LabelMaps {
    guard case .files(var files) = storage else { return self }
    var result = self
    for (stem, sharing) in Dictionary(grouping: pictures, by: Self.stem) where sharing.count > 1 {
      guard let mask = files.removeValue(forKey: stem) else { continue }
      result.shared.append((mask, sharing.min() ?? ""))
    }
    result.shared.sort { $0.mask < $1.mask }
    result.storage = .files(files)
    return result
  }

  /// What should be known of maps for some images before results are trusted, one line each.
  package func remarks(on images: ImageDataset) -> [String] {
    guard case .files(let files) = storage else {
      return count == images.count
        ? [] : ["\(path) has maps for \(count) pictures, but there are \(images.count)"]
    }
    if let (mask, picture) = shared.first {
      return [
        "\(path) has \(shared.count) masks that several pictures fit, as "
          + "'\(URL(filePath: mask).lastPathComponent)' with '\(picture)'; they are not scored: "
          + "give pictures names of their own"
      ]
    }
    let pictures = (0..<images.count).compactMap(images.file)
    let strangers = pictures.filter { files[Self.stem($0)] == nil }
    guard let picture = strangers.first ?? (pictures.isEmpty ? images.path : nil) else { return [] }
    let name = URL(filePath: picture).lastPathComponent
    let mask = files.values.min().map { URL(filePath: $0).lastPathComponent } ?? ""
    guard strangers.count < images.count, !pictures.isEmpty else {
      return [
        "\(path) has a mask for none of the \(images.count) pictures: masks are named as "
          + "'\(mask)', pictures as '\(name)'"
      ]
    }
    return [
      "\(path) has no mask for \(strangers.count) of \(images.count) pictures, as '\(name)'; they "
        + "are not scored"
    ]
  }

  /// As a help text lists them.
  package static let names =
    "an array [images, rows, columns] of class numbers in an npz or npy file, or a folder of PNG "
    + "masks with the names of the pictures"

  /// Names that are looked for beside a folder of pictures, in this order; relative to it.
  private static let usualNames = ["masks", "../masks", "../labels", "../SegmentationClass"]

  /// Reads a file or a folder.
  ///
  /// - Throws: `DatasetError.unsupported` where it holds no class numbers.
  package init(_ path: String) throws(DatasetError) {
    guard InputFile.isThere(path) else { throw .absent(path: path) }
    guard DatasetParts.isDirectory(path) else {
      guard let maps = try Self.maps(inFile: path) else {
        throw .unsupported(
          path: path,
          what: "has no array of whole numbers of the shape [images, rows, columns]"
            + (Self.shapes(inFile: path).map { "; it has \($0)" } ?? ""),
          hint: "save the class of every place as 'labels', with .astype('uint8')")
      }
      self = maps
      return
    }
    self.path = path
    kind = "PNG masks"
    let entries = try DirectoryEntries(path).files
    let files = entries.filter { $0.lowercased().hasSuffix(".png") }
    guard !files.isEmpty else {
      let other = entries.map { URL(filePath: $0).lastPathComponent }.min()
      throw .unsupported(
        path: path, what: "has no PNG masks" + (other.map { ", but '\($0)'" } ?? ""),
        hint: "save the classes of each picture's places as a PNG of its name, as JPEG changes "
          + "numbers")
    }
    // They are read when they are asked for.
    for file in files { ReadFiles.note(file) }
    storage = .files(
      Dictionary(files.map { (Self.stem($0), $0) }, uniquingKeysWith: { first, _ in first }))
  }

  /// What lies beside images, or with them in their archive; `nil` if nothing does.
  package init?(beside images: ImageDataset) throws(DatasetError) {
    guard DatasetParts.isDirectory(images.path) else {
      guard images.kind == .npz, let maps = try Self.maps(inFile: images.path) else { return nil }
      self = maps
      return
    }
    let folder = URL(filePath: images.path)
    let known = Self.usualNames.map { folder.appending(path: $0).standardizedFileURL.path }
    guard let found = known.first(where: { $0 != images.path && DatasetParts.isDirectory($0) })
    else { return nil }
    try self.init(found)
  }

  private static func maps(inFile path: String) throws(DatasetError) -> LabelMaps? {
    let start: [UInt8]
    do throws(InputFileError) {
      start = try InputFile(path).read(0..<min(InputFile(path).size, 8))
    } catch {
      throw DatasetError(error)
    }
    if start.starts(with: NPYHeader.magic) {
      return try LabelMaps(NPYFile.read(path), path: path, kind: "label maps of an npy")
    }
    guard start.starts(with: [0x50, 0x4B]) else { return nil }
    let archive = try NPZFile(path)
    // Where there is more than one array, one has the pictures.
    let pictures = archive.names.count > 1 ? (try? ArchiveParts(archive))?.images : nil
    let candidates = try archive.names(upTo: 8, where: areLabels)
    let telling = ["labels", "y", "masks", "mask", "y_test"]
    guard
      let name = telling.first(where: candidates.contains)
        ?? candidates.first(where: { $0 != pictures })
    else { return nil }
    return try LabelMaps(
      archive.array(name), path: path, kind: "label maps '\(name)' of an npz")
  }

  /// The arrays of an npz with their shapes, as `'x' [4, 8, 8]`; `nil` of other files.
  private static func shapes(inFile path: String) -> String? {
    guard let archive = try? NPZFile(path) else { return nil }
    let arrays = archive.names.prefix(4).compactMap { name in
      (try? archive.shape(of: name)).map { "'\(name)' \($0)" }
    }
    return arrays.isEmpty ? nil : arrays.joined(separator: ", ")
  }

  /// Bytes may be pictures too; names tell, or whatever stands beside them.
  private static func areLabels(_ header: NPYHeader) -> Bool {
    let shape = header.shape
    let isMap = shape.count == 3 || shape.count == 4 && shape[1] == 1
    return isMap && !header.type.isFloatingPoint && !shape.contains(0)
  }

  private init?(_ array: NPYArray, path: String, kind: String) throws(DatasetError) {
    let lengths = array.shape.suffix(2)
    guard [3, 4].contains(array.shape.count), let integers = array.integers else { return nil }
    self.path = path
    self.kind = kind
    storage = .array(
      integers.map { Int16(exactly: $0) ?? -1 }, rows: lengths[lengths.startIndex],
      columns: lengths[lengths.startIndex + 1])
  }

  private static func stem(_ file: String) -> String {
    URL(filePath: file).deletingPathExtension().lastPathComponent
  }

  /// The classes of the places of a picture, row by row; `nil` where nobody says.
  ///
  /// - Parameter file: That of the picture, if it has its own.
  package func map(at index: Int, file: String?) throws(DatasetError) -> ClassMap? {
    switch storage {
    case .array(let labels, let rows, let columns):
      let size = rows * columns
      guard (0..<labels.count / size).contains(index) else { return nil }
      return ClassMap(
        rows: rows, columns: columns, labels: Array(labels[index * size..<(index + 1) * size]))
    case .files(let files):
      guard let file = file.flatMap({ files[Self.stem($0)] }) else { return nil }
      let source = try ByteSource(contentsOf: file)
      let mask = try decodeMask(source.readAll(limit: 1 << 28), path: file)
      return ClassMap(
        rows: mask.height, columns: mask.width, labels: mask.bytes.map { Int16($0) })
    }
  }
}
