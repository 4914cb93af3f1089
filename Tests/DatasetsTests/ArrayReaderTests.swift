import Datasets
import Foundation
import Networks
import Tensors
import Testing

@Suite struct ArrayReaderTests {
  /// What each shape of raw pixels is taken for.
  @Test(
    arguments: [
      ([5, 1, 4, 6], 5, [1, 4, 6]), ([5, 3, 4, 6], 5, [3, 4, 6]), ([5, 4, 6, 3], 5, [3, 4, 6]),
      ([5, 4, 6, 1], 5, [1, 4, 6]), ([5, 3, 4, 3], 5, [3, 4, 3]), ([5, 4, 6], 5, [1, 4, 6]),
      ([1, 4, 6], 1, [1, 4, 6]), ([3, 4, 6], 1, [3, 4, 6]), ([4, 6, 3], 1, [3, 4, 6]),
      ([4, 6], 1, [1, 4, 6]),
    ] as [([Int], Int, [Int])])
  func shapesOfBytesAreJudged(stored: [Int], count: Int, image: [Int]) throws {
    let directory = try TemporaryDirectory()
    let size = stored.reduce(1, *)
    let path = try directory.write(npy(stored, (0..<size).map { UInt8($0 % 251) }), to: "x")

    let images = try ImageDataset.open(path)

    #expect(images.kind == .npy && images.pixels == .raw && images.count == count)
    #expect(try images.image(at: count - 1).shape == image)
  }

  /// What each shape of preprocessed numbers is taken for.
  @Test(
    arguments: [
      ([5, 1, 4, 6], 5, [1, 4, 6]), ([5, 7, 4, 3], 5, [7, 4, 3]), ([5, 4, 6], 5, [1, 4, 6]),
      ([3, 4, 6], 1, [3, 4, 6]), ([1, 4, 6], 1, [1, 4, 6]), ([4, 6, 3], 4, [1, 6, 3]),
      ([5, 9], 5, [9, 1, 1]),
    ] as [([Int], Int, [Int])])
  func shapesOfFloatsAreJudged(stored: [Int], count: Int, image: [Int]) throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/x"
    let elements = (0..<stored.reduce(1, *)).map { Float($0) }
    try NPYFile.encoded(Tensor(shape: stored, elements: elements)).write(to: URL(filePath: path))

    let images = try ImageDataset.open(path)

    #expect(images.pixels == .preprocessed && images.count == count)
    let last = try images.image(at: count - 1)
    #expect(last.shape == image && last.elements == elements.suffix(last.count))
  }

  @Test func channelsThatComeLastArePutFirst() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(npy([1, 2, 1, 3], [1, 2, 3, 4, 5, 6]), to: "x")

    #expect(try ImageDataset.open(path).image(at: 0).elements == [1, 4, 2, 5, 3, 6])
  }

  @Test func shapesThatAreNoImagesAreRefused() throws {
    let directory = try TemporaryDirectory()
    for shape in [[], [6], [1, 1, 1, 1, 6], [2, 5, 4, 4], [0, 1, 4, 4]] {
      let size = shape.reduce(1, *)
      let path = try directory.write(npy(shape, Array(repeating: 0, count: size)), to: "x")

      #expect(failure { () throws(DatasetError) in try ImageDataset.open(path) } != nil, "\(shape)")
    }
  }

  @Test func wholeNumbersAreRefusedAsImages() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(decoded(References.int64NPY), to: "x.npy")

    let error = failure { () throws(DatasetError) in try ImageDataset.open(path) }

    #expect(error?.description.contains("uint8") == true)
  }

  @Test(arguments: [References.storedNPZ, References.packedNPZ])
  func archivesGiveImagesAndLabelsByTheirNames(file: ReferenceFile) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(decoded(file), to: "a.npz")

    let images = try ImageDataset.open(path)

    #expect(images.kind == .npz && images.pixels == .raw && images.count == 2)
    #expect((0..<2).map { images.label(at: $0) } == [4, 2])
    #expect(try images.image(at: 1).elements == (12..<24).map { Float($0) })
  }

  @Test func fortranOrderIsReadAsImagesToo() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(decoded(References.fortranNPY), to: "x.npy")

    let images = try ImageDataset.open(path)

    #expect(images.count == 2)
    #expect(try images.image(at: 1).elements == (12..<24).map { Float($0) })
  }

  /// Three gigabytes that lie on no disk: opening must not read them.
  @Test func largeArraysAreReadImageByImage() throws {
    let directory = try TemporaryDirectory()
    let shape = [1_000_000, 1, 28, 28]
    let header = NPYHeader.encoded(type: .float32, shape: shape)
    let path = try directory.writeSparse(
      header, size: header.count + shape.reduce(4, *), to: "large.npy")

    let images = try ImageDataset.open(path)

    #expect(images.count == 1_000_000)
    #expect(try images.image(at: 999_999).elements.allSatisfy { $0 == 0 })
    #expect(failure { () throws(DatasetError) in try NPYFile.read(path) }?.kind == .badData)
  }

  @Test func aFileThatShrinksMeanwhileIsAnErrorAndNotACrash() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(npy([4, 1, 8, 8], Array(repeating: 1, count: 256)), to: "x.npy")
    let images = try ImageDataset.open(path)

    try #require(truncate(path, 200) == 0)

    #expect(failure { () throws(DatasetError) in try images.image(at: 3) }?.kind == .badData)
  }
}
