import Datasets
import Foundation
import Testing

/// What a picture says of itself and is not done is said, and a picture without an end is none.
@Suite struct PictureRemarksTests {
  /// TIFF with one entry in its directory: the orientation.
  private static func tiff(_ orientation: UInt8, isLittle: Bool) -> [UInt8] {
    isLittle
      ? Array("II".utf8) + [
        42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0,
      ]
        + [0, 0, 0, 0]
      : Array("MM".utf8) + [
        0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0,
      ]
        + [0, 0, 0, 0]
  }

  private static func jpeg(_ exif: [UInt8]) throws -> [UInt8] {
    let content = Array("Exif\0\0".utf8) + exif
    let intact = try decoded(References.colorJPEG)
    return intact.prefix(2) + [0xFF, 0xE1, 0, UInt8(content.count + 2)] + content
      + intact.dropFirst(2)
  }

  private func notes(_ bytes: [UInt8], name: String = "a") throws -> [String] {
    let directory = try TemporaryDirectory()
    try directory.write(bytes, to: name)
    let single = try ImageDataset.open(directory.path + "/" + name).notes
    let folder = try ImageDataset.open(directory.path).notes
    #expect(single.count == folder.count, "\(single) \(folder)")
    #expect(folder.allSatisfy { $0.hasPrefix("1 of 1 pictures (as 'a") })
    return single
  }

  @Test(arguments: [2, 3, 6, 8] as [UInt8], [false, true])
  func aTurnThatIsNotDoneIsSaid(orientation: UInt8, isLittle: Bool) throws {
    let bytes = try Self.jpeg(Self.tiff(orientation, isLittle: isLittle))
    let said = try notes(bytes, name: "a.jpg")
    #expect(said.count == 1 && said[0].contains("(EXIF orientation \(orientation))"))
    // Whatever it says, its pixels are as they lie.
    #expect(
      try decodeJPEG(bytes, path: "a") == decodeJPEG(decoded(References.colorJPEG), path: "a"))
  }

  @Test(arguments: [0, 1, 9, 255] as [UInt8])
  func anUprightPictureNeedsNoNote(orientation: UInt8) throws {
    #expect(try notes(Self.jpeg(Self.tiff(orientation, isLittle: true)), name: "a.jpg").isEmpty)
    #expect(try notes(decoded(References.colorPNG), name: "a.png").isEmpty)
  }

  /// Cut anywhere, and with any length: nothing is said, and nothing ends.
  @Test func damagedExifEndsNothing() throws {
    let whole = Self.tiff(6, isLittle: false)
    for length in 0..<whole.count {
      _ = try notes(Self.jpeg(Array(whole.prefix(length))), name: "a.jpg")
    }
    for place in whole.indices {
      var changed = whole
      changed[place] = 0xFF
      _ = try notes(Self.jpeg(changed), name: "a.jpg")
    }
  }

  @Test func sixteenBitsThatBecomeEightAreSaid() throws {
    let said = try notes(decoded(References.deepPNG), name: "a.png")
    #expect(said.count == 1 && said[0].contains("16 bits per channel"))
  }

  /// As a JPEG picture that is cut, though all its pixels are there.
  @Test func aPNGWithoutItsEndIsRefused() throws {
    for file in [References.greyPNG, References.palettePNG, References.deepPNG] {
      let whole = try decoded(file)
      for cut in 1...12 {
        let error = failure { () throws(DatasetError) in
          try decodePNG(Array(whole.dropLast(cut)), path: "a")
        }
        #expect(error?.kind == .badData, "\(file.name) without \(cut) bytes")
      }
      #expect(try decodePNG(whole + [1, 2, 3], path: "a") == decodePNG(whole, path: "a"))
    }
  }
}
