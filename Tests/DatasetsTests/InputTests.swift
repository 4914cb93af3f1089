import Datasets
import Foundation
import Networks
import Tensors
import Testing

@Suite struct InputTests {
  private let map = MapShape(channels: 1, height: 2, width: 2)

  private func raw(_ shape: [Int], in directory: TemporaryDirectory) throws -> ImageDataset {
    let size = shape.reduce(1, *)
    return try .open(directory.write(npy(shape, (0..<size).map { UInt8($0) }), to: "raw"))
  }

  private func floats(_ shape: [Int], in directory: TemporaryDirectory) throws -> ImageDataset {
    let elements = (0..<shape.reduce(1, *)).map { Float($0) }
    let path = directory.path + "/floats"
    try NPYFile.encoded(Tensor(shape: shape, elements: elements)).write(to: URL(filePath: path))
    return try .open(path)
  }

  @Test func onlyRawPixelsArePreprocessed() throws {
    let directory = try TemporaryDirectory()
    let half = try Preprocessing(scale: 0.5, mean: [1], standardDeviation: [1])

    let pixels = try raw([1, 1, 2, 2], in: directory).input(at: 0, for: map, preprocessing: half)
    let numbers = try floats([1, 1, 2, 2], in: directory)
      .input(at: 0, for: map, preprocessing: half)

    #expect(pixels.elements == [-1, -0.5, 0, 0.5])
    #expect(numbers.elements == [0, 1, 2, 3])
  }

  @Test func pixelsOfAnotherSizeAreResizedAndThisIsStated() throws {
    let directory = try TemporaryDirectory()
    let images = try raw([1, 1, 4, 4], in: directory)

    try images.checkFit(for: map, preprocessing: .none)

    #expect(images.adaptation(to: map) == Resizing.description())
    #expect(images.adaptation(to: MapShape(channels: 1, height: 4, width: 4)) == nil)
    #expect(try images.input(at: 0, for: map, preprocessing: .none).shape == [1, 2, 2])
  }

  @Test func preprocessedImagesOfAnotherShapeAreRefused() throws {
    let directory = try TemporaryDirectory()
    let images = try floats([2, 1, 4, 4], in: directory)

    let early = failure { () throws(DatasetError) in
      try images.checkFit(for: map, preprocessing: .none)
    }
    let late = failure { () throws(DatasetError) in
      try images.input(at: 0, for: map, preprocessing: .none)
    }

    #expect(early != nil && early == late && early?.kind == .badData)
    #expect(
      early?.description.hasPrefix("floats: images of 1x4x4 do not fit a network for 1x2x2") == true
    )
    #expect(images.adaptation(to: map) == nil)
  }

  @Test func pixelsWithoutARuleForTheirChannelsAreRefused() throws {
    let directory = try TemporaryDirectory()
    let images = try raw([1, 3, 4, 4], in: directory)
    let shape = MapShape(channels: 2, height: 4, width: 4)

    let early = failure { () throws(DatasetError) in
      try images.checkFit(for: shape, preprocessing: .none)
    }
    let late = failure { () throws(DatasetError) in
      try images.input(at: 0, for: shape, preprocessing: .none)
    }

    #expect(early != nil && early == late)
  }

  /// Rows of as many numbers as the network takes are images, not the rows of one.
  @Test func rowsAreImages() throws {
    let directory = try TemporaryDirectory()
    let rows = try raw([3, 4], in: directory)
    #expect(rows.count == 1)
    for shape in [map, MapShape(channels: 4)] {
      let images = rows.read(as: shape)

      try images.checkFit(for: shape, preprocessing: .none)
      #expect(images.count == 3 && images.adaptation(to: shape) == nil)
      #expect(images.notes.count == 1)
      #expect(
        try images.input(at: 1, for: shape, preprocessing: .none).elements == [4, 5, 6, 7])
    }
    let wide = MapShape(channels: 1, height: 3, width: 4)
    #expect(rows.read(as: wide).count == 1 && rows.read(as: wide).notes.isEmpty)
  }

  @Test func aNetworkOfVectorsTakesImagesOfAsManyNumbers() throws {
    let directory = try TemporaryDirectory()
    let images = try raw([1, 1, 2, 2], in: directory)
    let vectors = try floats([2, 4], in: directory)

    try images.checkFit(for: MapShape(channels: 4), preprocessing: .none)
    let flat = try images.input(at: 0, for: MapShape(channels: 4), preprocessing: .none)
    let square = try vectors.input(at: 1, for: map, preprocessing: .none)

    #expect(flat == Tensor(shape: [4, 1, 1], elements: [0, 1, 2, 3]))
    #expect(square == Tensor(shape: [1, 2, 2], elements: [4, 5, 6, 7]))
    #expect(
      failure { () throws(DatasetError) in
        try images.input(at: 0, for: MapShape(channels: 5), preprocessing: .none)
      } != nil)
  }

  @Test func preprocessingForOtherChannelsIsFoundEarly() throws {
    let directory = try TemporaryDirectory()
    let images = try raw([1, 1, 2, 2], in: directory)
    let colors = try Preprocessing(scale: 1, mean: [0, 0, 0], standardDeviation: [1, 1, 1])

    #expect(
      failure { () throws(DatasetError) in try images.checkFit(for: map, preprocessing: colors) }
        == .invalidPreprocessing(problem: "3 means for 1 channels"))
    try images.checkFit(for: MapShape(channels: 3, height: 2, width: 2), preprocessing: colors)
  }

  @Test(arguments: [-1, 2, Int.max, Int.min])
  func anIndexOutOfRangeIsAMistakeOfTheUser(index: Int) throws {
    let directory = try TemporaryDirectory()
    let images = try raw([2, 1, 2, 2], in: directory)

    let error = failure { () throws(DatasetError) in try images.image(at: index) }

    #expect(error == .imageIndexOutOfRange(dataset: "raw", index: index, count: 2))
    #expect(error?.kind == .usage && images.label(at: index) == nil)
    #expect(error?.description == "raw: has no image \(index); choose one of 0 to 1")
  }
}
