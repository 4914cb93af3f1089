extension HostileReader {
  static let npz = HostileReader(
    name: "npz", fileName: "images.npz", commands: .pictures, registered: ["npz"],
    honest: { HostileFile("honest", $0.labelled) },
    files: { honest in
      archives(honest.images) + directories(honest.images) + labels() + strangers()
        + cuts(honest.labelled, count: 16)
        + changes(honest.labelled, count: 40, seed: 22)
    })

  private static func archive(
    _ name: String, is right: Right = .refused, _ entries: [ZipEntry], claimed: Int? = nil,
    commands: [ReadingCommand]? = nil
  ) -> HostileFile {
    HostileFile(name, zipFile(entries, claimed: claimed), right, commands: commands)
  }

  private static func changed(
    _ name: String, _ entry: ZipEntry, _ right: Right = .refused,
    _ change: (inout ZipEntry) -> Void
  ) -> HostileFile {
    archive(name, is: right, [entry.with(change)])
  }

  /// Archives that lie.
  private static func archives(_ images: [UInt8]) -> [HostileFile] {
    let entry = ZipEntry("images.npy", images)
    let packed = ZipEntry("images.npy", images, isPacked: true)
    let zeros = ZipEntry(
      "images.npy",
      npyFile("1048576, 1, 8, 8", [UInt8](repeating: 0, count: 64 << 20), type: "|u1"),
      isPacked: true)
    return [
      archive("packed", is: .accepted, [packed]),
      archive("nothing in it", []), archive("no arrays", [ZipEntry("readme.txt", [1, 2, 3])]),
      archive(
        "a name of a path", is: .either(because: "names are names, nothing is unpacked to disk"),
        [ZipEntry("../../images.npy", images)]),
      archive(
        "an absolute name", is: .either(because: "names are names"),
        [ZipEntry("/etc/images.npy", images)]),
      archive(
        "a name with an escape", is: .either(because: "names are names"),
        [ZipEntry("\u{1B}[2J.npy", images)]),
      archive(
        "a broken array of an escaping name",
        [ZipEntry("\u{1B}[2J\n.npy", Array(images.prefix(60)))]),
      archive(
        "a name of 60,000 letters", is: .either(because: "names are names"),
        [ZipEntry(String(repeating: "n", count: 60_000) + ".npy", images)]),
      archive("one name twice", is: .either(because: "the first is the first"), [entry, entry]),
      archive("an empty name", is: .either(because: "it comes second"), [entry, ZipEntry("", [])]),
      archive("more files than there are", [entry], claimed: 9),
      archive("65,535 files", [entry], claimed: 65_535),
      archive("60,000 empty files", is: .refused, (0..<60_000).map { ZipEntry("\($0)", []) }),
      archive(
        "10,000 arrays", is: .either(because: "the first are pictures"),
        (0..<10_000).map { ZipEntry("\($0).npy", images) }),
      archive(
        "64 MB of zeros", is: .either(because: "zeros are pictures"), [zeros],
        commands: [[ReadingCommand].pictures[0]]),
      archive(
        "a gigabyte of zeros",
        [
          ZipEntry(
            "images.npy",
            PackedZeros(behind: npyFile("16777216, 1, 8, 8", [], type: "|u1"), mebibytes: 1024))
        ]),
      archive("64 MB that are less in the directory", [zeros.with { $0.size = 4096 }]),
    ]
  }

  /// Archives whose directories lie.
  private static func directories(_ images: [UInt8]) -> [HostileFile] {
    let entry = ZipEntry("images.npy", images)
    let packed = ZipEntry("images.npy", images, isPacked: true)
    return [
      changed("another checksum", packed) { $0.checksum = 7 },
      changed("a name that is another within", entry) { $0.innerName = "pictures.npy" },
      changed("more than is there", packed) { $0.size += 4096 },
      changed("four gigabytes by name", packed) { $0.size = .max - 1 },
      changed("less than is there", packed) { $0.size -= 100 },
      changed("an unknown method", packed) { $0.method = 99 },
      changed("as it is, by name", packed) { $0.method = 0 },
      changed("deflate, by name", entry) { $0.method = 8 },
      changed("encrypted", packed) { $0.flags = 1 },
      changed("deflate that does not end", packed) { $0.packed = Array($0.packed.dropLast(20)) },
      changed("deflate of nothing", packed) { $0.packed = [] },
      changed("deflate of noise", packed) {
        $0.packed = (0..<300).map { UInt8(truncatingIfNeeded: $0 * 91) }
      },
      changed("an array that is none", entry) { $0 = ZipEntry("images.npy", [1, 2, 3]) },
      changed("an array that says more", entry) {
        $0 = ZipEntry("images.npy", npyFile("1048576, 1, 8, 8", pixels(256)))
      },
      HostileFile(
        "a trailer", zipFile([entry]) + [UInt8](repeating: 7, count: 99),
        .either(because: "zip allows of a comment")),
      HostileFile("something in front", [UInt8](repeating: 7, count: 99) + zipFile([entry])),
      HostileFile(
        "ends of archives, one behind the other",
        Array(repeating: [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18), count: 5000)
          .flatMap(\.self)),
    ]
  }

  /// Labels that do not fit.
  private static func labels() -> [HostileFile] {
    func labels(
      _ name: String, is right: Right = .refused, _ shape: String, _ numbers: [UInt8],
      type: String = "<i8"
    ) -> HostileFile {
      HostileFile(
        "labels \(name)",
        zipFile([
          ZipEntry("images.npy", npyFile("4, 1, 8, 8", pixels(256))),
          ZipEntry("labels.npy", npyFile(shape, numbers, type: type)),
        ]), right)
    }
    func whole(_ numbers: [Int64]) -> [UInt8] { [UInt8](wholes: numbers) }
    return [
      labels("of another number", "3,", whole([0, 1, 2])),
      labels("below zero", "4,", whole([-1, 0, 1, 2])),
      labels("of 2^62", "4,", whole([1 << 62, 0, 1, 2])),
      labels("of the least", "4,", whole([.min, 0, 1, 2])),
      labels("of floats", "4,", pixels(4), type: "<f4"),
      labels("of a table", "2, 2", whole([0, 1, 2, 0])),
      labels("of bytes", is: .accepted, "4,", [0, 1, 2, 0], type: "|u1"),
      labels(
        "of truths", is: .either(because: "0 and 1 are classes"), "4,", [0, 1, 1, 0], type: "|b1"),
      labels("of nothing", "0,", []), labels("of 2^40", "1099511627776,", whole([0])),
      labels("of two gigabytes of zeros", "268435456,", []),
    ]
  }
}
