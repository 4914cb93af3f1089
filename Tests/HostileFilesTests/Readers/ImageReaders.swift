extension HostileReader {
  static let idx = HostileReader(
    name: "IDX", fileName: "t10k-images-idx3-ubyte", commands: .pictures, registered: ["IDX"],
    honest: { _ in HostileFile("honest", idxImages) },
    files: { _ in
      func stated(
        _ name: String, _ sizes: [UInt32], _ content: Int = 256, type: UInt8 = 8, axes: UInt8? = nil
      ) -> HostileFile {
        HostileFile(name, idxFile(sizes, content, type: type, axes: axes))
      }
      let labels: [(String, Content, Right)] = [
        ("of another number", .bytes(idxFile([3], 3)), .refused),
        ("that are pictures", .bytes(idxImages), .refused),
        ("that are short", .bytes([0, 0, 8, 1, 0, 0]), .refused),
        ("of 2^32", .bytes([0, 0, 8, 1, 0xFF, 0xFF, 0xFF, 0xFF, 1]), .refused),
        ("that are a pipe", .pipe, .refused), ("that are a folder", .folder([:]), .refused),
        ("that are a link to nothing", .link("nothing"), .refused),
        ("that are empty", .bytes([]), .refused),
      ]
      return [
        stated("more pictures", [5, 8, 8]), stated("fewer pictures", [3, 8, 8]),
        stated("no pictures", [0, 8, 8], 0), stated("no rows", [4, 0, 8], 0),
        stated("2^32 pictures", [.max, 8, 8]), stated("2^31 rows", [4, 1 << 31, 8]),
        stated("overflowing", [.max, .max, .max]),
        stated("zero and overflowing", [0, .max, .max], 0),
        stated("one axis", [256]), stated("two axes", [32, 8]), stated("four axes", [4, 1, 8, 8]),
        stated("no axes", [], 0, axes: 0), stated("255 axes", [4, 8, 8], axes: 255),
        stated("signed bytes", [4, 8, 8], type: 9), stated("floats", [4, 8, 8], 1024, type: 13),
        stated("doubles", [4, 8, 8], 2048, type: 14),
        stated("an unknown type", [4, 8, 8], type: 7),
        HostileFile("a trailer", idxImages + [0]),
      ]
        + labels.map { name, content, right in
          HostileFile(
            "labels \(name)", .bytes(idxImages), right, beside: ["t10k-labels-idx1-ubyte": content])
        } + strangers() + cuts(idxImages, at: [1, 3, 4, 7, 8, 12, 15, 16, 17, 271])
        + changes(idxImages, count: 12, seed: 19, in: 0..<20)
    })

  private static let idxImages = idxFile([4, 8, 8], 256)

  static let gzip = HostileReader(
    name: "gzip", fileName: "images.gz", commands: .pictures,
    honest: { _ in HostileFile("honest", gzipFile(idxImages)) },
    files: { honest in
      let whole = gzipFile(idxImages)
      let bomb = [UInt8](repeating: 0, count: 64 << 20)
      return cuts(
        whole,
        at: [
          1, 2, 3, 9, 10, 11, whole.count - 9, whole.count - 8, whole.count - 4, whole.count - 1,
        ])
        + [
          HostileFile("another checksum", gzipFile(idxImages, checksum: 7)),
          HostileFile("another size", gzipFile(idxImages, size: 7)),
          HostileFile("512 MB that are little", gzipFile(idxImages, size: 512 << 20)),
          HostileFile("64 MB of zeros", gzipFile(bomb)),
          HostileFile("64 MB behind a header of four pictures", gzipFile(idxImages + bomb)),
          HostileFile("64 MB behind a header of npy", gzipFile(honest.images + bomb)),
          HostileFile("64 MB, five times", (0..<5).flatMap { _ in gzipFile(bomb) }),
          HostileFile("four gigabytes by name", gzipFile(idxFile([1 << 20, 64, 64], 64))),
          HostileFile("gzip in gzip", gzipFile(gzipFile(idxImages))),
          HostileFile("an unknown method", whole.with([7], at: 2)),
          HostileFile("a field that does not end", whole.with([4], at: 3)),
          HostileFile("all flags", whole.with([0xFF], at: 3)),
          HostileFile("a trailer", whole + [1, 2, 3]),
          HostileFile("a trailer of zeros", whole + [0, 0, 0], .accepted),
          HostileFile("no content", gzipFile([])),
          HostileFile(
            "two parts", gzipFile(Array(idxImages[..<100])) + gzipFile(Array(idxImages[100...])),
            .accepted),
        ] + changes(whole, count: 20, seed: 20)
    })

  static let cifar = HostileReader(
    name: "CIFAR", fileName: "test_batch.bin",
    commands: [
      ReadingCommand("run colour.onnx --data {} --calibration colour.npy --method max --steps 2")
    ], registered: ["CIFAR binary"],
    honest: { _ in HostileFile("honest", record(1) + record(2)) },
    files: { _ in
      [
        HostileFile("a class that is none", record(200)),
        HostileFile("two bytes more", record(1) + [0, 0]),
        HostileFile("half a record", Array(record(1).prefix(1500))),
        HostileFile("labels only", [1, 2, 3]),
      ] + strangers() + cuts(record(1) + record(2), at: [1, 3072, 3075, 6145])
    })

  private static func record(_ label: UInt8) -> [UInt8] {
    [label] + (0..<3072).map { UInt8(truncatingIfNeeded: $0) }
  }

  static let npy = HostileReader(
    name: "npy", fileName: "images.npy", commands: .pictures, registered: ["npy"],
    honest: { HostileFile("honest", $0.images) },
    files: { honest in
      headers() + numbers() + strangers()
        + cuts(
          honest.images, at: [1, 6, 7, 8, 9, 10, 11, 12, 40, 70, 100, honest.images.count - 1])
        + changes(honest.images, count: 30, seed: 21, in: 0..<90)
    })

  /// Headers that lie.
  private static func headers() -> [HostileFile] {
    let content = pixels(256)
    let shapes = [
      ("more", "5, 1, 8, 8"), ("fewer", "3, 1, 8, 8"), ("none", "0, 1, 8, 8"),
      ("of no rows", "4, 1, 0, 8"),
      ("negative", "4, 1, -8, -8"), ("2^31", "2147483648, 1, 8, 8"),
      ("2^63", "9223372036854775807, 1, 8, 8"),
      ("beyond numbers", "99999999999999999999, 1, 8, 8"),
      ("overflowing", "4294967296, 4294967296, 4, 4"),
      ("zero and overflowing", "0, 4294967296, 4294967296, 8"), ("nothing", ""),
      ("words", "four, 1, 8, 8"),
      ("fractions", "4.0, 1, 8, 8"), ("powers", "4, 1, 8, 2**3"),
      ("a hundred axes", Array(repeating: "1", count: 100).joined(separator: ", ")),
      ("five axes", "4, 1, 1, 8, 8"), ("one axis", "256,"),
      ("a thousand digits", String(repeating: "0", count: 1000) + "4, 1, 8, 8"),
    ]
    let types = [
      "|O", ">f3", "<f16", "<c8", "<U8", "|S4", "<i4", "<u8", "|V4", "f4", "", "<f4'",
      "<f999999999999",
    ]
    return shapes.map { name, shape in
      HostileFile(
        "a shape: \(name)", npyFile(shape, content),
        name == "a thousand digits" ? .either(because: "zeros in front say nothing") : .refused)
    } + types.map { HostileFile("the type \($0)", npyFile("4, 1, 8, 8", content, type: $0)) } + [
      HostileFile("version 0", npyFile("4, 1, 8, 8", content, version: 0)),
      HostileFile("version 9", npyFile("4, 1, 8, 8", content, version: 9)),
      HostileFile("an order that is none", npyFile("4, 1, 8, 8", content, order: "Maybe")),
      HostileFile(
        "the order of Fortran, overflowing", npyFile("0, 4294967296, 4294967296", [], order: "True")
      ),
      HostileFile(
        "a structure",
        npyFile(
          header: "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (256,), }", content)),
      HostileFile("a program", npyFile(header: "__import__('os').system('true')", content)),
      HostileFile("no dictionary", npyFile(header: "", content)),
      HostileFile(
        "two shapes",
        npyFile(
          header:
            "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 1, 8, 8), 'shape': (256,), }",
          content), .either(because: "one of them fits")),
      HostileFile(
        "a header of 64 MB",
        npyFile(header: String(repeating: " ", count: 64 << 20), [], version: 2)),
      HostileFile(
        "a header of brackets", npyFile(header: String(repeating: "(", count: 60_000), content)),
      HostileFile(
        "a header of quotes",
        npyFile(header: String(repeating: "'descr': '", count: 6_000), content)),
      HostileFile("a trailer", npyFile("4, 1, 8, 8", content + [0])),
      HostileFile(
        "a terabyte that is not there", .sparse(npyFile("274877906944,", []), size: 1 << 20),
        .refused),
    ]
  }

  /// Pixels that are no numbers, or beyond use.
  private static func numbers() -> [HostileFile] {
    let absurd: [(String, Float)] = [
      ("NaN", .nan), ("infinity", .infinity), ("1e38", 1e38), ("3e38", -3e38),
    ]
    return absurd.map { name, number in
      HostileFile(
        "a pixel of \(name)", npyFile("4, 1, 8, 8", [UInt8](floats: [number]) + pixels(255)))
    } + [
      HostileFile(
        "NaN of two bytes", npyFile("4, 1, 8, 8", [UInt8](repeating: 0x7E, count: 512), type: "<f2")
      ),
      HostileFile(
        "pixels of 1e300",
        npyFile(
          "4, 1, 8, 8", (0..<256).flatMap { _ in [UInt8](little: (1e300).bitPattern) }, type: "<f8")
      ),
      HostileFile("pictures of other sides", npyFile("1, 1, 16, 16", pixels(256))),
      HostileFile("pictures of two channels", npyFile("2, 2, 8, 8", pixels(256))),
    ]
  }
}
