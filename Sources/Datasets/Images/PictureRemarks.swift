/// What a picture says of itself that its pixels do not show: how it is to be turned, and that it
/// is deeper than what is read of it.
struct PictureRemarks: Equatable {
  /// How many bytes of a file are looked at: EXIF data stand in front of JPEG's pixels and take 64
  /// KiB at most, behind a preview perhaps.
  static let lengthRead = 1 << 18

  /// How many pictures of a folder are looked at.
  static let mostPictures = 256

  /// EXIF's number of the turn or reflection that is asked for, from 2 to 8; `nil` of a picture
  /// that is upright, or says nothing.
  private(set) var orientation: Int?

  /// Whether it has 16 bits per channel.
  private(set) var isDeep = false

  /// - Parameter start: The file, or how it begins.
  init(_ start: [UInt8]) {
    switch PictureFormat(start) {
    case .png:
      var position = 8
      while let chunk = PNGChunk(at: position, of: start) {
        if chunk.name.elementsEqual("eXIf".utf8) { orientation = Self.orientation(chunk.content) }
        if chunk.name.elementsEqual("IHDR".utf8) { isDeep = chunk.content.dropFirst(8).first == 16 }
        position = chunk.place.upperBound
      }
    case .jpeg: orientation = Self.exif(ofJPEG: start).flatMap(Self.orientation)
    case nil: break
    }
  }

  /// The EXIF data of a JPEG file: TIFF behind six bytes in its segment `APP1`.
  private static func exif(ofJPEG bytes: [UInt8]) -> ArraySlice<UInt8>? {
    var position = 2
    while position + 4 <= bytes.count, bytes[position] == 0xFF {
      let (marker, length) = (bytes[position + 1], bytes[...].number(2, at: position + 2) ?? 0)
      // Pixels follow, or what is no segment.
      guard marker != 0xDA, length >= 2 else { return nil }
      let content = bytes[position + 4..<max(min(position + 2 + length, bytes.count), position + 4)]
      if marker == 0xE1, content.starts(with: Array("Exif\0\0".utf8)) {
        return content.dropFirst(6)
      }
      position += 2 + length
    }
    return nil
  }

  /// The tag 0x0112 of the first directory of a TIFF file.
  private static func orientation(_ tiff: ArraySlice<UInt8>) -> Int? {
    let isLittle = tiff.starts(with: Array("II".utf8))
    func number(_ bytes: Int, at place: Int) -> Int? {
      tiff.number(bytes, at: place, isLittle: isLittle)
    }
    guard number(2, at: 2) == 42, let directory = number(4, at: 4),
      let count = number(2, at: directory)
    else { return nil }
    for entry in 0..<count {
      let place = directory + 2 + 12 * entry
      guard let tag = number(2, at: place) else { return nil }
      guard tag == 0x0112 else { continue }
      return number(2, at: place + 8).flatMap { (2...8).contains($0) ? $0 : nil }
    }
    return nil
  }

  /// What is to be said of a picture.
  var notes: [String] {
    [
      orientation.map { "the picture asks to be turned (EXIF orientation \($0))\(Self.turns)" },
      isDeep ? "the picture has 16 bits per channel\(Self.depths)" : nil,
    ].compactMap(\.self)
  }

  /// What is to be said of the pictures of a folder, of which the first ones are looked at.
  ///
  /// - Parameter name: What is shown of a path.
  static func notes(of files: [String], name: (String) -> String) -> [String] {
    var (turned, deep) = ([String](), [String]())
    let looked = files.prefix(mostPictures)
    for file in looked {
      guard let start = try? ByteSource(opened(file)).prefix(lengthRead) else { continue }
      let remarks = PictureRemarks(start)
      if remarks.orientation != nil { turned.append(file) }
      if remarks.isDeep { deep.append(file) }
    }
    let of = looked.count == files.count ? "\(files.count)" : "the first \(looked.count)"
    return [
      turned.first.map {
        "\(turned.count) of \(of) pictures (as '\(name($0))') ask to be turned (EXIF orientation)"
          + turns
      },
      deep.first.map {
        "\(deep.count) of \(of) pictures (as '\(name($0))') have 16 bits per channel" + depths
      },
    ].compactMap(\.self)
  }

  private static let turns =
    ", which is not done, as in the training of most networks; save it upright where it was"
  private static let depths =
    ", which become 8 (65535 is 255): what has no values above 255 turns black, and is better kept "
    + "as an npy array"
}

extension ArraySlice<UInt8> {
  /// A whole number of some bytes at a distance from the start; `nil` where the bytes end.
  fileprivate func number(_ bytes: Int, at place: Int, isLittle: Bool = false) -> Int? {
    guard place >= 0, place <= count - bytes else { return nil }
    let digits = self[startIndex + place..<startIndex + place + bytes]
    return isLittle
      ? digits.reversed().reduce(0) { $0 << 8 | Int($1) } : digits.reduce(0) { $0 << 8 | Int($1) }
  }
}
