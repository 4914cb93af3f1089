import Datasets
import Networks
import Testing

@Suite struct CIFARReaderTests {
  @Test func recordsOfOneLabelAreCIFAR10() throws {
    let directory = try TemporaryDirectory()
    let records = cifarRecord(labels: [9], first: 0) + cifarRecord(labels: [3], first: 100)
    let path = try directory.write(records, to: "anything.dat")

    let images = try ImageDataset.open(path)

    #expect(images.kind == .cifar10 && images.count == 2 && images.pixels == .raw)
    #expect(images.shape == MapShape(channels: 3, height: 32, width: 32))
    #expect(images.label(at: 0) == 9 && images.label(at: 1) == 3)
    #expect(
      try images.image(at: 1).elements == (0..<3072).map { Float((100 + $0) % 256) })
  }

  @Test func recordsOfTwoLabelsAreCIFAR100AndTheFineOneCounts() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(
      cifarRecord(labels: [19, 99], first: 1) + cifarRecord(labels: [0, 42], first: 2),
      to: "test.bin")
    try directory.write(cifarRecord(labels: [4, 5], first: 3), to: "train.bin")

    let images = try ImageDataset.open(directory.path)
    let training = try ImageDataset.trainingCounterpart(of: path)

    #expect(images.kind == .cifar100 && images.label(at: 0) == 99 && images.label(at: 1) == 42)
    #expect(try images.image(at: 0).elements.first == 1)
    #expect(training?.count == 1 && training?.label(at: 0) == 5)
  }

  @Test func labelsOutOfRangeAreNotCIFAR() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(cifarRecord(labels: [10], first: 0), to: "x.bin")

    #expect(
      failure { () throws(DatasetError) in try ImageDataset.open(path) }
        == .unknownFormat(path: path, looksLike: nil, formats: DatasetReaders.standard.fileFormats))
  }

  /// What is named as one of the authors' files, and is none, is told by its size.
  @Test(arguments: [
    ("test_batch.bin", 1, 3073), ("data_batch_2.bin", 1, 3073), ("test.bin", 2, 3074),
    ("train.bin", 2, 3074),
  ])
  func filesOfAWrongSizeSaySo(name: String, labels: Int, record: Int) throws {
    let directory = try TemporaryDirectory()
    let zeros = [UInt8](repeating: 0, count: labels)
    let records = (0..<3).flatMap { cifarRecord(labels: zeros, first: $0) }
    for (rest, words) in [(1, "1 byte is left"), (-1, "\(record - 1) bytes are left")] {
      let bytes = rest > 0 ? records + [0] : Array(records.dropLast())
      let path = try directory.write(bytes, to: name)

      let error = failure { () throws(DatasetError) in try ImageDataset.open(path) }

      #expect(error?.description.contains("has \(bytes.count) bytes") == true)
      #expect(error?.description.contains("a multiple of \(record)") == true)
      #expect(error?.description.contains(words) == true)
    }
  }

  @Test(arguments: ["test_batch.bin", "my-test_batch.bin", "batch.bin"])
  func aLabelThatThereIsNotIsTold(name: String) throws {
    let directory = try TemporaryDirectory()
    let records = [3, 9, 10, 0, 255].flatMap { cifarRecord(labels: [$0], first: 0) }
    for (bytes, words) in [
      (Array(records.dropLast(3073)), "has the label 10 at image 2"),
      (Array(records.prefix(2 * 3073 + 1)), "after 2 images 1 byte is left"),
    ] {
      let path = try directory.write(bytes, to: name)
      let error = failure { () throws(DatasetError) in try ImageDataset.open(path) }
      #expect(error?.description.contains(words) == true, "\(words)")
    }
  }

  @Test func otherContentUnderTheirNamesIsReadAsWhatItIs() throws {
    let directory = try TemporaryDirectory()
    let array = npy([2, 1, 4, 4], Array(repeating: 0, count: 32))
    let path = try directory.write(array, to: "test.bin")
    let archive = try directory.write([0x89, 0x48, 0x44, 0x46, 1], to: "test_batch.bin")

    #expect(try ImageDataset.open(path).kind == .npy)
    #expect(
      failure { () throws(DatasetError) in try ImageDataset.open(archive) }?.description
        .contains("HDF5") == true)
  }

  @Test func allTrainingBatchesTogetherAreTheCounterpart() throws {
    let directory = try TemporaryDirectory()
    try directory.write(cifarRecord(labels: [0], first: 0), to: "test_batch.bin")
    for batch in 1...3 {
      let records = (0..<batch).flatMap { cifarRecord(labels: [UInt8(batch)], first: $0) }
      try directory.write(records, to: "data_batch_\(batch).bin")
    }

    let training = try #require(try ImageDataset.trainingCounterpart(of: directory.path))

    #expect(try ImageDataset.open(directory.path).count == 1)
    #expect((0..<training.count).map { training.label(at: $0) } == [1, 2, 2, 3, 3, 3])
    #expect(try (0..<6).map { try training.image(at: $0).elements[0] } == [0, 0, 1, 0, 1, 2])
  }

  @Test func picklesAreRefusedWithAHint() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write([0x80, 0x02, 0x7D, 0x71], to: "cifar/test_batch")

    for source in [path, directory.path + "/cifar"] {
      let error = failure { () throws(DatasetError) in try ImageDataset.open(source) }
      #expect(error?.kind == .badData && error?.description.contains("binary version") == true)
    }
  }

  @Test func aDirectoryWithTrainingImagesOnlyIsNotTakenForTestImages() throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write(cifarRecord(labels: [1], first: 0), to: "data_batch_1.bin")

    #expect(
      failure { () throws(DatasetError) in try ImageDataset.open(directory.path) }
        == .noTestPart(path: directory.path, trainingFile: file))
  }

  /// The numbers were read with NumPy.
  @Test func realBatchesAreRead() throws {
    guard let folder = shared("data/cifar10") else { return }

    let test = try ImageDataset.open(folder)
    let training = try #require(try ImageDataset.trainingCounterpart(of: folder))

    #expect(test.name == "cifar10" && test.count == 5_000 && training.count == 5_000)
    #expect((0..<8).map { test.label(at: $0) } == [5, 7, 3, 8, 7, 5, 5, 0])
    #expect((0..<8).map { training.label(at: $0) } == [8, 5, 1, 4, 3, 0, 4, 0])
    let first = try test.image(at: 0).elements
    #expect(
      (0..<3).map { first[$0 * 1024..<$0 * 1024 + 1024].reduce(0, +) } == [
        164_932, 154_818, 142_753,
      ])
    #expect(try training.image(at: 4_999).elements.reduce(0, +) == 448_707)
  }
}
