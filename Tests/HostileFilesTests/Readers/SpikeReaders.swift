extension [ReadingCommand] {
  /// Spikes of a run without a network: as a table, and as they are shown.
  static let spikes = [
    ReadingCommand("export {} --format csv -o -"),
    ReadingCommand("replay {} --no-model --plain-steps 9"),
  ]
}

extension HostileReader {
  /// CSV, GDF and the tables of BMTK, Brian and NEST.
  static let spikeTables = HostileReader(
    name: "tables", fileName: "spikes.csv", commands: .spikes, registered: ["text"],
    honest: { _ in HostileFile("honest", "step,layer,neuron\n1,a,0\n2,a,1\n3,b,0\n") },
    files: { _ in lines() + tables() + manyLines() + strangers() }
  )

  /// One line that is no spike.
  private static func lines() -> [HostileFile] {
    let headers: [(String, String, (String, String) -> String)] = [
      ("steps", "step,neuron", { "\($0),\($1)" }),
      ("milliseconds", "time_ms,neuron", { "\($0),\($1)" }),
      ("BMTK", "timestamps population node_ids", { "\($0) a \($1)" }),
      ("Brian", "t,i", { "\($0),\($1)" }),
      ("NEST", "sender\ttime_ms", { "\($1)\t\($0)" }), ("gdf", "1 1.0", { "\($1) \($0)" }),
    ]
    let times = [
      "-1", "nan", "inf", "1e38", "1e308", "9223372036854775808", "67108865000", "0x10", "", "one",
      "1e-400x",
    ]
    let neurons = [
      "-1", "1.5", "67108865", "9223372036854775808", "", "one", "nan", "2147483648",
      "-9223372036854775808",
    ]
    return headers.flatMap { name, header, line in
      times.map {
        HostileFile("\(name): time '\($0)'", "\(header)\n\(line("1", "1"))\n\(line($0, "1"))\n")
      }
        + neurons.map {
          HostileFile("\(name): neuron '\($0)'", "\(header)\n\(line("1", "1"))\n\(line("1", $0))\n")
        }
    } + ["1.5", "0.25"].map { HostileFile("steps: time '\($0)'", "step,neuron\n1,1\n\($0),1\n") }
  }

  private static func tables() -> [HostileFile] {
    [
      HostileFile("only a header", "step,layer,neuron\n"), HostileFile("only blanks", "\n \n\t\n"),
      HostileFile("only comments", "# step,neuron\n# 1,1\n"),
      HostileFile("an unknown header", "when,who\n1,1\n"),
      HostileFile("time without a unit", "time,neuron\n1,1\n", .asked),
      HostileFile("several trials", "trial,step,neuron\n0,1,1\n1,1,2\n"),
      HostileFile("a negative number of spikes", "step,neuron,spikes\n1,1,1\n2,1,-1\n"),
      HostileFile("a fraction of a spike", "step,neuron,fired\n1,1,0.5\n"),
      HostileFile("times that contradict steps", "step,time_ms,neuron\n1,5,1\n2,9,1\n"),
      HostileFile("too few fields", "step,layer,neuron\n1,a\n"),
      HostileFile("too many fields", "step,neuron\n1,2,3\n"),
      HostileFile("numbers without a header", "1,2,3\n4,5,6\n"),
      HostileFile("a quote that does not end", "step,neuron\n\"1,2\n"),
      HostileFile("a zero within", "step,neuron\n1,\0 1\n"),
      HostileFile("a header with escapes", "st\u{1B}[2Jep,who\n1,1\n"),
      HostileFile("a line with escapes", "step,neuron\n1,\u{1B}]0;title\u{7}\n"),
      HostileFile("a line with separators of lines", "step,neuron\n1,\u{2028}\u{85}x\n"),
      HostileFile("a layer with escapes", "step,layer,neuron\n1,\u{1B}[2Ja,1\n", .accepted),
      HostileFile(
        "a million letters in a line",
        "step,neuron\n1," + String(repeating: "9", count: 1 << 20) + "\n"),
      HostileFile(
        "a million fields", "step,neuron\n" + String(repeating: "1,", count: 1 << 20) + "\n"),
      HostileFile(
        "a million columns", "step,neuron" + String(repeating: ",c", count: 1 << 20) + "\n1,1\n"),
      HostileFile("a column twice", "step,step,neuron\n1,1,1\n"),
      HostileFile("in UTF-16", Array("step,neuron\n1,1\n".utf16).flatMap { [UInt8](little: $0) }),
      HostileFile("in Latin-1", Array("step,layer,neuron\n1,".utf8) + [0xE9] + Array(",1\n".utf8)),
      HostileFile(
        "the last step", "step,neuron\n67108864,1\n",
        .either(because: "it is a lawful step; a limit on the work is lawful too")),
      HostileFile("the last neuron", "step,neuron\n1,67108864\n"),
      HostileFile(
        "the last of both", "step,neuron\n67108864,67108864\n",
        .either(because: "an option makes fewer steps of it")),
    ]
  }

  /// Work that grows with the square of a file.
  private static func manyLines() -> [HostileFile] {
    let some = Right.either(because: "a limit on layers is lawful")
    func lines(_ count: Int, _ line: (Int) -> String) -> String {
      "step,layer,neuron\n" + (0..<count).map(line).joined()
    }
    return [
      HostileFile("20,000 layers", lines(20_000) { "1,l\($0),0\n" }, some),
      HostileFile("100,000 layers", lines(100_000) { "1,l\($0),0\n" }, some),
      HostileFile(
        "20,000 layers in 20,000 steps", lines(20_000) { "\($0 + 1),l\($0),0\n" },
        .either(because: "an option makes fewer steps of it")),
      HostileFile("100,000 of one spike", lines(100_000) { _ in "1,a,0\n" }, .accepted),
      HostileFile(
        "100,000 quotes", lines(1) { _ in String(repeating: "\"", count: 100_000) + "\n" }),
      HostileFile(
        "a name of 100,000 letters",
        lines(1) { _ in "1,\(String(repeating: "n", count: 100_000)),0\n" }, some),
    ]
  }

  static let npzSpikes = HostileReader(
    name: "npz of spikes", fileName: "spikes.npz", commands: .spikes, registered: ["npz"],
    honest: { _ in
      HostileFile("honest", zipFile([ZipEntry("fc1.npy", npyFile("20, 6", raster(20, 6)))]))
    },
    files: { _ in
      let whole = zipFile([ZipEntry("fc1.npy", npyFile("20, 6", raster(20, 6)))])
      return rasters() + lists() + periods() + packedLists() + strangers() + cuts(whole, count: 9)
        + changes(whole, count: 30, seed: 25)
    })

  private static func rasters() -> [HostileFile] {
    func file(_ name: String, is right: Right = .refused, _ arrays: [UInt8]...) -> HostileFile {
      HostileFile(
        "rasters: \(name)", zipFile(arrays.enumerated().map { ZipEntry("fc\($0).npy", $1) }), right)
    }
    let zeros = npyFile("8000, 8000", [UInt8](repeating: 0, count: 64_000_000), type: "|u1")
    return [
      file("NaN", npyFile("1, 2", [UInt8](floats: [.nan, 1]))),
      file("infinity", npyFile("1, 2", [UInt8](floats: [.infinity, 1]))),
      file("one axis", npyFile("4,", raster(4, 1))),
      file("no axes", npyFile("", raster(1, 1))),
      file("six axes", npyFile("2, 1, 1, 1, 1, 2", raster(2, 2))),
      file("a batch", is: .asked, npyFile("2, 2, 2", raster(2, 4))),
      file("no steps", npyFile("0, 5", [])),
      file("no neurons", is: .either(because: "nobody fires"), npyFile("5, 0", [])),
      file("no steps of 2^62 neurons", npyFile("0, 4611686018427387904", [])),
      file("2^62 steps of nobody", npyFile("4611686018427387904, 0", [])),
      file(
        "2^62 steps of nobody, by columns", npyFile("4611686018427387904, 0", [], order: "True")),
      file("texts", npyFile("1, 2", [1, 0, 0, 0, 2, 0, 0, 0], type: "<U1")),
      file("amounts", is: .accepted, npyFile("2, 2", [UInt8](floats: [0.5, 0, 3, 1]))),
      file("signed amounts", is: .refused, npyFile("2, 2", [UInt8](floats: [0.5, 0, 3, -1]))),
      file(
        "steps of two numbers", is: .either(because: "the shorter is silent"),
        npyFile("2, 2", raster(2, 2)), npyFile("3, 2", raster(3, 2))),
      HostileFile(
        "rasters: one name twice",
        zipFile(Array(repeating: ZipEntry("a.npy", npyFile("2, 2", raster(2, 2))), count: 2)),
        .either(because: "the first of a name is meant")),
      HostileFile(
        "rasters: 64 million zeros", zipFile([ZipEntry("fc1.npy", zeros, isPacked: true)]),
        .either(because: "a limit on the size is lawful")),
      HostileFile(
        "rasters: 2000 arrays",
        zipFile((0..<2000).map { ZipEntry("fc\($0).npy", npyFile("2, 2", raster(2, 2))) }),
        .either(because: "a limit on layers is lawful")),
      HostileFile(
        "rasters: a name with escapes",
        zipFile([ZipEntry("\u{1B}[2J\n.npy", npyFile("2, 2", raster(2, 2)))]), .accepted),
      HostileFile(
        "rasters: a broken array of a name with escapes",
        zipFile([ZipEntry("\u{1B}[2J\n.npy", [1, 2])])),
    ]
  }

  private static func lists() -> [HostileFile] {
    func file(
      _ name: String, is right: Right = .refused, _ times: [Double], _ neurons: [Int64],
      sizes: [Int64]? = nil, names: String = "a\nb"
    ) -> HostileFile {
      var entries = [
        ZipEntry(
          "t.npy",
          npyFile("\(times.count),", [UInt8](doubles: times), type: "<f8")),
        ZipEntry(
          "index.npy",
          npyFile("\(neurons.count),", [UInt8](wholes: neurons), type: "<i8")),
      ]
      if let sizes {
        entries += [
          ZipEntry(
            "layer_sizes.npy",
            npyFile("\(sizes.count),", [UInt8](wholes: sizes), type: "<i8")),
          ZipEntry(
            "layer_names.npy", npyFile("\(names.utf8.count),", Array(names.utf8), type: "|u1")),
        ]
      }
      return HostileFile("lists: \(name)", zipFile(entries), right)
    }
    return [
      file("one that is longer", [0.001], [1, 2]), file("NaN", [.nan], [1]),
      file("infinity", [.infinity], [1]),
      file("time 1e300", [1e300], [1]), file("time before the first", [-0.5], [1]),
      file("a neuron below zero", [0.001], [-1]),
      file("neuron 2^62", [0.001], [1 << 62]), file("the least neuron", [0.001], [.min]),
      file("nothing", [], []),
      file("sizes of nothing", [0.001], [0], sizes: [0, 1]),
      file("sizes below zero", [0.001], [0], sizes: [-1, 5]),
      file("sizes of 2^62", [0.001], [0], sizes: [1 << 62, 1 << 62]),
      file("sizes of one", [0.001], [0], sizes: [2]),
      file("a neuron beyond the sizes", [0.001], [7], sizes: [2, 3]),
      file(
        "names of a million", [0.001], [0], sizes: [2, 3],
        names: String(repeating: "n\n", count: 1 << 19)),
      file(
        "names alike", [0.001], [0], sizes: [2, 3], names: "a\na"),
      file(
        "names with escapes", is: .accepted, [0.001], [0], sizes: [2, 3], names: "\u{1B}[2J\nb"),
    ]
  }

  private static func list(_ further: [ZipEntry], without name: String? = nil) -> [UInt8] {
    let entries = [
      ZipEntry("t.npy", npyFile("2,", [UInt8](doubles: [0.001, 0.002]), type: "<f8")),
      ZipEntry("index.npy", npyFile("2,", [UInt8](wholes: [0, 1]), type: "<i8")),
      ZipEntry("layer_sizes.npy", npyFile("1,", [UInt8](wholes: [2]), type: "<i8")),
      ZipEntry("layer_names.npy", npyFile("1,", [97], type: "|u1")),
    ]
    let names = further.map(\.name)
    return zipFile(entries.filter { $0.name != name && !names.contains($0.name) } + further)
  }

  /// Times observed in which the spikes do not lie, and names that are others within.
  private static func periods() -> [HostileFile] {
    func file(
      _ name: String, _ right: Right = .refused, start: Double = 0, end: Double = 1
    ) -> HostileFile {
      let entries = [("start", start), ("end", end)].map { name, number in
        ZipEntry("\(name).npy", npyFile("1,", [UInt8](doubles: [number]), type: "<f8"))
      }
      return HostileFile("observed \(name)", list(entries), right)
    }
    func firstStep(_ steps: [Int64]) -> ZipEntry {
      ZipEntry(
        "first_step.npy", npyFile("\(steps.count),", [UInt8](wholes: steps), type: "<i8"))
    }
    let names = npyFile("1,", [97], type: "|u1")
    return [
      file("for a second", .accepted), file("until before the spikes", end: 0.0015),
      file("until before the beginning", end: -1), file("until NaN", end: .nan),
      file("until 1e18", end: 1e18), file("for longer than there are steps", end: 1e6),
      file("until infinity", end: .infinity),
      file("from after the spikes", start: 0.5), file("from NaN", start: .nan),
      HostileFile("a first step", list([firstStep([1])]), .accepted),
      HostileFile("no first step", list([firstStep([])])),
      HostileFile("two first steps", list([firstStep([1, 1])])),
      HostileFile("a first step below zero", list([firstStep([-1])])),
      HostileFile("the last first step", list([firstStep([.max])])),
      HostileFile(
        "a name that is another within",
        list([ZipEntry("layer_names.npy", names).with { $0.innerName = "layer_nam\0s.npy" }])),
      HostileFile(
        "a name that is another outside",
        list(
          [ZipEntry("layer_nam\0s.npy", names).with { $0.innerName = "layer_names.npy" }],
          without: "layer_names.npy")),
    ]
  }

  /// Gigabytes of zeros that lists of spikes are in.
  private static func packedLists() -> [HostileFile] {
    func zeros(_ name: String, _ type: String, size: Int) -> ZipEntry {
      ZipEntry(
        "\(name).npy",
        PackedZeros(behind: npyFile("\(1 << 30 / size),", [], type: type), mebibytes: 1 << 10))
    }
    return [
      HostileFile("packed: a gigabyte of times", list([zeros("t", "<f8", size: 8)])),
      HostileFile(
        "packed: a gigabyte each of times and of neurons",
        list([zeros("t", "<f8", size: 8), zeros("index", "<i8", size: 8)])),
      HostileFile("packed: a gigabyte of names", list([zeros("layer_names", "|u1", size: 1)])),
      HostileFile("packed: a gigabyte of sizes", list([zeros("layer_sizes", "<i8", size: 8)])),
      HostileFile(
        "packed: a million sizes",
        list([
          ZipEntry(
            "layer_sizes.npy",
            npyFile("1048576,", [UInt8](repeating: 1, count: 8 << 20), type: "<i8"), isPacked: true)
        ])),
    ]
  }
}
