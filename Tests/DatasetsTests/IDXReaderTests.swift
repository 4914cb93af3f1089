import Assets
import Datasets
import Foundation
import Networks
import Testing

@Suite struct IDXReaderTests {
  @Test func imagesAndTheLabelsBesideThemAreRead() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(idx([2, 2, 3], Array(0..<12)), to: "t10k-images-idx3-ubyte")
    try directory.write(idx([2], [7, 0]), to: "t10k-labels-idx1-ubyte")

    let images = try ImageDataset.open(path)

    #expect(images.kind == .idx && images.pixels == .raw && images.count == 2)
    #expect(images.shape == MapShape(channels: 1, height: 2, width: 3))
    #expect(images.label(at: 0) == 7 && images.label(at: 1) == 0 && images.label(at: 2) == nil)
    #expect(try images.image(at: 1).shape == [1, 2, 3])
    #expect(try images.image(at: 1).elements == [6, 7, 8, 9, 10, 11])
  }

  @Test func labelsMayBeMissing() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(idx([1, 1, 1], [5]), to: "pictures")

    let images = try ImageDataset.open(path)

    #expect(images.label(at: 0) == nil && !images.hasLabels)
  }

  /// The highest byte first, as in all of the file.
  @Test(
    arguments: [
      (0x09, [7, 0]), (0x0B, [0, 7, 0, 0]), (0x0C, [0, 0, 0, 7, 0, 0, 0, 0]),
    ] as [(UInt8, [UInt8])])
  func labelsOfAnyWholeNumbersAreRead(type: UInt8, content: [UInt8]) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(idx([2, 1, 1], [5, 6]), to: "a-images-idx3-ubyte")
    try directory.write([0, 0, type, 1, 0, 0, 0, 2] + content, to: "a-labels-idx1-ubyte")

    let images = try ImageDataset.open(path)

    #expect(images.label(at: 0) == 7 && images.label(at: 1) == 0)
  }

  @Test(
    arguments: [
      [0, 0, 0x0C, 1, 0, 0, 0, 2, 0, 0, 0, 7, 0xFF, 0xFF, 0xFF, 0xFF],
      [0, 0, 0x0C, 1, 0, 0, 0, 2, 0, 0, 0, 7], [0, 0, 0x0D, 1, 0, 0, 0, 2, 0, 0, 0, 7, 0, 0, 0, 0],
      [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 1, 7, 0],
    ] as [[UInt8]])
  func labelsThatAreNoneAreRefused(labels: [UInt8]) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(idx([2, 1, 1], [5, 6]), to: "a-images-idx3-ubyte")
    try directory.write(labels, to: "a-labels-idx1-ubyte")

    #expect(failure { () throws(DatasetError) in try ImageDataset.open(path) }?.kind == .badData)
  }

  @Test func labelsOfOtherImagesAreRefused() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(idx([2, 1, 1], [5, 6]), to: "a-images-idx3-ubyte")
    try directory.write(idx([3], [1, 2, 3]), to: "a-labels-idx1-ubyte")

    #expect(
      failure { () throws(DatasetError) in try ImageDataset.open(path) }
        == .labelCountMismatch(path: path, labels: 3, images: 2))
  }

  @Test func aFileOfLabelsIsToldFromImages() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(idx([3], [1, 2, 3]), to: "labels")

    let error = failure { () throws(DatasetError) in try ImageDataset.open(path) }

    #expect(error?.description == "\(path): holds labels; name the file with the images")
  }

  /// Sizes whose product is absurd, does not fit into 64 bits, or is zero.
  @Test(arguments: [
    [0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], [1, 0xFFFF_FFFF, 2], [2, 1, 1], [0, 28, 28],
    [1, 0, 5],
  ])
  func headersThatLieAreRefused(sizes: [Int]) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(idx(sizes, sizes.contains(0) ? [] : [1]), to: "x")

    #expect(failure { () throws(DatasetError) in try ImageDataset.open(path) } != nil)
  }

  /// The numbers were read with Python's gzip and NumPy.
  @Test func debiansFashionMNISTIsFoundByName() throws {
    guard FileManager.default.fileExists(atPath: "/usr/share/datasets/fashion-mnist") else {
      let error = failure { () throws(DatasetError) in try ImageDataset.open("fashion-mnist") }
      #expect(error?.kind == .noInput)
      print("skipped: the package dataset-fashion-mnist is not installed")
      return
    }
    let test = try ImageDataset.open("fashion-mnist")
    let training = try #require(try ImageDataset.trainingCounterpart(of: "fashion-mnist"))

    #expect(test.name == "fashion-mnist" && test.count == 10_000 && training.count == 60_000)
    #expect((0..<10).map { test.label(at: $0) } == [9, 2, 1, 1, 6, 1, 4, 6, 5, 7])
    #expect((59_995..<60_000).map { training.label(at: $0) } == [5, 1, 3, 0, 5])
    #expect(try test.image(at: 0).elements.reduce(0, +) == 33_456)
    #expect(try test.image(at: 9_999).elements.reduce(0, +) == 24_390)
    #expect(try training.image(at: 0).elements.reduce(0, +) == 76_247)
    #expect(try training.image(at: 59_999).elements.reduce(0, +) == 16_684)
  }

  @Test func theBundledImagesAreTheFirstOfFashionMNIST() throws {
    let folder = try #require(Assets.url("data")).path
    let test = try ImageDataset.open(folder)
    let training = try #require(try ImageDataset.trainingCounterpart(of: folder))

    #expect(test.count == 200 && training.count == 256)
    #expect((0..<10).map { test.label(at: $0) } == [9, 2, 1, 1, 6, 1, 4, 6, 5, 7])
    #expect((0..<10).map { training.label(at: $0) } == [9, 0, 0, 3, 0, 2, 7, 2, 5, 5])
    #expect(try test.image(at: 0).elements.reduce(0, +) == 33_456)
    #expect(try training.image(at: 0).elements.reduce(0, +) == 76_247)
    #expect(try ImageDataset.trainingCounterpart(of: folder + "/train-images-idx3-ubyte") == nil)
    #expect(Assets.url("models/fashion-lenet.onnx") != nil && Assets.url("models/none") == nil)
  }
}
