import CHDF5

extension HostileReader {
  static let nir = HostileReader(
    name: "NIR", fileName: "net.nir",
    commands: [
      "inspect {} --dt 0.001 --reset soft",
      "record {} --data vectors.npy --dt 0.001 --reset hard --steps 3 -o {}.snn",
    ].map { ReadingCommand($0) },
    honest: { _ in HostileFile("honest", network.bytes) },
    files: { _ in
      let bytes = network.bytes
      return cuts(bytes, count: 20) + strangers() + nirValues() + nirTypes() + nirOtherTypes()
        + nirEdges() + nested()
        + nirLinks() + nirStorage() + nirNames() + changes(bytes, count: 80, seed: 17)
        + changes(bytes, count: 30, seed: 18, in: 0..<512)
    })

  private static let network = NIRFile.network

  private static func file(
    _ name: String, is right: Right = .refused, _ file: NIRFile
  ) -> HostileFile {
    HostileFile(name, file.bytes, right)
  }

  /// Parameters that are not what they must be.
  private static func nirValues() -> [HostileFile] {
    let numbers: [(String, Float)] = [
      ("NaN", .nan), ("infinity", .infinity), ("-infinity", -.infinity),
    ]
    let keys =
      [("fc", "weight", [3, 2]), ("fc", "bias", [3])]
      + ["tau", "r", "v_leak", "v_threshold", "v_reset"].map { ("lif", $0, [3]) }
    let finite = keys.flatMap { node, key, shape in
      numbers.map { name, number in
        var values = [Float](repeating: 1, count: shape.reduce(1, *))
        values[1] = number
        return file("\(key) of \(name)", network.with(node, key, .floats(values, shape)))
      }
    }
    let shapes = keys.flatMap { node, key, shape in
      [
        file("\(key) of text", network.with(node, key, .text("one"))),
        file("\(key) of nothing", network.with(node, key, .null)),
        file("\(key) of no numbers", network.with(node, key, .floats([], [0]))),
        file(
          "\(key) of other sides",
          network.with(node, key, .floats(Array(repeating: 1, count: 35), [7, 5]))),
        file(
          "\(key) that was never written",
          network.with(node, key, .made(.init(isWritten: false), [], shape))),
      ] + (key == "v_reset" ? [] : [file("\(key) that is missing", network.with(node, key, nil))])
    }
    let ends: [(String, NIRFile.Value)] = [
      ("0", .integers([0], [1])), ("-2", .integers([-2], [1])), ("2^31", .integers([1 << 31], [1])),
      ("2^63", .integers([.max], [1])), ("the least", .integers([.min], [1])),
      ("2^32 + 2", .integers([1 << 32 + 2], [1])), ("1e16", .floats([1e16], [1])),
      ("1e38", .floats([1e38], [1])), ("NaN", .floats([.nan], [1])),
      ("a half", .floats([2.5], [1])),
      ("no numbers", .integers([], [0])), ("nothing", .null), ("text", .text("two")),
      ("overflowing", .integers([1 << 32, 1 << 32], [2])),
      ("a thousand axes", .integers(Array(repeating: 1, count: 999) + [2], [1000])),
    ]
    return finite + shapes
      + ends.flatMap { name, value in
        [
          file("an input of shape: \(name)", network.with("input", "shape", value)),
          file("an output of shape: \(name)", network.with("output", "shape", value)),
        ]
      } + [
        file("an input without a shape", network.with("input", "shape", nil)),
        file("tau of 0", network.with("lif", "tau", .floats([0, 1, 1], [3]))),
        file("tau below 0", network.with("lif", "tau", .floats([-1, 1, 1], [3]))),
        file("tau of 1e-38", network.with("lif", "tau", .floats([1e-38, 1, 1], [3]))),
        file(
          "weights of 1e38",
          network.with("fc", "weight", .floats([1e38, 3e38, 1, 1, 1, 1], [3, 2]))),
        file("bias of 3e38", network.with("fc", "bias", .floats([3e38, 0, 0], [3]))),
      ]
  }

  private static func wrong(
    _ name: String, _ type: String, output: [Int64]? = nil, _ values: [String: NIRFile.Value]
  ) -> HostileFile {
    file(
      "\(type): \(name)", network.with(NIRFile.Node(type: type, values: values), output: output))
  }

  private static func three(_ number: Float) -> NIRFile.Value { .floats([number, 1, 1], [3]) }

  /// Every type of node, with parameters that lie.
  private static func nirTypes() -> [HostileFile] {
    let conv: [String: NIRFile.Value] = [
      "weight": .floats([1, 1], [1, 1, 2]), "bias": .floats([0], [1]), "stride": .integers([1]),
      "padding": .integers([0]), "dilation": .integers([1]), "groups": .integers([1]),
      "input_shape": .integers([3]),
    ]
    let lies: [(String, NIRFile.Value)] = [
      ("0", .integers([0])), ("-1", .integers([-1])), ("2^31", .integers([1 << 31])),
      ("2^63", .integers([.max])), ("1e16", .floats([1e16])), ("NaN", .floats([.nan])),
      ("1e38", .floats([1e38])), ("nothing", .null), ("text", .text("many")),
    ]
    return lies.flatMap { name, lie in
      ["stride", "padding", "dilation", "groups"].filter { $0 != "padding" || name != "0" }.map {
        key in
        wrong("\(key) of \(name)", "Conv1d", conv.merging([key: lie]) { $1 })
      } + [
        wrong(
          "start_dim of \(name)", "Flatten",
          [
            "start_dim": name == "0" ? .integers([5]) : name == "-1" ? .integers([-5]) : lie,
            "end_dim": .integers([-1]),
          ]),
        wrong(
          "end_dim of \(name)", "Flatten",
          [
            "start_dim": .integers([1]), "end_dim": lie,
          ]),
        wrong(
          "a delay of \(name)", "Delay",
          [
            "delay": name == "0" ? .floats([-0.5]) : name == "-1" ? .floats([-1]) : lie
          ]),
      ]
    }
  }

  /// Nodes with parameters that lie, of other types.
  private static func nirOtherTypes() -> [HostileFile] {
    [
      wrong("unknown", "Whirl", [:]), wrong("no text", "", [:]),
      wrong("a scale of NaN", "Scale", ["scale": three(.nan)]),
      wrong("a scale of two", "Scale", ["scale": .floats([1, 2], [2])]),
      wrong("a threshold of NaN", "Threshold", ["threshold": three(.nan)]),
      wrong("delays of 1e38", "Delay", ["delay": three(1e38)]),
      wrong("without start_dim", "Flatten", ["end_dim": .integers([-1])]),
      wrong(
        "no start_dim in it", "Flatten",
        ["start_dim": .integers([], [0]), "end_dim": .integers([-1])]),
      wrong(
        "tau_syn of 0", "CubaLIF",
        [
          "tau_syn": three(0), "tau_mem": three(1), "r": three(1), "v_leak": three(0),
          "v_threshold": three(1), "w_in": three(1),
        ]),
      wrong(
        "a kernel of 2^31", "SumPool2d",
        [
          "kernel_size": .integers([1 << 31, 1 << 31], [2]), "stride": .integers([1, 1], [2]),
          "padding": .integers([0, 0], [2]),
        ]),
      wrong(
        "a map of one axis", "AvgPool2d",
        [
          "kernel_size": .integers([1, 1], [2]), "stride": .integers([1, 1], [2]),
          "padding": .integers([0, 0], [2]),
        ]),
      wrong(
        "a million outputs of few numbers", "Affine", output: [1 << 20],
        [
          "weight": .made(
            .init(chunk: [1 << 10, 3], packing: 9, isWritten: false), [], [1 << 20, 3]),
          "bias": .floats([0]),
        ]),
    ]
  }

  /// Edges that do not make a network.
  private static func nirEdges() -> [HostileFile] {
    func edges(_ name: String, _ right: Right = .refused, _ change: (inout NIRFile) -> Void)
      -> HostileFile
    {
      file("edges: \(name)", is: right, network.with(change))
    }
    return [
      edges("to nobody") { $0.edges.append(("lif", "nobody")) },
      edges("twice") { $0.edges.append(("fc", "lif")) },
      edges("from nothing") { $0.edges.removeFirst() },
      edges("to the input") { $0.edges.append(("lif", "input")) },
      edges("from the output") { $0.edges.append(("output", "fc")) },
      edges("of a linear node to itself") { $0.edges.append(("fc", "fc")) },
      edges("of names with a slash") { $0.edges.append(("lif", "nodes/fc")) },
      edges("none") { $0.edges = [] },
      edges("two inputs") { $0.nodes["second"] = $0.nodes["input"] },
      edges("two outputs") {
        $0.nodes["second"] = $0.nodes["output"]
        $0.edges.append(("lif", "second"))
      },
      edges("a node apart") { $0.nodes["apart"] = NIRFile.leaky },
      edges("a thousand doubled paths") { file in
        file.nodes["fc"] = nil
        file.nodes["input"]?.values["shape"] = .integers([3], [1])
        file.edges = [("input", "s0a"), ("input", "s0b")]
        for step in 0..<40 {
          for side in ["a", "b"] {
            file.nodes["s\(step)\(side)"] = NIRFile.Node(
              type: "Scale", values: ["scale": .floats([1, 2, 3], [3])])
            guard step < 39 else { continue }
            file.edges += ["a", "b"].map { ("s\(step)\(side)", "s\(step + 1)\($0)") }
          }
        }
        file.edges += [("s39a", "lif"), ("s39b", "lif"), ("lif", "output")]
      },
      edges("ten thousand nodes") { file in
        for number in 0..<10_000 { file.nodes["n\(number)"] = NIRFile.Node(type: "Flatten") }
      },
    ]
  }

  /// Graphs in graphs.
  private static func nested() -> [HostileFile] {
    func inside(_ depth: Int) -> HostileFile {
      var outer = network
      outer.nodes["lif"] = nil
      outer.further = { file in
        for level in 0...depth {
          let place = "/node/nodes/lif" + String(repeating: "/nodes/lif", count: level)
          var graph = network
          if level < depth { graph.nodes["lif"] = nil }
          graph.write(to: file, at: place)
        }
      }
      return file("graphs in graphs, \(depth)", is: .refused, outer)
    }
    return [inside(1), inside(20), inside(200)] + [
      file(
        "a graph that is in itself",
        network.with {
          $0.nodes["lif"] = nil
          $0.further = { $0.hardLink("/node/nodes/lif", to: "/node") }
        }),
      file(
        "a graph without nodes",
        network.with {
          $0.nodes["lif"] = NIRFile.Node(type: "NIRGraph")
        }),
      file(
        "graphs that double",
        NIRFile.network.with {
          $0.further = { file in
            file.text("/g0/type", "LIF")
            for level in 1..<40 {
              file.text("/g\(level)/type", "NIRGraph")
              for side in ["a", "b"] {
                file.hardLink("/g\(level)/nodes/\(side)", to: "/g\(level - 1)")
              }
            }
            file.hardLink("/node/nodes/doubled", to: "/g39")
          }
        }),
    ]
  }

  /// Links, and what is no group.
  private static func nirLinks() -> [HostileFile] {
    func links(
      _ name: String, _ right: Right = .refused, without node: String? = "lif",
      _ further: @escaping @Sendable (HDF5Making) -> Void
    ) -> HostileFile {
      file(
        "links: \(name)", is: right,
        network.with {
          if let node { $0.nodes[node] = nil }
          $0.further = further
        })
    }
    let place = "/node/nodes/lif"
    return [
      links("to nothing") { $0.softLink(place, to: "/nothing") },
      links("to itself") { $0.softLink(place, to: place) },
      links("to another file") { $0.externalLink(place, to: "/node/nodes/lif", of: "other.nir") },
      links("to the file itself") { $0.externalLink(place, to: "/node/nodes/fc", of: "net.nir") },
      links("to a device") { $0.externalLink(place, to: "/x", of: "/dev/zero") },
      links("to all") { $0.softLink(place, to: "/") },
      links("to a sister") { $0.hardLink(place, to: "/node/nodes/fc") },
      links("a number for a node") { $0.floats(place, [], [1]) },
      HostileFile("links: no graph at all", hdf5 { $0.floats("/x", [], [1]) }),
      HostileFile("links: a number for the graph", hdf5 { $0.floats("/node", [], [1]) }),
      HostileFile("links: a graph of another type", hdf5 { $0.text("/node/type", "LIF") }),
      HostileFile(
        "links: recorded data",
        hdf5 { file in
          file.group("/a")
          file.attribute("__type__", of: "/", "NIRGraphData")
        }),
    ]
  }

  /// Values that are not in the file, or much more of them than there are bytes.
  private static func nirStorage() -> [HostileFile] {
    func weights(
      _ name: String, _ right: Right = .refused,
      _ make: @escaping @Sendable (HDF5Making, String) -> Void
    ) -> HostileFile {
      file(
        "storage: \(name)", is: right,
        network.with {
          $0.nodes["fc"]?.values["weight"] = nil
          $0.further = { make($0, "/node/nodes/fc/weight") }
        })
    }
    return [
      weights("in another file") {
        $0.floats($1, [3, 2], [], .init(isWritten: false, external: "raw.bin"))
      },
      weights("in a device") {
        $0.floats($1, [3, 2], [], .init(isWritten: false, external: "/dev/zero"))
      },
      weights("put together from another file") {
        $0.virtual($1, [3, 2], from: "/w", of: "other.nir")
      },
      weights("put together from nothing") { $0.virtual($1, [3, 2], from: "/nothing", of: ".") },
      weights("put together from itself") { $0.virtual($1, [3, 2], from: $1, of: ".") },
      weights("structures") { $0.structures($1, 6) },
      weights("chunks that are not there") {
        $0.floats($1, [3, 2], [], .init(chunk: [1, 1], isWritten: false))
      },
      weights("packed numbers", .accepted) {
        $0.floats($1, [3, 2], [1, 2, 3, 4, 5, 6], .init(chunk: [3, 2], packing: 9))
      },
      weights("2^31 rows of nothing") { $0.floats($1, [1 << 31, 2], [], .init(isWritten: false)) },
      weights("2^40 rows in chunks") {
        $0.floats($1, [1 << 40, 2], [], .init(chunk: [1 << 10, 2], isWritten: false))
      },
      weights("16 million zeros, packed") {
        $0.floats(
          $1, [1 << 22, 4], [Float](repeating: 0, count: 1 << 24),
          .init(chunk: [1 << 18, 4], packing: 9))
      },
      weights("a gigabyte of zeros, packed") {
        $0.zeros($1, spiketop_h5_float(), [1 << 14, 1 << 14], rows: 1 << 6)
      },
      file(
        "storage: a gigabyte of time constants, packed",
        network.with {
          $0.nodes["lif"]?.values["tau"] = nil
          $0.further = {
            $0.zeros("/node/nodes/lif/tau", spiketop_h5_double(), [1 << 27], rows: 1 << 19)
          }
        }),
    ]
  }

  /// Names that do something to a terminal.
  private static func nirNames() -> [HostileFile] {
    let names: [(String, String)] = [
      ("an escape", "l\u{1B}[2Jf"), ("a new line", "l\nf"), ("C1", "l\u{9B}f"),
      ("bidirectional", "l\u{202E}f"), ("of no width", "l\u{200B}f"), ("a dot", "l.f"),
      ("60,000 letters", String(repeating: "n", count: 60_000)),
    ]
    return names.flatMap { name, text in
      [
        file(
          "a node of a name: \(name)", is: .accepted,
          network.with {
            $0.nodes[text] = $0.nodes["lif"]
            $0.nodes["lif"] = nil
            $0.edges = [("input", "fc"), ("fc", text), (text, "output")]
          }),
        file(
          "an unknown type of a node, \(name)",
          network.with {
            $0.nodes[text] = NIRFile.Node(type: "Whirl")
          }),
        file(
          "an unknown type, \(name)",
          network.with {
            $0.nodes["extra"] = NIRFile.Node(type: text)
          }),
        file("an edge to nobody, \(name)", network.with { $0.edges.append(("lif", text)) }),
      ]
    }
  }
}
