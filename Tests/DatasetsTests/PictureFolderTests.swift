import Datasets
import Foundation
import Networks
import Testing

@Suite struct PictureFolderTests {
  @Test func picturesAreSortedByNameAndOtherFilesLeftOut() throws {
    let directory = try TemporaryDirectory()
    let png = try decoded(References.greyPNG)
    for name in ["b.png", "a10.PNG", "a9.png", "no-suffix", "Z.jpg"] {
      try directory.write(png, to: name)
    }
    try directory.write(Array("hello".utf8), to: "README.md")
    try directory.write(png, to: ".hidden.png")

    let images = try ImageDataset.open(directory.path)

    let names = (0..<images.count).map {
      images.file(at: $0).map { URL(filePath: $0).lastPathComponent }
    }
    #expect(names == ["Z.jpg", "a10.PNG", "a9.png", "b.png", "no-suffix"])
    #expect(images.kind == .pictureFolder && images.label(at: 0) == nil && images.shape == nil)
    #expect(try images.image(at: 0).shape == [1, 5, 7])
  }

  @Test func subdirectoriesGiveLabelsInTheOrderOfTheirNames() throws {
    let directory = try TemporaryDirectory()
    let png = try decoded(References.colorPNG)
    for name in ["dog/2.png", "dog/1.png", "cat/x.png", "cat/deeper/a.png"] {
      try directory.write(png, to: name)
    }
    try directory.write(Array("no picture".utf8), to: "ant/note.txt")

    let images = try ImageDataset.open(directory.path)

    #expect(images.classNames == ["ant", "cat", "dog"])
    #expect((0..<images.count).map { images.label(at: $0) } == [1, 1, 2, 2])
    let prefix = directory.path + "/"
    #expect(
      (0..<images.count).map { images.file(at: $0)?.replacing(prefix, with: "") }
        == ["cat/x.png", "cat/deeper/a.png", "dog/1.png", "dog/2.png"])
  }

  @Test func aDamagedPictureIsReportedWhenItIsAskedFor() throws {
    let directory = try TemporaryDirectory()
    try directory.write(try decoded(References.greyPNG), to: "a.png")
    let bad = try directory.write([], to: "b.png")

    let images = try ImageDataset.open(directory.path)

    #expect(try images.image(at: 0).count == 35)
    #expect(
      failure { () throws(DatasetError) in try images.image(at: 1) }
        == .damaged(path: bad, problem: "is empty"))
  }

  /// Passed over, it would be missing without a word.
  @Test func aNameThatIsNoTextIsSaid() throws {
    let directory = try TemporaryDirectory()
    try directory.write(try decoded(References.greyPNG), to: "a.png")
    var name = Array("\(directory.path)/b".utf8CString.dropLast())
    name += [CChar(bitPattern: 0xFF), 0]
    let descriptor = open(name, O_CREAT | O_WRONLY, 0o600)
    try #require(descriptor >= 0)
    close(descriptor)
    defer { unlink(name) }

    let error = #expect(throws: DatasetError.self) { try ImageDataset.open(directory.path) }
    #expect(error?.description.contains("'b\u{FFFD}', which is not UTF-8: rename") == true)
  }

  /// Followed, they would count pictures twice, and those of other classes as their own.
  @Test(arguments: ["a", ".", "..", "/", "b"])
  func linksToWhatIsReadAreRefused(target: String) throws {
    let directory = try TemporaryDirectory()
    for name in ["a/1.png", "b/2.png"] {
      try directory.write(try decoded(References.greyPNG), to: name)
    }
    let path = target == "/" ? target : "\(directory.path)/\(target)"
    try FileManager.default.createSymbolicLink(
      atPath: directory.path + "/a/link", withDestinationPath: path)

    let error = #expect(throws: DatasetError.self) { try ImageDataset.open(directory.path) }
    #expect(error?.description.contains("link to a folder that is read already") == true)
  }

  @Test func linksToOtherFoldersAreFollowed() throws {
    let (directory, other) = (try TemporaryDirectory(), try TemporaryDirectory())
    try directory.write(try decoded(References.greyPNG), to: "a/1.png")
    try other.write(try decoded(References.greyPNG), to: "2.png")
    try FileManager.default.createSymbolicLink(
      atPath: directory.path + "/b", withDestinationPath: other.path)

    let images = try ImageDataset.open(directory.path)

    #expect(images.count == 2 && images.classNames == ["a", "b"] && images.label(at: 1) == 1)
  }

  @Test func whatIsLeftOutIsCounted() throws {
    let directory = try TemporaryDirectory()
    for name in ["a.png", "cat/1.png", "dog/2.png"] {
      try directory.write(try decoded(References.greyPNG), to: name)
    }
    for name in ["b.heic", "c.webp", "README.md"] { try directory.write([1, 2], to: name) }

    let images = try ImageDataset.open(directory.path)

    #expect(images.count == 1 && images.notes.count == 2)
    #expect(images.notes[0].hasPrefix("left out beside the pictures: folders (2, as 'cat')"))
    #expect(images.notes[1].hasPrefix("left out: pictures that are neither PNG nor JPEG (2, as"))
  }

  /// A link by the name of a picture that leads nowhere is a picture that is missing.
  @Test func picturesThatLinksPromiseAreMissed() throws {
    let directory = try TemporaryDirectory()
    try directory.write(try decoded(References.greyPNG), to: "a.png")
    let link = directory.path + "/b.png"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "nothing")

    #expect(
      failure { () throws(DatasetError) in try ImageDataset.open(directory.path) }
        == .absent(path: link))
  }

  @Test func aRealFolderIsRead() throws {
    guard let folder = shared("data/images") else { return }

    let images = try ImageDataset.open(folder)

    #expect(images.count == 12 && images.name == "images")
    for index in 0..<images.count {
      let input = try images.input(
        at: index, for: MapShape(channels: 3, height: 32, width: 32), preprocessing: .none)
      #expect(input.shape == [3, 32, 32])
      #expect(input.elements.allSatisfy { (0...255.001).contains($0) })
    }
  }
}
