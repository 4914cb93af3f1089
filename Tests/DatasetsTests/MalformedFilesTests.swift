import Assets
import Datasets
import Foundation
import Testing

/// Whatever stands in a file, the outcome is images or one `DatasetError`.
@Suite struct MalformedFilesTests {
  /// Small intact files of every kind.
  static func intactFiles() throws -> [(name: String, bytes: [UInt8])] {
    let labels = try #require(Assets.url("data/t10k-labels-idx1-ubyte.gz"))
    return [
      ("idx", idx([3, 4, 5], Array(0..<60))),
      ("npy", npy([2, 3, 4, 5], Array(0..<120))),
      ("fortran", try decoded(References.fortranNPY)),
      ("stored npz", try decoded(References.storedNPZ)),
      ("packed npz", try decoded(References.packedNPZ)),
      ("png", try decoded(References.alphaPNG)),
      ("palette png", try decoded(References.palettePNG)),
      ("jpeg", try decoded(References.colorJPEG)),
      ("gzip", Array(try Data(contentsOf: labels))),
      ("cifar", cifarRecord(labels: [1], first: 0)),
    ]
  }

  /// All images, or the error, which must name the file and be of the kind "bad data" or "no
  /// input".
  private func outcome(_ path: String, _ context: String) -> [[Float]]? {
    var images: [[Float]]?
    let error = failure { () throws(DatasetError) in
      let dataset = try ImageDataset.open(path)
      var read: [[Float]] = []
      for index in 0..<min(dataset.count, 8) { read.append(try dataset.image(at: index).elements) }
      images = read
    }
    if let error {
      #expect(error.kind == .badData || error.kind == .noInput, "\(context): \(error)")
      #expect(error.description.contains(path), "\(context): \(error)")
    }
    return error == nil ? images : nil
  }

  @Test func filesCutAtAnyLengthGiveAnErrorOrTheSameImages() throws {
    let directory = try TemporaryDirectory()
    for (name, bytes) in try Self.intactFiles() {
      let whole = outcome(try directory.write(bytes, to: "whole"), name)
      #expect((whole != nil) == (name != "gzip"), "\(name) is intact, but labels are no images")
      for length in 0..<bytes.count {
        let path = try directory.write(Array(bytes[..<length]), to: "cut")
        let images = outcome(path, "\(name) cut at \(length)")
        #expect(images == nil || images == whole, "\(name) cut at \(length)")
      }
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func filesWithWrongBytesNeverCrash(seed: UInt64) throws {
    let directory = try TemporaryDirectory()
    var generator = SeededGenerator(seed: seed)
    for (name, bytes) in try Self.intactFiles() {
      for round in 0..<200 {
        var damaged = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          let position = Int.random(in: 0..<damaged.count, using: &generator)
          damaged[position] = UInt8.random(in: 0...255, using: &generator)
        }
        let path = try directory.write(damaged, to: "damaged")
        _ = outcome(path, "\(name), seed \(seed), round \(round)")
      }
    }
  }

  @Test(arguments: [4, 5] as [UInt64])
  func randomBytesAreOfAnUnknownFormat(seed: UInt64) throws {
    let directory = try TemporaryDirectory()
    var generator = SeededGenerator(seed: seed)
    for length in [1, 2, 3, 4, 8, 16, 100, 3073, 3074, 50_000] {
      let path = try directory.write([0xEE] + generator.bytes(length - 1), to: "random")

      #expect(
        failure { () throws(DatasetError) in try ImageDataset.open(path) }
          == .unknownFormat(
            path: path, looksLike: nil, formats: DatasetReaders.standard.fileFormats))
    }
  }

  /// Every magic number that is recognised, before random bytes.
  @Test func rightBeginningsBeforeRandomBytesGiveAnError() throws {
    let directory = try TemporaryDirectory()
    var generator = SeededGenerator(seed: 6)
    for (name, bytes) in try Self.intactFiles() where name != "cifar" {
      for start in [2, 3, 4, 8, 12, 16, 24] {
        let path = try directory.write(bytes.prefix(start) + generator.bytes(400), to: "x")
        #expect(outcome(path, "\(name), \(start) right bytes") == nil)
      }
    }
  }

  @Test func hugeFilesAreJudgedWithoutBeingRead() throws {
    let directory = try TemporaryDirectory()
    let size = 200_000_000_001
    let zeros = try directory.writeSparse([], size: size, to: "zeros")
    let picture = try directory.writeSparse(decoded(References.greyPNG), size: size, to: "picture")

    #expect(
      failure { () throws(DatasetError) in try ImageDataset.open(zeros) }
        == .unknownFormat(path: zeros, looksLike: nil, formats: DatasetReaders.standard.fileFormats)
    )
    #expect(
      failure { () throws(DatasetError) in try ImageDataset.open(picture) }
        == .tooLarge(path: picture, bytes: size, limit: 1 << 28))
  }

  @Test func whatIsNotAFileOrDirectoryWithImagesIsNoInput() throws {
    let directory = try TemporaryDirectory()
    let pipe = directory.path + "/pipe"
    try #require(mkfifo(pipe, 0o600) == 0)

    let open = { (path: String) in
      failure { () throws(DatasetError) in try ImageDataset.open(path) }
    }

    let absent = directory.path + "/absent"
    #expect(open(absent) == .absent(path: absent))
    #expect(open(directory.path) == .noImages(path: directory.path))
    #expect(open(pipe)?.kind == .noInput)
    #expect(open("/dev/zero")?.kind == .noInput)
    #expect(open("") != nil)
  }

  @Test(arguments: [
    ("GIF89a", "a GIF picture"), ("BZh91AY", "a bzip2 archive (unpack it)"),
    ("\u{7F}ELF", "a program"),
  ])
  func knownForeignFormatsAreNamed(start: String, name: String) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(Array(start.utf8), to: "x.png")

    #expect(
      failure { () throws(DatasetError) in try ImageDataset.open(path) }
        == .unknownFormat(path: path, looksLike: name, formats: DatasetReaders.standard.fileFormats)
    )
  }

  @Test func zipArchivesWithoutArraysAreRefused() throws {
    let directory = try TemporaryDirectory()
    // The empty archive: an end record alone.
    let path = try directory.write(
      [0x50, 0x4B, 5, 6] + Array(repeating: 0, count: 18), to: "a.npz")

    #expect(failure { () throws(DatasetError) in try ImageDataset.open(path) }?.kind == .badData)
  }
}
