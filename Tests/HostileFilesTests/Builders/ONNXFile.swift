import Foundation
import ModelFormats

/// A small model of ONNX, built from the messages of its format.
struct ONNXFile {
  var nodes: [Onnx_NodeProto] = []
  var tensors: [Onnx_TensorProto] = []
  var inputs: [Onnx_ValueInfoProto] = [value("x", [1, 1, 8, 8])]
  var outputs = ["y"]
  var operatorSet: Int64 = 20
  var functions: [Onnx_FunctionProto] = []

  var bytes: [UInt8] {
    let model = Onnx_ModelProto.with { model in
      model.irVersion = 9
      model.opsetImport = [.with { $0.version = operatorSet }]
      model.functions = functions
      model.graph = .with { graph in
        graph.name = "graph"
        graph.node = nodes
        graph.initializer = tensors
        graph.input = inputs
        graph.output = outputs.map { name in .with { $0.name = name } }
      }
    }
    return (try? model.serializedBytes()) ?? []
  }

  /// A convolution and a classifier of three classes for small pictures.
  static func network(channels: Int = 1, side: Int = 8) -> ONNXFile {
    var file = ONNXFile()
    file.inputs = [value("x", [1, channels, side, side])]
    file.tensors = [
      floats("w", [2, channels, 3, 3]), floats("b", [2]), floats("v", [3, 2 * side * side]),
      floats("c", [3]),
    ]
    file.nodes = [
      node("Conv", ["x", "w", "b"], "h", [integers("pads", [1, 1, 1, 1])]),
      node("Relu", ["h"], "r"), node("Flatten", ["r"], "f"),
      node("Gemm", ["f", "v", "c"], "y", [integer("transB", 1)]),
    ]
    return file
  }

  /// A network in which one node stands between the ReLU and the classifier.
  static func between(
    _ nodes: [Onnx_NodeProto], _ tensors: [Onnx_TensorProto] = [], side: Int = 8
  ) -> ONNXFile {
    var file = network()
    file.nodes.insert(contentsOf: nodes, at: 2)
    file.nodes[file.nodes.count - 2].input = [nodes.last?.output.first ?? "r"]
    file.tensors += tensors
    file.tensors[2] = floats("v", [3, 2 * side * side])
    return file
  }

  /// A copy on which something was changed.
  func with(_ change: (inout ONNXFile) -> Void) -> ONNXFile {
    var copy = self
    change(&copy)
    return copy
  }
}

func value(_ name: String, _ shape: [Int64]) -> Onnx_ValueInfoProto {
  .with {
    $0.name = name
    $0.type.tensorType.elemType = 1
    $0.type.tensorType.shape.dim = shape.map { length in .with { $0.dimValue = length } }
  }
}

func value(_ name: String, _ shape: [Int]) -> Onnx_ValueInfoProto {
  value(name, shape.map { Int64($0) })
}

func node(
  _ operation: String, _ inputs: [String], _ output: String,
  _ attributes: [Onnx_AttributeProto] = [], name: String? = nil
) -> Onnx_NodeProto {
  .with {
    $0.opType = operation
    $0.name = name ?? "\(operation)_\(output)"
    $0.input = inputs
    $0.output = [output]
    $0.attribute = attributes
  }
}

func integer(_ name: String, _ number: Int64) -> Onnx_AttributeProto {
  .with {
    $0.name = name
    $0.type = 2
    $0.i = number
  }
}

func integers(_ name: String, _ numbers: [Int64]) -> Onnx_AttributeProto {
  .with {
    $0.name = name
    $0.type = 7
    $0.ints = numbers
  }
}

func number(_ name: String, _ number: Float) -> Onnx_AttributeProto {
  .with {
    $0.name = name
    $0.type = 1
    $0.f = number
  }
}

func text(_ name: String, _ text: String) -> Onnx_AttributeProto {
  .with {
    $0.name = name
    $0.type = 3
    $0.s = Data(text.utf8)
  }
}

/// Small numbers around zero, in the bytes of the file.
func floats(_ name: String, _ shape: [Int], _ values: [Float]? = nil) -> Onnx_TensorProto {
  let numbers: [Float] =
    values ?? (0..<shape.reduce(1, *)).map { index in Float(index * 37 % 101) / 100 - 0.4 }
  return .with {
    $0.name = name
    $0.dataType = 1
    $0.dims = shape.map { Int64($0) }
    $0.rawData = Data([UInt8](floats: numbers))
  }
}

func whole(_ name: String, _ numbers: [Int64], shape: [Int64]? = nil) -> Onnx_TensorProto {
  .with {
    $0.name = name
    $0.dataType = 7
    $0.dims = shape ?? [Int64(numbers.count)]
    $0.int64Data = numbers
  }
}
