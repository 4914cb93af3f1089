import Datasets
import Foundation
import Networks
import Testing

/// The class of every place, as files say it.
@Suite struct LabelMapTests {
  /// Masks of 3x2 pixels, made with Python's zlib: numbers 0 1 2 / 3 1 0, or 0 1 2 / 3 255 0.
  private static let palette8 = """
    iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAMAAACqqpYoAAAADFBMVEUAAACAAAAAgAAAAADiWodLAAAAEElEQVR4\
    2mNgYGRi\
    YGZkAAAAIwAI45lyHQAAAABJRU5ErkJggg==
    """
  private static let palette4 = """
    iVBORw0KGgoAAAANSUhEUgAAAAMAAAACBAMAAABvWnspAAAADFBMVEUAAACAAAAAgAAAAADiWodLAAAADklEQVR4\
    2mNgVGAw\
    ZAAAAO0AU49JLZIAAAAASUVORK5CYII=
    """
  private static let grey2 = """
    iVBORw0KGgoAAAANSUhEUgAAAAMAAAACAgAAAADyryFnAAAADElEQVR42mOQYLgAAAEcAOnCaJqmAAAAAElFTkSuQmCC
    """
  private static let grey8 = """
    iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAAAAAC4HznGAAAAEElEQVR42mNgYGRiYP7PAAACHwEGI4uS9AAAAABJ\
    RU5ErkJg\
    gg==
    """
  /// With the statement that light is linear, which changes no number.
  private static let linear = """
    iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAAAAAC4HznGAAAABGdBTUEAAYagMeiWXwAAABBJREFUeNpjYGBkYmD+\
    zwAAAh8B\
    BiOLkvQAAAAASUVORK5CYII=
    """
  /// With some numbers transparent, which changes none.
  private static let clearPalette = """
    iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAMAAACqqpYoAAAADFBMVEUAAACAAAAAgAAAAADiWodLAAAAA3RSTlMA/4\
    CE6rqMAAAAEElEQVR42mNgYGRiYGZkAAAAIwAI45lyHQAAAABJRU5ErkJggg==
    """
  private static let clearGrey = """
    iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAAAAAC4HznGAAAAAnRSTlMAAQGU/a4AAAAQSURBVHjaY2BgZGJg/s8AAA\
    IfAQYji5L0AAAAAElFTkSuQmCC
    """
  private static let colours = """
    iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mNgZGIGAAAOAAfpkjfUAAAAAElFTkSuQmCC
    """
  private static let grey16 = """
    iVBORw0KGgoAAAANSUhEUgAAAAEAAAABEAAAAABq7kcWAAAAC0lEQVR42mNgYAYAAAYABIvxmP0AAAAASUVORK5CYII=
    """

  private func bytes(_ base64: String) throws -> [UInt8] {
    Array(try #require(Data(base64Encoded: base64)))
  }

  @Test(arguments: [
    (palette8, [0, 1, 2, 3, 1, 0]), (palette4, [0, 1, 2, 3, 1, 0]), (grey2, [0, 1, 2, 3, 1, 0]),
    (grey8, [0, 1, 2, 3, 255, 0]), (linear, [0, 1, 2, 3, 255, 0]),
    (clearPalette, [0, 1, 2, 3, 1, 0]), (clearGrey, [0, 1, 2, 3, 255, 0]),
  ])
  func masksAreTheNumbersOfTheFile(mask: String, numbers: [Int16]) throws {
    let directory = try TemporaryDirectory()
    try directory.write(bytes(Self.grey8), to: "pictures/a.png")
    try directory.write(bytes(mask), to: "masks/a.png")
    let pictures = try ImageDataset.open("\(directory.path)/pictures")

    let maps = try #require(try LabelMaps(beside: pictures))

    #expect(maps.count == 1 && maps.kind == "PNG masks")
    #expect(
      try maps.map(at: 0, file: pictures.file(at: 0))
        == ClassMap(rows: 2, columns: 3, labels: numbers))
    #expect(try maps.map(at: 0, file: "/elsewhere/b.png") == nil)
  }

  /// Masks that are named otherwise than the pictures, all of them or some.
  @Test func masksOfNoPictureAreTold() throws {
    let directory = try TemporaryDirectory()
    for name in ["a", "b"] { try directory.write(bytes(Self.grey8), to: "pictures/\(name).png") }
    try directory.write(bytes(Self.grey8), to: "masks/a_mask.png")
    let pictures = try ImageDataset.open("\(directory.path)/pictures")
    let others = try LabelMaps("\(directory.path)/masks").remarks(on: pictures)
    #expect(others.count == 1 && others[0].contains("none of the 2 pictures"))
    #expect(others.first?.contains("'a_mask.png', pictures as 'a.png'") == true)

    try directory.write(bytes(Self.grey8), to: "masks/a.png")
    let some = try LabelMaps("\(directory.path)/masks").remarks(on: pictures)
    #expect(some.count == 1 && some[0].contains("1 of 2 pictures, as 'b.png'"))

    try directory.write(bytes(Self.grey8), to: "masks/b.png")
    #expect(try LabelMaps("\(directory.path)/masks").remarks(on: pictures) == [])
  }

  /// A mask whose name two pictures have is of none of them.
  @Test func sharedMasksAreNotScored() throws {
    let directory = try TemporaryDirectory()
    for name in ["a", "b"] { try directory.write(bytes(Self.grey8), to: "masks/\(name).png") }
    let pictures = ["/x/a.png", "/y/a.png", "/x/b.png"]
    let maps = try LabelMaps("\(directory.path)/masks").matched(toPictures: pictures)

    #expect(try maps.map(at: 0, file: pictures[0]) == nil)
    #expect(try maps.map(at: 1, file: pictures[1]) == nil)
    #expect(try maps.map(at: 2, file: pictures[2]) != nil)
    try directory.write(bytes(Self.grey8), to: "pictures/a.png")
    let remarks = maps.remarks(on: try ImageDataset.open("\(directory.path)/pictures"))
    #expect(remarks.count == 1 && remarks[0].contains("as 'a.png' with '/x/a.png'"))
  }

  /// Colours, or numbers that do not fit, are no classes; nor is a file of something else.
  @Test(arguments: [colours, grey16])
  func otherPicturesAreRefused(mask: String) throws {
    let directory = try TemporaryDirectory()
    try directory.write(bytes(mask), to: "masks/a.png")
    let maps = try LabelMaps("\(directory.path)/masks")

    let error = #expect(throws: DatasetError.self) { try maps.map(at: 0, file: "a.png") }

    #expect(error?.description.contains("save masks in grey") == true)
    #expect(throws: DatasetError.self) { try LabelMaps("\(directory.path)/masks/a.png") }
    #expect(throws: DatasetError.self) { try LabelMaps("\(directory.path)/nothing") }
  }

  /// An array as NumPy writes it.
  private func npy(_ descriptor: String, _ shape: [Int], _ content: [UInt8]) -> Data {
    let lengths = shape.map { "\($0), " }.joined()
    var header =
      "{'descr': '\(descriptor)', 'fortran_order': False, 'shape': (\(lengths)), }"
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    let length = [UInt8(header.utf8.count & 0xFF), UInt8(header.utf8.count >> 8)]
    return Data([0x93] + Array("NUMPY".utf8) + [1, 0] + length + Array(header.utf8) + content)
  }

  /// Images of one pixel row, and the classes of their places.
  private func archive(labels: Data) throws -> [UInt8] {
    let images = npy("|u1", [2, 1, 2, 3], (0..<12).map { UInt8($0) })
    return Array(try #require(NPZFile.encoded([("x", images), ("y", labels)])))
  }

  @Test func anArchiveHasThemBesideItsImages() throws {
    let directory = try TemporaryDirectory()
    let labels: [UInt8] = [0, 1, 2, 2, 1, 0, 1, 1, 1, 0, 255, 0]
    let path = try directory.write(
      archive(labels: npy("|u1", [2, 2, 3], labels)), to: "data.npz")

    let images = try ImageDataset.open(path)
    let maps = try #require(try LabelMaps(beside: images))

    #expect(images.count == 2 && !images.hasLabels && maps.count == 2)
    #expect(
      try maps.map(at: 1, file: nil)
        == ClassMap(rows: 2, columns: 3, labels: [1, 1, 1, 0, 255, 0]))
    #expect(try maps.map(at: 2, file: nil) == nil)
    #expect(try LabelMaps(path).count == 2)
  }

  /// Labels of images are none of places.
  @Test func oneNumberPerImageIsNoMap() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(
      archive(labels: npy("|u1", [2], [1, 0])), to: "data.npz")

    let images = try ImageDataset.open(path)

    #expect(images.label(at: 0) == 1)
    #expect(try LabelMaps(beside: images) == nil)
  }

  /// A folder without PNG, and a file without an array of whole numbers, are told with what they
  /// have.
  @Test func whatHasNoMapsSaysWhatItHas() throws {
    let directory = try TemporaryDirectory()
    try directory.write([0xFF, 0xD8, 0xFF], to: "masks/a.jpg")
    let folder = #expect(throws: DatasetError.self) { try LabelMaps("\(directory.path)/masks") }
    #expect(folder?.description.contains("has no PNG masks, but 'a.jpg'") == true)

    let path = try directory.write(
      archive(labels: npy("<f4", [2, 1, 1], Array(repeating: 0, count: 8))), to: "data.npz")
    let file = #expect(throws: DatasetError.self) { try LabelMaps(path) }
    #expect(file?.description.contains("'y' [2, 1, 1]") == true, "\(file as Any)")
  }

  /// The name tells, whatever else may be pictures.
  @Test func labelsAreTakenByTheirName() throws {
    let directory = try TemporaryDirectory()
    let (labels, other) = (
      npy("|u1", [1, 2, 2], [3, 2, 1, 0]), npy("<i2", [1, 2, 2], Array(repeating: 9, count: 8))
    )
    for arrays in [[("labels", labels), ("other", other)], [("a", other), ("labels", labels)]] {
      let path = try directory.write(Array(try #require(NPZFile.encoded(arrays))), to: "m.npz")
      #expect(try LabelMaps(path).map(at: 0, file: nil)?.labels == [3, 2, 1, 0])
    }
  }

  @Test func anArrayAloneIsReadToo() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(
      Array(npy("|u1", [2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7])), to: "masks.npy")
    let floats = try directory.write(
      Array(npy("<f4", [1, 1, 1], [0, 0, 0, 0])), to: "floats.npy")

    #expect(
      try LabelMaps(path).map(at: 1, file: nil)
        == ClassMap(rows: 2, columns: 2, labels: [4, 5, 6, 7]))
    #expect(throws: DatasetError.self) { try LabelMaps(floats) }
  }
}
