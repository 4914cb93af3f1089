import Foundation

/// The usual names of the files of a data set, and which of them is for testing.
enum DatasetParts {
  /// The name under which Debian's Fashion-MNIST is found.
  static let fashionName = "fashion-mnist"
  private static let fashionPath = "/usr/share/datasets/fashion-mnist"

  private static let testNames = [
    "t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte", "test_batch.bin", "test.bin",
  ]
  private static let trainingNames = [
    "train-images-idx3-ubyte", "train-images.idx3-ubyte", "data_batch_1.bin", "train.bin",
  ]

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

  /// The file with the test images of a directory, or `nil` if it is not a data set of files with
  /// the usual names.
  ///
  /// - Throws: `DatasetError.noTestPart` if only the training images are there, and `.unsupported`
  ///   for CIFAR's Python pickles.
  static func testFile(in directory: String) throws(DatasetError) -> String? {
    if let file = first(testNames, in: directory) { return file }
    if let file = first(trainingNames, in: directory) {
      throw .noTestPart(path: directory, trainingFile: file)
    }
    if first(["test_batch", "data_batch_1"], in: directory) != nil {
      throw .unsupported(
        path: directory, what: ForeignFormat.pickle, hint: ForeignFormat.pickleHint)
    }
    return nil
  }

  /// The training files that belong to a file of test images; none if there are none.
  static func trainingFiles(besides testFile: String) -> [String] {
    let url = URL(filePath: testFile)
    let directory = url.deletingLastPathComponent().path
    let name = url.lastPathComponent
    let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
    if plain == "test_batch.bin" {
      return (1...5).compactMap { first(["data_batch_\($0).bin"], in: directory) }
    }
    if plain == "test.bin" { return [first(["train.bin"], in: directory)].compactMap(\.self) }
    guard plain.contains("t10k") else { return [] }
    let training = plain.replacingOccurrences(of: "t10k", with: "train")
    return [first([training], in: directory)].compactMap(\.self)
  }

  private static func first(_ names: [String], in directory: String) -> String? {
    names.lazy.compactMap { existing(URL(filePath: directory).appending(path: $0).path) }.first
  }
}

/// The path if a file is there, or else the path with `.gz` added or taken away if that is there.
func existing(_ path: String?) -> String? {
  guard let path else { return nil }
  let other = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path + ".gz"
  return [path, other].first { FileManager.default.fileExists(atPath: $0) }
}
