import Foundation
import InputFiles

extension ImageDataset {
  /// Opens images of any supported kind.
  ///
  /// The content decides about the kind, not the name: IDX, CIFAR binary, PNG, JPEG and npy files
  /// (each also packed by gzip), npz archives, and directories. A directory with the usual files
  /// of the MNIST family or of CIFAR opens its test part, another one the pictures that it holds.
  /// `fashion-mnist` stands for the test part of Debian's package.
  ///
  /// - Throws: any `DatasetError` of kind `noInput` or `badData`.
  package static func open(
    _ source: String, readers: DatasetReaders = .standard
  ) throws(DatasetError) -> ImageDataset {
    let path = try DatasetParts.path(of: source)
    let name = shortName(source)
    guard DatasetParts.isDirectory(path) else {
      return try readers.open(DatasetFile(path, name: name))
    }
    if let file = try readers.testFile(in: path) {
      return try readers.open(DatasetFile(file, name: name))
    }
    return try readers.open(directory: path, name: name)
  }

  /// The data set that these images are known to be of, such as `CIFAR-10`; `nil` where the files
  /// do not tell.
  package var knownName: String? {
    kind.onlyDataset ?? (name == DatasetParts.fashionName ? "Fashion-MNIST" : nil)
  }

  /// The training part of the same data set, or `nil` if there is none beside it or in its file.
  ///
  /// That is `train-*` beside `t10k-*`, the `data_batch_*.bin` beside CIFAR-10's `test_batch.bin`,
  /// `train.bin` beside CIFAR-100's `test.bin`, and `x_train` beside an archive's `x_test`.
  ///
  /// - Throws: what `open` throws, for the training part or where the source cannot be found.
  package static func trainingCounterpart(
    of source: String, readers: DatasetReaders = .standard
  ) throws(DatasetError) -> ImageDataset? {
    let path = try DatasetParts.path(of: source)
    let testFile = DatasetParts.isDirectory(path) ? try readers.testFile(in: path) : path
    let name = "\(shortName(source)) (training part)"
    guard let part = readers.trainingPart(besides: testFile ?? path) else {
      guard testFile == path, InputFile.isThere(path) else { return nil }
      return try readers.trainingPart(within: DatasetFile(path, name: name))
    }
    guard part.files.count > 1, let batches = part.reader.batches else {
      return try readers.open(DatasetFile(part.files[0], name: name))
    }
    return try batches(part.files, name)
  }

  private static func shortName(_ source: String) -> String {
    URL(filePath: source).standardizedFileURL.lastPathComponent
  }
}
