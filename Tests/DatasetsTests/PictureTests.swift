import Datasets
import Foundation
import Networks
import Testing

@Suite struct PictureTests {
  /// Every kind of PNG that Pillow writes, against the pixels that Pillow reads.
  @Test(arguments: [
    (References.greyPNG, 1), (References.colorPNG, 3), (References.greyAlphaPNG, 1),
    (References.alphaPNG, 3), (References.palettePNG, 3), (References.bitPNG, 1),
    (References.deepPNG, 1), (References.gammaPNG, 1),
  ])
  func pngPixelsEqualPillows(file: ReferenceFile, channels: Int) throws {
    let picture = try decodePNG(decoded(file), path: file.name)

    #expect(picture == Picture(width: 7, height: 5, channels: channels, bytes: file.pixels))
  }

  /// Both use libjpeg-turbo, perhaps in versions that round differently.
  @Test(arguments: [(References.colorJPEG, 3), (References.greyJPEG, 1)])
  func jpegPixelsEqualPillows(file: ReferenceFile, channels: Int) throws {
    let picture = try decodeJPEG(decoded(file), path: file.name)

    #expect(picture.width == 24 && picture.height == 16 && picture.channels == channels)
    #expect(picture.bytes.count == file.pixels.count)
    #expect(zip(picture.bytes, file.pixels).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
  }

  /// Several pictures of ImageNet are like this, and every reader takes them.
  @Test func strayBytesBetweenTheSegmentsOfAJPEGAreHarmless() throws {
    let intact = try decoded(References.colorJPEG)
    let scan = try #require(intact.indices.first { intact[$0] == 0xFF && intact[$0 + 1] == 0xDA })
    let stray = intact[..<scan] + [0x12, 0x34, 0x56] + intact[scan...]

    #expect(try decodeJPEG(Array(stray), path: "a") == decodeJPEG(intact, path: "a"))
  }

  /// Every scan of a progressive picture goes over all pixels.
  @Test(.timeLimit(.minutes(1)))
  func thousandsOfScansAreRefused() throws {
    let intact = try decoded(References.colorJPEG)
    let place = try #require(intact.indices.first { intact[$0] == 0xFF && intact[$0 + 1] == 0xC0 })
    var start = Array(intact[..<place]) + [0xFF, 0xC2] + intact[(place + 2)...]
    let scan = try #require(start.indices.first { start[$0] == 0xFF && start[$0 + 1] == 0xDA })
    start.removeSubrange(scan...)
    // The highest bits of the means of the first channel, which a block of zeros has.
    let empty: [UInt8] = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 1]
    let bytes = start + (0..<3_000).flatMap { _ in empty } + [0xFF, 0xD9]

    let error = failure { () throws(DatasetError) in try decodeJPEG(bytes, path: "a") }

    #expect(error?.kind == .badData && error?.description.contains("scans") == true)
  }

  /// The numbers of a picture are those of its bytes, whether all at once or row by row.
  @Test func picturesAreResizedAsTheirNumbers() throws {
    for channels in [1, 3] {
      let bytes = (0..<9 * 7 * channels).map { UInt8($0 * 37 % 256) }
      let picture = Picture(width: 9, height: 7, channels: channels, bytes: bytes)
      for wanted in [1, 3] {
        for (height, width) in [(7, 9), (4, 4), (11, 3), (20, 30)] {
          let shape = MapShape(channels: wanted, height: height, width: width)
          for fit in InputFit.allCases {
            let direct = try #require(Resizing.fit(picture, to: shape, by: fit))
            let whole = try #require(Resizing.fit(picture.tensor, to: shape, by: fit))
            #expect(direct == whole)
          }
        }
      }
    }
  }

  @Test func channelsOfATensorFollowEachOther() {
    let picture = Picture(width: 2, height: 1, channels: 3, bytes: [1, 2, 3, 4, 5, 6])

    #expect(picture.tensor.shape == [3, 1, 2])
    #expect(picture.tensor.elements == [1, 4, 2, 5, 3, 6])
  }

  @Test func picturesForPrintingAreRefused() throws {
    let error = failure { () throws(DatasetError) in
      try decodeJPEG((try? decoded(References.inkJPEG)) ?? [], path: "ink.jpg")
    }

    #expect(error?.description.hasSuffix("(CMYK); save it as RGB") == true)
  }

  @Test func picturesOfAbsurdSizeAreRefusedBeforeMemoryIsTaken() throws {
    let png = try decoded(References.hugePNG)
    var jpeg = try decoded(References.colorJPEG)
    let frame = try #require(jpeg.indices.first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
    jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0x00, 0xFF, 0x00])

    #expect(failure { () throws(DatasetError) in try decodePNG(png, path: "a") }?.kind == .badData)
    #expect(
      failure { () throws(DatasetError) in try decodeJPEG(jpeg, path: "a") }
        == .tooLarge(path: "a", bytes: 65_280 * 65_280 * 3, limit: 3 << 26))
  }

  /// Height, width and the sums of the channels, from Pillow 13.0.0.
  @Test(arguments: [
    ("cifar-airplane.jpg", 32, 32, [155_918, 154_094, 165_629]),
    ("cifar-cat.jpg", 32, 32, [112_717, 113_046, 107_139]),
    ("imagenet-n01484850_great_white_shark.JPEG", 333, 500, [21_070_791, 22_028_337, 23_081_909]),
    ("imagenet-n02002556_white_stork.JPEG", 800, 533, [45_416_587, 47_222_230, 27_322_699]),
    ("imagenet-n04501370_turnstile.JPEG", 450, 600, [60_848_954, 65_124_035, 66_474_037]),
  ])
  func realPicturesEqualPillows(name: String, height: Int, width: Int, sums: [Int]) throws {
    guard let path = shared("data/images/\(name)") else { return }

    let images = try ImageDataset.open(path)
    let elements = try images.image(at: 0).elements

    #expect(images.kind == .jpeg && images.count == 1 && images.name == name)
    #expect(images.shape == MapShape(channels: 3, height: height, width: width))
    let pixels = height * width
    for channel in 0..<3 {
      let sum = elements[channel * pixels..<(channel + 1) * pixels].reduce(0) { $0 + Int($1) }
      // One step of rounding in one pixel of a thousand.
      #expect(abs(sum - sums[channel]) <= pixels / 1000, "channel \(channel): \(sum)")
    }
  }
}
