extension HostileReader {
  static let png = HostileReader(
    name: "PNG", fileName: "picture.png", commands: .pictures, registered: ["PNG"],
    honest: { _ in HostileFile("honest", PNGFile().bytes) },
    files: { _ in
      pictures() + chunks() + strangers()
        + cuts(PNGFile().bytes, at: [8, 12, 16, 20, 24, 29, 32, 33, 37, 41, 45, 50, 60])
        + cuts(PNGFile().bytes, at: [1, 4, 12].map { PNGFile().bytes.count - $0 })
        + changes(PNGFile().bytes, count: 30, seed: 23)
    })

  private static func picture(
    _ name: String, _ right: Right = .refused, _ change: (inout PNGFile) -> Void
  ) -> HostileFile {
    HostileFile(name, PNGFile().with(change).bytes, right)
  }

  /// Headers that lie.
  private static func pictures() -> [HostileFile] {
    let sides: [(String, UInt32, UInt32)] = [
      ("no", 0, 8), ("no rows of", 8, 0), ("2^31", 1 << 31, 8), ("2^32", .max, .max),
      ("30,000", 30_000, 30_000), ("60,000", 60_000, 60_000), ("a million rows of", 8, 1 << 20),
      ("a million", 1 << 20, 8), ("16", 16, 16),
    ]
    return sides.map { name, width, height in
      picture("\(name) pixels") { ($0.width, $0.height) = (width, height) }
    } + [
      picture("depth 3") { $0.depth = 3 }, picture("depth 255") { $0.depth = 255 },
      picture("kind 7") { $0.kind = 7 }, picture("colours without room") { $0.kind = 2 },
      picture("a palette that is missing") { $0.kind = 3 },
      picture("interlacing 9") { $0.interlacing = 9 },
      picture("an unknown filter") { $0.rows[9] = 200 },
      picture("rows that are missing") { $0.rows = Array($0.rows.prefix(20)) },
      picture("more rows") {
        $0.rows += Array(repeating: 0, count: 999)
      },
      picture("a bomb of rows") {
        ($0.width, $0.height) = (16_000, 16_000)
        $0.rows = [UInt8](repeating: 0, count: 64 << 20)
      },
      picture("a byte more") { $0.rows.append(0) },
      picture("64 MB behind a small picture") {
        $0.rows += [UInt8](repeating: 0, count: 64 << 20)
      },
      HostileFile(
        "a gigabyte behind a small picture",
        PNGFile.magic + PNGFile().header
          + PNGFile.chunk("IDAT", PackedZeros(behind: PNGFile().rows, mebibytes: 1024).framed)
          + PNGFile.chunk("IEND", [])),
      HostileFile(
        "more in a part of its own",
        PNGFile.magic + PNGFile().header + PNGFile.chunk("IDAT", PNGFile.packed(PNGFile().rows))
          + PNGFile.chunk("IDAT", [1, 2, 3]) + PNGFile.chunk("IEND", [])),
    ]
  }

  /// Parts that lie.
  private static func chunks() -> [HostileFile] {
    func chunk(_ name: String, _ right: Right, _ chunks: [[UInt8]]) -> HostileFile {
      picture(name, right) { $0.chunks = chunks }
    }
    let text = Array("Comment\0".utf8)
    let packedText = text + [0] + PNGFile.packed([UInt8](repeating: 65, count: 32 << 20))
    let profile =
      Array("profile\0".utf8) + [0] + PNGFile.packed([UInt8](repeating: 0, count: 32 << 20))
    let passed = Right.either(because: "words about a picture are none of its pixels")
    return [
      chunk("a bomb of text", passed, [PNGFile.chunk("zTXt", packedText)]),
      chunk("a bomb of a profile", passed, [PNGFile.chunk("iCCP", profile)]),
      chunk("10,000 texts", passed, Array(repeating: PNGFile.chunk("tEXt", text), count: 10_000)),
      chunk("an unknown part", .accepted, [PNGFile.chunk("heLo", text)]),
      chunk("an unknown critical part", .refused, [PNGFile.chunk("HELO", text)]),
      chunk("a second header", .refused, [PNGFile().header]),
      chunk("a part of 2^31", .refused, [PNGFile.chunk("tEXt", text, length: 1 << 31)]),
      chunk("a part beyond the end", .refused, [PNGFile.chunk("tEXt", text, length: 1 << 20)]),
      chunk("a palette of no colours", passed, [PNGFile.chunk("PLTE", [])]),
      chunk("a palette of a part of a colour", passed, [PNGFile.chunk("PLTE", [1, 2])]),
      HostileFile("only a header", PNGFile.magic + PNGFile().header),
      HostileFile("no header", PNGFile.magic + PNGFile.chunk("IEND", [])),
      HostileFile(
        "rows that are no deflate",
        PNGFile.magic + PNGFile().header + PNGFile.chunk("IDAT", [1, 2, 3])
          + PNGFile.chunk("IEND", [])),
    ]
  }

  static let jpeg = HostileReader(
    name: "JPEG", fileName: "picture.jpg", commands: .pictures, registered: ["JPEG"],
    honest: { _ in HostileFile("honest", jpegPicture) },
    files: { _ in
      let size = jpegPicture.firstIndex(of: 0xC0).map { $0 + 4 } ?? 0
      func sides(_ name: String, _ height: UInt16, _ width: UInt16) -> HostileFile {
        HostileFile(
          "\(name) pixels",
          jpegPicture.with([UInt8](big: height) + [UInt8](big: width), at: size))
      }
      let comments = (0..<2000).flatMap { _ in [0xFF, 0xFE, 0, 4, 1, 1] as [UInt8] }
      return [
        sides("no", 0, 24), sides("no columns of", 16, 0), sides("65,535", 65_535, 65_535),
        sides("65,535 rows of", 65_535, 24), sides("40,000", 40_000, 40_000),
        HostileFile("five components", jpegPicture.with([5], at: size + 4)),
        HostileFile("no components", jpegPicture.with([0], at: size + 4)),
        HostileFile("12 bits", jpegPicture.with([12], at: size - 1)),
        HostileFile("an unknown way of coding", jpegPicture.with([0xCF], at: size - 4)),
        HostileFile(
          "2000 comments",
          Array(jpegPicture.prefix(2)) + comments + Array(jpegPicture.dropFirst(2)), .accepted),
        HostileFile(
          "a comment beyond the end",
          Array(jpegPicture.prefix(2)) + [0xFF, 0xFE, 0xFF, 0xFF] + jpegPicture.dropFirst(2)),
        HostileFile("only a beginning", [0xFF, 0xD8, 0xFF, 0xD9]),
        HostileFile(
          "no tables", Array(jpegPicture.prefix(2)) + Array(jpegPicture[(size - 5)...]),
          .either(because: "there are tables that decoders know")),
      ] + strangers() + cuts(jpegPicture, at: [3, 4, 10, 20, 60, 87, 95, 100, 130])
        + changes(jpegPicture, count: 40, seed: 24)
    })

  /// The path is that of a picture in the folder, of which there are others.
  static let pictureFolder = HostileReader(
    name: "folder of pictures", fileName: "pictures", commands: .pictures,
    registered: ["PNG/JPEG folder"],
    honest: { _ in HostileFile("honest", .folder(["a.png": picture, "b.png": picture]), .accepted)
    },
    files: { _ in
      func folder(_ name: String, _ entries: [String: Content], _ right: Right = .refused)
        -> HostileFile
      {
        HostileFile(name, .folder(entries), right)
      }
      var deep = Content.folder(["a.png": picture])
      for _ in 0..<100 { deep = .folder(["in": deep]) }
      return [
        folder("a pipe", ["a.png": .pipe]), folder("a socket", ["a.png": .socket]),
        folder("a link to nothing", ["a.png": .link("nothing.png")]),
        folder("a link to itself", ["a.png": .link("a.png")]),
        folder("a folder by the name of a picture", ["a.png": .folder([:])]),
        folder("an empty picture", ["a.png": .bytes([])]),
        folder("text by the name of a picture", ["a.png": .bytes(Array("hello".utf8))]),
        folder("a link to the folder", ["in": .link(".")]),
        folder("folders in folders", ["in": deep]),
        folder(
          "pictures and a pipe of another name", ["a.png": picture, "pipe": .pipe], .accepted),
        folder("names with escapes", ["\u{1B}[2J\n.png": picture], .accepted),
        folder(
          "a broken picture with a name of escapes", ["\u{1B}[2J\n.png": .bytes([0x89, 0x50])]),
        folder("hidden pictures", [".a.png": picture]),
        folder("other files", ["a.txt": .bytes([1])]),
        folder("training images", ["train-images-idx3-ubyte": .bytes(idxFile([1, 8, 8], 64))]),
        folder("a test part that is a pipe", ["t10k-images-idx3-ubyte": .pipe]),
        folder("a test part that is a folder", ["t10k-images-idx3-ubyte": .folder([:])]),
        folder("pickles", ["test_batch": .bytes([0x80, 2])]),
        folder(
          "pictures of two sizes",
          [
            "a.png": picture,
            "b.png": .bytes(
              PNGFile().with {
                ($0.width, $0.rows) = (4, [UInt8](repeating: 0, count: 40))
              }.bytes),
          ], .either(because: "pictures may be resized")),
        folder(
          "3000 pictures",
          Dictionary(uniqueKeysWithValues: (0..<3000).map { ("\($0).png", picture) }), .accepted),
      ]
    })

  private static let picture = Content.bytes(PNGFile().bytes)
}
