/// One way in which images are stored: how it is recognised, and how it is read.
///
/// The content decides about the kind of a file, not its name. Names only tell which file of a
/// directory is the test part, and which are the training part beside it.
package struct DatasetReader: Sendable {
  /// As lists of what can be read have it: `CIFAR binary`.
  package let name: String

  /// What a data set of this reader may be, the one that most people have first; never empty.
  package let kinds: [DatasetKind]

  /// The images of a file, or `nil` if it is not of these kinds; `nil` for readers of directories.
  let file: (@Sendable (DatasetFile) throws(DatasetError) -> ImageDataset?)?

  /// The images of a directory without a test part of files, or `nil` if it is not of these kinds.
  let directory: (@Sendable (_ path: String, _ name: String) throws(DatasetError) -> ImageDataset?)?

  /// Names of files that are the test part of the directory that holds them, without `.gz`.
  let testNames: [String]

  /// Names of files that tell that a directory without a test part holds training images.
  let trainingNames: [String]

  /// The names of the training part beside a file of test images, both without `.gz`; none if the
  /// file is not named as a test part.
  let trainingPart: @Sendable (_ testName: String) -> [String]

  /// The training images in a file that has test images too, or `nil` if it has none; `nil` where a
  /// file is always one part.
  let ownTrainingPart: (@Sendable (DatasetFile) throws(DatasetError) -> ImageDataset?)?

  /// Why a file that is named as one of these kinds is none, as a sentence without its end; `nil`
  /// for other names.
  let fault: (@Sendable (DatasetFile) -> String?)?

  /// Several files as one data set; `nil` where a data set is always one file.
  let batches: (@Sendable (_ paths: [String], _ name: String) throws(DatasetError) -> ImageDataset)?

  /// - Precondition: There is at least one kind.
  package init(
    _ name: String, kinds: [DatasetKind],
    file: (@Sendable (DatasetFile) throws(DatasetError) -> ImageDataset?)? = nil,
    directory: (
      @Sendable (_ path: String, _ name: String) throws(DatasetError) -> ImageDataset?
    )? = nil,
    testNames: [String] = [], trainingNames: [String] = [],
    trainingPart: @escaping @Sendable (_ testName: String) -> [String] = { _ in [] },
    ownTrainingPart: (@Sendable (DatasetFile) throws(DatasetError) -> ImageDataset?)? = nil,
    fault: (@Sendable (DatasetFile) -> String?)? = nil,
    batches: (
      @Sendable (_ paths: [String], _ name: String) throws(DatasetError) -> ImageDataset
    )? = nil
  ) {
    precondition(!kinds.isEmpty, "the reader '\(name)' reads no kind of data set")
    self.name = name
    self.kinds = kinds
    self.file = file
    self.directory = directory
    self.testNames = testNames
    self.trainingNames = trainingNames
    self.trainingPart = trainingPart
    self.ownTrainingPart = ownTrainingPart
    self.fault = fault
    self.batches = batches
  }
}

/// A file that some reader may recognise.
package struct DatasetFile: Sendable {
  /// What the data set will be called.
  package let name: String

  /// The content; what gzip has packed is unpacked.
  package let source: ByteSource

  /// The first bytes, up to 512.
  package let start: [UInt8]

  /// Where it lies, for messages and for files beside it.
  package var path: String { source.path }

  /// - Throws: `DatasetError.damaged` for an empty file, and what opening and reading throw.
  init(_ path: String, name: String) throws(DatasetError) {
    source = try ByteSource(contentsOf: path)
    guard source.count > 0 else { throw .damaged(path: path, problem: "is empty") }
    start = try source.prefix(512)
    self.name = name
  }
}
