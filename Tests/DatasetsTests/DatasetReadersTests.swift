import Datasets
import Foundation
import Networks
import Testing

/// What the registry of data sets promises.
@Suite struct DatasetReadersTests {
  /// An example of every kind of file, by the reader that must recognise it.
  private static func examples() throws -> [(reader: String, name: String, bytes: [UInt8])] {
    [
      ("IDX", "images", idx([2, 1, 2], [0, 1, 2, 3])),
      ("CIFAR binary", "batch.bin", cifarRecord(labels: [3], first: 0)),
      ("CIFAR binary", "hundred.bin", cifarRecord(labels: [19, 99], first: 0)),
      ("PNG", "a.png", try decoded(References.greyPNG)),
      ("JPEG", "a.jpg", try decoded(References.greyJPEG)),
      ("npy", "a.npy", npy([1, 1, 2, 2], [1, 2, 3, 4])),
    ]
  }

  /// Pictures as text: `grey WIDTH HEIGHT` and numbers.
  private static let textPictures = DatasetReader(
    "text pictures", kinds: [DatasetKind("text picture")],
    file: { file throws(DatasetError) in
      guard file.start.starts(with: Array("grey ".utf8)) else { return nil }
      let words = String(decoding: file.start, as: UTF8.self).split(separator: " ")
      let numbers = words.dropFirst().compactMap { UInt8($0) }
      let pixels = Array(numbers.dropFirst(2))
      let array = ImageArray(
        source: ByteSource(pixels, path: file.path), start: 0, stride: pixels.count, count: 1,
        shape: MapShape(channels: 1, height: Int(numbers[1]), width: Int(numbers[0])),
        type: .uint8, order: .channelsFirst)
      return try ImageDataset(
        name: file.name, path: file.path, kind: DatasetKind("text picture"), arrays: [array],
        labels: [7])
    },
    testNames: ["test.grey"], trainingNames: ["train.grey"],
    trainingPart: { $0 == "test.grey" ? ["train.grey"] : [] })

  private let readers = DatasetReaders(DatasetReaders.standard.all + [textPictures])

  @Test func oneMoreReaderIsUsedForFilesFoldersAndTrainingParts() throws {
    let folder = try TemporaryDirectory()
    try folder.write(Array("grey 2 1 10 20".utf8), to: "test.grey")
    try folder.write(Array("grey 1 2 30 40".utf8), to: "train.grey")

    let images = try ImageDataset.open(folder.path, readers: readers)
    let training = try #require(
      try ImageDataset.trainingCounterpart(of: folder.path, readers: readers))

    #expect("\(images.kind)" == "text picture" && images.label(at: 0) == 7)
    #expect(try images.image(at: 0).elements == [10, 20])
    #expect(try training.image(at: 0).elements == [30, 40])
  }

  @Test func whatNobodyRecognisesIsRefusedWithTheList() throws {
    let folder = try TemporaryDirectory()
    let path = try folder.write(Array("grey 2 1 10 20".utf8), to: "a")
    let other = try folder.write(Array("gray 2 1 10 20".utf8), to: "b")

    let standard = failure { () throws(DatasetError) in try ImageDataset.open(path) }
    let extended = failure { () throws(DatasetError) in
      try ImageDataset.open(other, readers: readers)
    }

    #expect(standard?.description.hasSuffix("use IDX, CIFAR binary, PNG, JPEG, npy or npz") == true)
    #expect(extended?.description.hasSuffix("PNG, JPEG, npy, npz or text pictures") == true)
  }

  @Test func everyReaderRecognisesItsOwnExampleAndNoOther() throws {
    let folder = try TemporaryDirectory()
    let archive = NPZFile.encoded([("images", Data(npy([1, 1, 2, 2], [1, 2, 3, 4])))])
    try #require(archive).write(to: URL(filePath: "\(folder.path)/a.npz"))
    var files = [("npz", "\(folder.path)/a.npz")]
    for example in try Self.examples() {
      files.append((example.reader, try folder.write(example.bytes, to: example.name)))
    }
    for (owner, path) in files {
      for reader in DatasetReaders.standard.all where reader.name != "PNG/JPEG folder" {
        let images = try? ImageDataset.open(path, readers: DatasetReaders([reader]))
        #expect((images != nil) == (reader.name == owner), "\(reader.name) of \(path)")
        if let images { #expect(reader.kinds.contains(images.kind)) }
      }
    }
  }
}
