import Datasets
import Foundation
import Tensors
import Testing

/// Images that are absent, damaged, or of no use to the network.
@Suite struct DataRefusalTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test(arguments: Command.withImages)
  func missingImagesAreNoInput(command: Command) throws {
    let path = scratch.path("absent.npy")
    try expectRefusal(command.arguments(images: path), 66, path, "check the name")
  }

  @Test(arguments: Command.withImages)
  func aFolderWithoutImagesIsNoInput(command: Command) throws {
    let path = try scratch.directory("nothing")
    try expectRefusal(command.arguments(images: path), 66, path, "no images", "PNG or JPEG")
  }

  @Test(arguments: Command.withImages)
  func truncatedImagesAreRefused(command: Command) throws {
    let packed = try Data(
      contentsOf: URL(filePath: Program.images + "/t10k-images-idx3-ubyte.gz"))
    let short = try scratch.file("short.idx", DataFiles.idx([4, 28, 28]).dropLast())
    let archive = try scratch.file("short.gz", packed.prefix(30_000))

    try expectRefusal(command.arguments(images: short), 65, short, "4x28x28", "again")
    try expectRefusal(command.arguments(images: archive), 65, archive, "truncated", "again")
  }

  @Test(arguments: Command.withImages)
  func randomBytesAreNoImages(command: Command) throws {
    let bytes = (0..<9_999).map { _ in UInt8.random(in: 128...255) }
    let path = try scratch.file("random.bin", Data(bytes))
    try expectRefusal(command.arguments(images: path), 65, path, "unknown format", "use IDX")
  }

  @Test(arguments: Command.withImages)
  func anEmptyFileHoldsNoImages(command: Command) throws {
    let path = try scratch.file("empty.npy", "")
    try expectRefusal(command.arguments(images: path), 65, path, "is empty")
  }

  @Test(arguments: Command.withImages)
  func hugeFilesAreRefusedWithoutReadingThem(command: Command) throws {
    let path = try scratch.sparseFile("huge.bin", gigabytes: 5)
    try expectRefusal(command.arguments(images: path), 65, path, "unknown format")
  }

  @Test(arguments: Command.withImages)
  func aHeaderThatPromisesTooMuchIsRefused(command: Command) throws {
    let header = Data([0, 0, 8, 3, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 28, 0, 0, 0, 28])
    let path = try scratch.file("promise.idx", header + Data(count: 100))
    try expectRefusal(command.arguments(images: path), 65, path, "2147483647x28x28")
  }

  @Test(arguments: Command.withImages)
  func preprocessedImagesOfAnotherShapeAreRefused(command: Command) throws {
    let path = scratch.path("wrong.npy")
    try NPYFile.encoded(Tensor(zeros: [4, 3, 32, 32])).write(to: URL(filePath: path))
    try expectRefusal(command.arguments(images: path), 65, "wrong.npy", "3x32x32", "1x28x28")
  }

  @Test(arguments: Command.withImages)
  func imagesForCalibrationOfAnotherShapeAreRefused(command: Command) throws {
    let path = scratch.path("wrong.npy")
    try NPYFile.encoded(Tensor(zeros: [4, 3, 32, 32])).write(to: URL(filePath: path))
    try expectRefusal(
      command.arguments(["--calibration", path]), 65, "wrong.npy", "3x32x32", "1x28x28")
  }

  @Test(arguments: Command.withImages, [Float.nan, .infinity, 3e38, -1e20])
  func imagesThatCannotBeComputedWithAreRefused(command: Command, value: Float) throws {
    let path = scratch.path("odd.npy")
    var images = Tensor(zeros: [2, 1, 28, 28])
    images.elements[5] = value
    try NPYFile.encoded(images).write(to: URL(filePath: path))

    try expectRefusal(
      command.arguments(images: path, ["--calibration", Program.images]), 65, "odd.npy",
      "image 0 holds NaN or infinity, or numbers beyond", "save finite numbers")
  }

  @Test(arguments: Command.withImages)
  func labelsOfAnotherCountAreRefused(command: Command) throws {
    let folder = try scratch.directory("mnist")
    _ = try scratch.file("mnist/t10k-images-idx3-ubyte", DataFiles.idx([4, 28, 28]))
    _ = try scratch.file("mnist/t10k-labels-idx1-ubyte", DataFiles.idx([5]))
    try expectRefusal(command.arguments(images: folder), 65, folder, "5 labels for 4 images")
  }

  @Test(arguments: [Command.run, .watch])
  func anImageBeyondTheLastIsRefused(command: Command) throws {
    try expectRefusal(command.arguments(["--index", "200"]), 64, "no image 200", "0 to 199")
    try expectRefusal(["demo", "--index", "200"], 64, "no image 200", "0 to 199")
  }

  @Test(arguments: [Command.run, .watch])
  func aNegativeImageIsRefused(command: Command) throws {
    try expectRefusal(command.arguments(["--index=-1"]), 64, "'--index' is -1")
    try expectRefusal(["demo", "--index=-1"], 64, "'--index' is -1", "spiketop demo --help")
  }
}

extension Command {
  func arguments(_ more: [String]) -> [String] {
    arguments(Program.model, images: Program.images, more)
  }

  func arguments(images: String, _ more: [String] = []) -> [String] {
    arguments(Program.model, images: images, more)
  }
}
