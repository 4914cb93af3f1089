import Foundation
import InputFiles

/// One way in which objects are annotated: where it is looked for, and how it is read.
package struct AnnotationReader: Sendable {
  /// As messages have it: `COCO JSON`.
  package let name: String

  /// Names that are looked for beside pictures, in this order; relative to their folder.
  let usualNames: [String]

  /// What a file or folder says, or `nil` if it is of another kind.
  let annotations: @Sendable (_ path: String) throws(DatasetError) -> ObjectAnnotations?
}

/// The kinds of annotations that can be read.
package enum AnnotationReaders {
  /// In the order in which they are tried.
  package static let all: [AnnotationReader] = [.coco, .voc]

  /// As a help text lists them.
  package static var names: String { all.map(\.name).joined(separator: " or ") }

  /// Reads a file or a folder by the first reader that recognises it.
  package static func open(_ path: String) throws(DatasetError) -> ObjectAnnotations {
    guard InputFile.isThere(path) else { throw .absent(path: path) }
    for reader in all {
      if let annotations = try reader.annotations(path) { return annotations }
    }
    throw .unknownFormat(path: path, looksLike: nil, formats: names)
  }

  /// What lies beside the pictures of a folder under a usual name; `nil` if nothing does.
  ///
  /// - Throws: `DatasetError` where something does that cannot be read, as where it is named.
  package static func beside(pictures: String) throws(DatasetError) -> ObjectAnnotations? {
    let folder =
      DatasetParts.isDirectory(pictures)
      ? URL(filePath: pictures) : URL(filePath: pictures).deletingLastPathComponent()
    for reader in all {
      for name in reader.usualNames {
        let path = folder.appending(path: name).standardizedFileURL.path
        guard InputFile.isThere(path) else { continue }
        if let annotations = try reader.annotations(path) { return annotations }
        // Folders may hold something else, but a file of this name is meant.
        let isFile = !DatasetParts.isDirectory(path) || name.hasSuffix(".json")
        guard !isFile else { throw .unknownFormat(path: path, looksLike: nil, formats: names) }
      }
    }
    return nil
  }
}
