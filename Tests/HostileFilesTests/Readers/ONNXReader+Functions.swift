import ModelFormats

// Functions that a file defines, called between the layers of a small network.
extension HostileReader {
  private static func function(
    _ name: String, _ nodes: [Onnx_NodeProto], inputs: [String] = ["a"], output: String = "b",
    operatorSet: Int64 = 20
  ) -> Onnx_FunctionProto {
    .with {
      ($0.domain, $0.name) = ("own", name)
      ($0.input, $0.output, $0.node) = (inputs, [output], nodes)
      $0.opsetImport = [.with { $0.version = operatorSet }]
    }
  }

  private static func call(_ name: String, _ inputs: [String], _ output: String) -> Onnx_NodeProto {
    var call = node(name, inputs, output)
    call.domain = "own"
    return call
  }

  private static func calling(
    _ name: String, is right: Right = .refused, _ functions: [Onnx_FunctionProto],
    inputs: [String] = ["r"]
  ) -> HostileFile {
    let first = functions.first?.name ?? "f"
    let file = ONNXFile.between([call(first, inputs, "p")]).with { $0.functions = functions }
    return HostileFile("functions: \(name)", file.bytes, right)
  }

  /// Each of them calls the next so often.
  private static func tower(_ height: Int, calls: Int) -> [Onnx_FunctionProto] {
    (0..<height).map { level in
      let nodes = (0..<calls).map { index in
        let (source, result) = (index == 0 ? "a" : "b\(index)", "b\(index + 1)")
        return level == height - 1
          ? node("Relu", [source], result) : call("f\(level + 1)", [source], result)
      }
      return function("f\(level)", nodes, output: "b\(calls)")
    }
  }

  static func functions() -> [HostileFile] {
    let relu = function("f", [node("Relu", ["a"], "b")])
    let long = String(repeating: "n", count: 1 << 20)
    return [
      calling("one", is: .accepted, [relu]),
      calling("none", []),
      calling("two of one name", [relu, relu]),
      calling("one that calls itself", [function("f", [call("f", ["a"], "b")])]),
      calling(
        "two that call each other",
        [function("f", [call("g", ["a"], "b")]), function("g", [call("f", ["a"], "b")])]),
      calling("one too many arguments", [relu], inputs: ["r", "r"]),
      calling("none of the arguments", [relu], inputs: []),
      calling("a result that nothing gives", [function("f", [node("Relu", ["a"], "c")])]),
      calling("an argument that nothing gives", [function("f", [node("Relu", ["c"], "b")])]),
      calling("a result that is an argument", is: .accepted, [function("f", [], output: "a")]),
      calling("a value that is written twice", [function("f", [relu.node[0], relu.node[0]])]),
      calling("an argument that is written", [function("f", [node("Relu", ["a"], "a")])]),
      calling(
        "another operator set", [function("f", [node("Relu", ["a"], "b")], operatorSet: 2)]),
      calling("a hundred deep", tower(100, calls: 1)),
      calling("twenty deep", is: .accepted, tower(20, calls: 1)),
      calling("twice as many on every level", tower(30, calls: 2)),
      calling("a thousand times as many on every level", tower(20, calls: 1000)),
      calling(
        "a name of a million letters, twice on every level", is: .either,
        tower(6, calls: 2).map { function in
          function.with {
            $0.node[0].output = [long]; $0.node[1].input = [long]
          }
        }),
    ]
  }
}

extension Onnx_FunctionProto {
  /// A copy on which something was changed.
  fileprivate func with(_ change: (inout Onnx_FunctionProto) -> Void) -> Onnx_FunctionProto {
    var copy = self
    change(&copy)
    return copy
  }
}
