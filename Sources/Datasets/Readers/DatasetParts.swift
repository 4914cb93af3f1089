import Foundation
import InputFiles

/// Where a data set is found.
enum DatasetParts {
  /// The name under which Debian's Fashion-MNIST is found.
  static let fashionName = "fashion-mnist"
  private static let fashionPath = "/usr/share/datasets/fashion-mnist"

  /// The path that a source stands for.
  ///
  /// - Throws: `DatasetError.notInstalled` for a known data set that is not there.
  static func path(of source: String) throws(DatasetError) -> String {
    guard source == fashionName else { return source }
    guard isDirectory(fashionPath) else {
      throw .notInstalled(path: fashionPath, package: "dataset-fashion-mnist")
    }
    return fashionPath
  }

  static func isDirectory(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }
}

extension DatasetReaders {
  /// The file with the test images of a directory, or `nil` if it is not a data set of files with
  /// the usual names.
  ///
  /// - Throws: `DatasetError.noTestPart` if only the training images are there, and `.unsupported`
  ///   for CIFAR's Python pickles.
  func testFile(in directory: String) throws(DatasetError) -> String? {
    if let file = first(all.flatMap(\.testNames), in: directory) { return file }
    if let file = first(all.flatMap(\.trainingNames), in: directory) {
      throw .noTestPart(path: directory, trainingFile: file)
    }
    if first(ForeignFormat.pickleNames, in: directory) != nil {
      throw .unsupported(
        path: directory, what: ForeignFormat.pickle, hint: ForeignFormat.pickleHint)
    }
    return nil
  }

  /// The training files that belong to a file of test images, at least one, and their reader;
  /// `nil` if there are none.
  func trainingPart(
    besides testFile: String
  ) -> (reader: DatasetReader, files: [String])? {
    let url = URL(filePath: testFile)
    let directory = url.deletingLastPathComponent().path
    let name = url.lastPathComponent
    let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
    for reader in all {
      let files = reader.trainingPart(plain).compactMap { first([$0], in: directory) }
      if !files.isEmpty { return (reader, files) }
    }
    return nil
  }

  /// The training images in a file that has test images too; `nil` if it has none.
  func trainingPart(within file: DatasetFile) throws(DatasetError) -> ImageDataset? {
    for reader in all {
      if let images = try reader.ownTrainingPart?(file) { return images }
    }
    return nil
  }

  private func first(_ names: [String], in directory: String) -> String? {
    names.lazy.compactMap { existing(URL(filePath: directory).appending(path: $0).path) }.first
  }
}

/// The path if a file is there, or else the path with `.gz` added or taken away if that is there.
func existing(_ path: String?) -> String? {
  guard let path else { return nil }
  let other = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path + ".gz"
  return [path, other].first(where: InputFile.isThere)
}
