import CHDF5

extension HostileReader {
  static let sonata = HostileReader(
    name: "SONATA", fileName: "spikes.h5", commands: .spikes, registered: ["SONATA"],
    honest: { _ in HostileFile("honest", spikes([("a", [1, 2], [0, 1])])) },
    files: { _ in
      let whole = spikes([("a", [1, 2], [0, 1])])
      return populations() + otherwiseMade() + huge() + numbers() + strangers()
        + cuts(whole, count: 12) + changes(whole, count: 50, seed: 26)
    })

  /// Populations with times and neurons.
  private static func spikes(
    _ populations: [(String, [Double], [Int64])], _ further: (HDF5Making) -> Void = { _ in }
  ) -> [UInt8] {
    hdf5 { file in
      file.group("/spikes")
      for (name, times, neurons) in populations {
        file.doubles("/spikes/\(name)/timestamps", [times.count], times)
        file.integers("/spikes/\(name)/node_ids", [neurons.count], neurons)
      }
      further(file)
    }
  }

  private static func populations() -> [HostileFile] {
    func file(_ name: String, is right: Right = .refused, _ times: [Double], _ neurons: [Int64])
      -> HostileFile
    {
      HostileFile("spikes: \(name)", spikes([("a", times, neurons)]), right)
    }
    return [
      file("one that is longer", [1], [1, 2]), file("NaN", [.nan], [1]),
      file("infinity", [.infinity], [1]),
      file("time 1e300", [1e300], [1]), file("a time before the first", [-5], [1]),
      file("a neuron below zero", [1], [-1]),
      file("neuron 2^62", [1], [1 << 62]), file("the least neuron", [1], [.min]),
      file("nothing", [], []),
      HostileFile(
        "1000 populations", spikes((0..<1000).map { ("p\($0)", [1], [0]) }),
        .either(because: "a limit on populations is lawful")),
      HostileFile(
        "10,000 names of one population",
        spikes([("a", [1, 2], [0, 1])]) { file in
          for number in 0..<10_000 { file.hardLink("/spikes/n\(number)", to: "/spikes/a") }
        }, .either(because: "a limit on populations is lawful")),
      HostileFile("a name with escapes", spikes([("\u{1B}[2J\na", [1], [0])]), .accepted),
      HostileFile(
        "a broken population of a name with escapes", spikes([("\u{1B}[2J\na", [1], [0, 1])])),
    ]
  }

  /// Numbers of neurons that are kept as floats.
  private static func numbers() -> [HostileFile] {
    func neurons(_ name: String, _ right: Right, _ neurons: [Double]) -> HostileFile {
      HostileFile(
        "numbers: \(name)",
        hdf5 { file in
          file.doubles("/spikes/a/timestamps", [2], [1, 2])
          file.doubles("/spikes/a/node_ids", [2], neurons)
        }, right)
    }
    return [
      neurons("fractions", .refused, [0, 1.5]), neurons("2^63", .refused, [0, 0x1p63]),
      neurons("NaN", .refused, [0, .nan]), neurons("whole", .accepted, [0, 1]),
    ]
  }

  private static func made(
    _ name: String, _ right: Right = .refused, _ make: (HDF5Making) -> Void
  ) -> HostileFile {
    HostileFile("made: \(name)", hdf5(make), right)
  }

  /// More than fits into memory, in a small file.
  private static func huge() -> [HostileFile] {
    [
      made("2^40 times") {
        $0.doubles(
          "/spikes/a/timestamps", [1 << 40], [], .init(chunk: [1 << 16], isWritten: false))
        $0.integers("/spikes/a/node_ids", [1], [1])
      },
      made("a gigabyte of times, packed") {
        $0.zeros("/spikes/a/timestamps", spiketop_h5_double(), [1 << 27], rows: 1 << 19)
        $0.integers("/spikes/a/node_ids", [1], [1])
      },
      made("a gigabyte each of times and of neurons, packed") {
        $0.zeros("/spikes/a/timestamps", spiketop_h5_double(), [1 << 27], rows: 1 << 19)
        $0.zeros("/spikes/a/node_ids", spiketop_h5_int64(), [1 << 27], rows: 1 << 19)
      },
    ]
  }

  /// Files that are made in other ways.
  private static func otherwiseMade() -> [HostileFile] {
    [
      made("no spikes") { $0.floats("/x", [], [1]) },
      made("spikes of numbers") { $0.floats("/spikes", [2], [1, 2]) },
      made("no populations") { $0.group("/spikes") },
      made("times without neurons") { $0.doubles("/spikes/a/timestamps", [1], [1]) },
      made("times of text") {
        $0.texts("/spikes/a/timestamps", [1], ["x"])
        $0.integers("/spikes/a/node_ids", [1], [1])
      },
      made("times of a table", .either(because: "as many as neurons")) {
        $0.doubles("/spikes/a/timestamps", [1, 1], [1])
        $0.integers("/spikes/a/node_ids", [1], [1])
      },
      made("neurons of text") {
        $0.doubles("/spikes/a/timestamps", [1], [1])
        $0.texts("/spikes/a/node_ids", [1], ["x"])
      },
      made("times that were never written") {
        $0.doubles("/spikes/a/timestamps", [9], [], .init(isWritten: false))
        $0.integers("/spikes/a/node_ids", [9], Array(0..<9))
      },
      made("times of nothing") {
        $0.null("/spikes/a/timestamps")
        $0.integers("/spikes/a/node_ids", [1], [1])
      },
      made("times elsewhere") {
        $0.externalLink("/spikes/a/timestamps", to: "/t", of: "other.h5")
        $0.integers("/spikes/a/node_ids", [1], [1])
      },
      made("an unknown unit") {
        $0.doubles("/spikes/a/timestamps", [1], [1])
        $0.integers("/spikes/a/node_ids", [1], [1])
        $0.attribute("units", of: "/spikes/a/timestamps", "fortnights")
      },
      made("a unit with escapes") {
        $0.doubles("/spikes/a/timestamps", [1], [1])
        $0.integers("/spikes/a/node_ids", [1], [1])
        $0.attribute("units", of: "/spikes/a/timestamps", "\u{1B}[2J\n")
      },
      made("a group in itself") {
        $0.group("/spikes/a")
        $0.hardLink("/spikes/a/node_ids", to: "/spikes")
        $0.hardLink("/spikes/a/timestamps", to: "/spikes")
      },
    ]
  }
}
