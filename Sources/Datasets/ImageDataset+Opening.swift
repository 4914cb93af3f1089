import Foundation

extension ImageDataset {
  /// Opens images of any supported kind.
  ///
  /// The content decides about the kind, not the name: IDX, CIFAR binary, PNG, JPEG and npy files
  /// (each also packed by gzip), npz archives, and directories. A directory with the usual files
  /// of the MNIST family or of CIFAR opens its test part, another one the pictures that it holds.
  /// `fashion-mnist` stands for the test part of Debian's package.
  ///
  /// - Throws: any `DatasetError` of kind `noInput` or `badData`.
  package static func open(_ source: String) throws(DatasetError) -> ImageDataset {
    let path = try DatasetParts.path(of: source)
    let name = shortName(source)
    guard DatasetParts.isDirectory(path) else { return try open(file: path, name: name) }
    if let file = try DatasetParts.testFile(in: path) { return try open(file: file, name: name) }
    return try PictureFolder.dataset(directory: path, name: name)
  }

  /// The training part of the same data set, or `nil` if there is none beside it.
  ///
  /// That is `train-*` beside `t10k-*`, the `data_batch_*.bin` beside CIFAR-10's `test_batch.bin`,
  /// and `train.bin` beside CIFAR-100's `test.bin`.
  ///
  /// - Throws: what `open` throws, for the training part or where the source cannot be found.
  package static func trainingCounterpart(
    of source: String
  ) throws(DatasetError) -> ImageDataset? {
    let path = try DatasetParts.path(of: source)
    let testFile = DatasetParts.isDirectory(path) ? try DatasetParts.testFile(in: path) : path
    let files = DatasetParts.trainingFiles(besides: testFile ?? path)
    let name = "\(shortName(source)) (training part)"
    guard let first = files.first else { return nil }
    return files.count == 1
      ? try open(file: first, name: name)
      : try CIFARReader.dataset(batches: files, name: name)
  }

  private static func shortName(_ source: String) -> String {
    URL(filePath: source).standardizedFileURL.lastPathComponent
  }

  private static func open(file path: String, name: String) throws(DatasetError) -> ImageDataset {
    let source = try ByteSource(contentsOf: path)
    guard source.count > 0 else { throw .damaged(path: path, problem: "is empty") }
    let start = try source.prefix(512)
    if PictureFormat(start) != nil {
      return try PictureFolder.dataset(picture: source, name: name)
    }
    if start.starts(with: NPYHeader.magic) {
      return try ArrayReader.dataset(npy: source, name: name)
    }
    if start.starts(with: [0x50, 0x4B, 3, 4]) || start.starts(with: [0x50, 0x4B, 5, 6]) {
      return try ArrayReader.dataset(npz: path, name: name)
    }
    if IDXReader.recognizes(start) { return try IDXReader.dataset(source, name: name) }
    if let batch = try CIFARReader(source) { return try batch.dataset(name: name, path: path) }
    if ForeignFormat.isPickle(start) {
      throw .unsupported(path: path, what: ForeignFormat.pickle, hint: ForeignFormat.pickleHint)
    }
    throw .unknownFormat(path: path, looksLike: ForeignFormat.name(start))
  }
}
