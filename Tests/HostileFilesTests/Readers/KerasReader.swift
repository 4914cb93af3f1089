import CHDF5

extension HostileReader {
  static let keras = HostileReader(
    name: "Keras", fileName: "net.keras",
    commands: [
      ReadingCommand("inspect {}"),
      ReadingCommand("convert {} --calibration images.npy --method max --steps 4 -o -"),
    ],
    honest: { _ in HostileFile("honest", archive()) },
    files: { _ in
      kerasConfigurations() + kerasLies() + kerasCalls() + kerasWeights() + kerasMembers()
        + strangers() + cuts(archive(), count: 16) + changes(archive(), count: 60, seed: 31)
    })

  /// A convolution and a classifier for pictures of 8 by 8 pixels.
  private static func configuration(
    _ layers: [String] = [convolution(), #"{"class_name": "Flatten", "config": {}}"#, classifier()]
  ) -> String {
    let input =
      #"{"class_name": "InputLayer", "config": {"batch_shape": [null, 8, 8, 1], "name": "x"}}"#
    return #"{"class_name": "Sequential", "config": {"name": "net", "layers": ["#
      + ([input] + layers).joined(separator: ", ") + "]}}"
  }

  private static func convolution(_ key: String = "filters", _ value: String = "2") -> String {
    var options = [
      "name": #""c""#, "filters": "2", "kernel_size": "[3, 3]", "strides": "[1, 1]",
      "padding": #""same""#, "dilation_rate": "[1, 1]", "groups": "1", "activation": #""relu""#,
      "use_bias": "true", "data_format": #""channels_last""#,
    ]
    options[key] = value
    let texts = options.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
    return #"{"class_name": "Conv2D", "config": {"# + texts.joined(separator: ", ") + "}}"
  }

  private static func classifier(_ units: String = "3") -> String {
    #"{"class_name": "Dense", "config": {"name": "d", "units": \#(units), "activation": "linear"}}"#
  }

  /// The numbers of the layers, after some change.
  private static func weights(_ change: (HDF5Making) -> Void = { _ in }) -> [UInt8] {
    hdf5 { file in
      change(file)
      file.floats("/layers/conv2d/vars/0", [3, 3, 1, 2], values(18))
      file.floats("/layers/conv2d/vars/1", [2], values(2))
      file.floats("/layers/dense/vars/0", [128, 3], values(384))
      file.floats("/layers/dense/vars/1", [3], values(3))
    }
  }

  private static func values(_ count: Int) -> [Float] {
    (0..<count).map { Float($0 * 37 % 101) / 100 - 0.4 }
  }

  private static func archive(
    _ configuration: String = configuration(), weights: [UInt8] = weights()
  ) -> [UInt8] {
    zipFile([
      ZipEntry("config.json", Array(configuration.utf8)), ZipEntry("model.weights.h5", weights),
    ])
  }

  /// Whatever value a key has, it is read or refused.
  private static func kerasConfigurations() -> [HostileFile] {
    JSONChanges.all(of: configuration()).map { name, json in
      HostileFile(
        "configuration with \(name)", archive(json), .either(because: "it may be a lawful value"))
    }
  }

  /// What no network is.
  private static func kerasLies() -> [HostileFile] {
    func file(_ name: String, _ layers: [String]) -> HostileFile {
      HostileFile(name, archive(configuration(layers)))
    }
    func convolutions(_ key: String, _ values: [String]) -> [HostileFile] {
      values.map { file("\(key) of \($0)", [convolution(key, $0)]) }
    }
    let sizes = ["0", "-1", "1e300", "4611686018427387904", "9223372036854775807"]
    let models = (0..<100).reduce(classifier()) { inner, _ in
      #"{"class_name": "Sequential", "config": {"layers": [\#(inner)]}}"#
    }
    return convolutions("filters", sizes + ["7"])
      + convolutions("groups", sizes + ["3"])
      + ["kernel_size", "strides", "dilation_rate"].flatMap { key in
        convolutions(key, sizes.map { "[\($0), \($0)]" } + ["[]", "[1, 1, 1, 1, 1]"])
      }
      + (sizes + ["7"]).map { units in
        file(
          "units of \(units)", [#"{"class_name": "Flatten", "config": {}}"#, classifier(units)])
      } + [
        file("no layers", []), file("100 models within each other", [models]),
        file("an unknown layer", [#"{"class_name": "\u001b[2J\n", "config": {}}"#]),
        file("an unknown activation", [convolution("activation", #""\u001b[2J""#)]),
        file("two layers of one name", [convolution(), convolution()]),
        HostileFile("no JSON", archive("layers")), HostileFile("an empty object", archive("{}")),
        HostileFile("100,000 arrays", archive(String(repeating: "[", count: 100_000))),
        HostileFile(
          "20,000 rectifiers",
          archive(
            configuration(
              (0..<20_000).map { #"{"class_name": "ReLU", "config": {"name": "r\#($0)"}}"# })),
          .either(because: "a rectifier of a rectifier is one")),
        HostileFile(
          "a layer that reads itself",
          archive(
            #"""
            {"class_name": "Functional", "config": {"layers": [{"class_name": "ReLU", "name": "a",
            "config": {}, "inbound_nodes": [[["a", 0, 0, {}]]]}], "input_layers": [["a", 0, 0]],
            "output_layers": [["a", 0, 0]]}}
            """#)),
      ]
  }

  /// Models that take long to follow where each call is looked for among all.
  private static func kerasCalls() -> [HostileFile] {
    let start = [input("x"), call("ReLU", "r", of: "x")]
    let chain = (0..<8000).map { call("Dropout", "d\($0)", of: $0 == 0 ? "r" : "d\($0 - 1)") }
    let models = (0..<4000).map { index in
      call(
        "Functional", "m\(index)", of: index == 0 ? "r" : "m\(index - 1)",
        functional([input("y"), call("Dropout", "d", of: "y")], inputs: ["y"], output: "d"))
    }
    let inputs = (0..<20_000).map { "x\($0)" }
    return [
      HostileFile(
        "8000 layers, the last one first",
        archive(functional(start + chain.reversed(), inputs: ["x"], output: "d7999")),
        .accepted),
      HostileFile(
        "4000 models", archive(functional(start + models, inputs: ["x"], output: "m3999")),
        .accepted),
      HostileFile("10^9 calls", archive(calls(levels: 9))),
      HostileFile("10^6 calls", archive(calls(levels: 6))),
      HostileFile(
        "20,000 inputs",
        archive(
          functional(
            inputs.map { input($0) } + [call("Add", "a", of: inputs)], inputs: inputs,
            output: "a"))),
    ]
  }

  /// Models of ten calls of a model each, as deep as that.
  private static func calls(levels: Int) -> String {
    let nodes = (0..<10).map { $0 == 0 ? node(["x"]) : node(["m"], call: $0 - 1) }
    return (0..<levels).reduce("{}") { inner, level in
      let kind = level == 0 ? "Dropout" : "Functional"
      let configuration = level == 0 ? inner : content(inner)
      return functional(
        [input("x"), layer(kind, "m", configuration, nodes)], inputs: ["x"], output: "m", call: 9)
    }
  }

  /// What `"config"` has in a model.
  private static func content(_ model: String) -> String {
    String(model.dropFirst(#"{"class_name": "Functional", "config": "#.count).dropLast())
  }

  private static func functional(
    _ layers: [String], inputs: [String], output: String, call: Int = 0
  ) -> String {
    let read = inputs.map { #"["\#($0)", 0, 0]"# }.joined(separator: ", ")
    return #"{"class_name": "Functional", "config": {"layers": ["#
      + layers.joined(separator: ", ")
      + #"], "input_layers": [\#(read)], "output_layers": [["\#(output)", \#(call), 0]]}}"#
  }

  private static func input(_ name: String) -> String {
    layer("InputLayer", name, #"{"batch_shape": [null, 8, 8, 1]}"#, [])
  }

  private static func call(
    _ kind: String, _ name: String, of argument: String, _ model: String? = nil
  ) -> String {
    layer(kind, name, model.map(content) ?? "{}", [node([argument])])
  }

  private static func call(_ kind: String, _ name: String, of arguments: [String]) -> String {
    layer(kind, name, "{}", [node(arguments)])
  }

  private static func layer(
    _ kind: String, _ name: String, _ configuration: String, _ nodes: [String]
  ) -> String {
    #"{"class_name": "\#(kind)", "name": "\#(name)", "config": \#(configuration), "#
      + #""inbound_nodes": [\#(nodes.joined(separator: ", "))]}"#
  }

  /// One call, as Keras 2 writes it.
  private static func node(_ arguments: [String], call: Int = 0) -> String {
    "[" + arguments.map { #"["\#($0)", \#(call), 0, {}]"# }.joined(separator: ", ") + "]"
  }

  /// Weights that are not what the layers need.
  private static func kerasWeights() -> [HostileFile] {
    func file(
      _ name: String, _ right: Right = .refused, _ change: @escaping (HDF5Making) -> Void
    ) -> HostileFile {
      HostileFile("weights: \(name)", archive(weights: weights(change)), right)
    }
    let kernel = "/layers/conv2d/vars/0"
    let huge = HDF5Making.Storage(chunk: [1 << 20], packing: 9, isWritten: false)
    return [
      file("of another shape") { $0.floats(kernel, [3, 3, 2, 1], values(18)) },
      file("of nothing") { $0.floats(kernel, [0], []) },
      file("NaN") { $0.floats(kernel, [3, 3, 1, 2], [.nan] + values(17)) },
      file("infinite") { $0.floats(kernel, [3, 3, 1, 2], [.infinity] + values(17)) },
      file("a gigabyte of zeros, packed") {
        $0.zeros(kernel, spiketop_h5_float(), [1 << 20, 256], rows: 1 << 12)
      },
      file("text") { $0.texts(kernel, [1], ["weights"]) },
      file("a group") { $0.group(kernel) },
      file("never written") {
        $0.floats(kernel, [3, 3, 1, 2], [], HDF5Making.Storage(isWritten: false))
      },
      file("2^31 numbers in a hole") { $0.floats(kernel, [1 << 31], [], huge) },
      file("in a file elsewhere") {
        $0.floats(kernel, [3, 3, 1, 2], [], HDF5Making.Storage(isWritten: false, external: "x"))
      },
      file("of doubles", .accepted) {
        $0.doubles(kernel, [3, 3, 1, 2], values(18).map { Double($0) })
      },
      HostileFile("weights: none", archive(weights: hdf5 { _ in })),
      HostileFile("weights: no HDF5", archive(weights: Array("weights".utf8))),
      HostileFile(
        "weights: 512 zeros in front", archive(weights: zeros(512) + weights()),
        .either(because: "HDF5 allows of a block in front")),
    ]
      + cuts(weights(), count: 12).map { cut in
        guard case .bytes(let bytes) = cut.content else { return cut }
        return HostileFile("weights \(cut.name)", archive(weights: bytes))
      }
  }

  /// Archives that lack something, or say other sizes.
  private static func kerasMembers() -> [HostileFile] {
    let text = ZipEntry("config.json", Array(configuration().utf8), isPacked: true)
    let numbers = ZipEntry("model.weights.h5", weights(), isPacked: true)
    let bomb = ZipEntry("config.json", zeros(64 << 20), isPacked: true)
    return [
      HostileFile("packed", zipFile([text, numbers]), .accepted),
      HostileFile("no configuration", zipFile([numbers])),
      HostileFile("no weights", zipFile([text])), HostileFile("no members", zipFile([])),
      HostileFile("a configuration of 64 MB of zeros", zipFile([bomb, numbers])),
      HostileFile(
        "a gigabyte of zeros behind the weights",
        zipFile([
          text, ZipEntry("model.weights.h5", PackedZeros(behind: weights(), mebibytes: 1024)),
        ])),
      HostileFile(
        "four gigabytes by name", zipFile([text, numbers.with { $0.size = .max - 1 }])),
      HostileFile("another checksum", zipFile([text, numbers.with { $0.checksum = 7 }])),
    ]
  }

  private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}
