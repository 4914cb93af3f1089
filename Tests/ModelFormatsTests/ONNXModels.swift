import Foundation
import ModelFormats

/// Small models, built from the messages of the format.
enum ONNXModels {
  static func model(
    _ nodes: [Onnx_NodeProto], _ initializers: [Onnx_TensorProto] = [],
    input shape: [Int] = [1, 2, 4, 4], output: String = "y", operatorSet: Int = 20
  ) -> Onnx_ModelProto {
    .with {
      $0.irVersion = 9
      $0.opsetImport = [.with { $0.version = Int64(operatorSet) }]
      $0.graph = .with { graph in
        graph.name = "graph"
        graph.node = nodes
        graph.initializer = initializers
        graph.input = [value("x", shape)]
        graph.output = [.with { $0.name = output }]
      }
    }
  }

  /// A value of floats; a negative length is symbolic.
  static func value(_ name: String, _ shape: [Int]) -> Onnx_ValueInfoProto {
    .with {
      $0.name = name
      $0.type.tensorType.elemType = 1
      $0.type.tensorType.shape.dim = shape.enumerated().map { axis, length in
        .with { dimension in
          if length < 0 {
            dimension.dimParam = "d\(axis)"
          } else {
            dimension.dimValue = Int64(length)
          }
        }
      }
    }
  }

  static func node(
    _ operation: String, _ inputs: [String], _ output: String, name: String = "",
    _ attributes: [Onnx_AttributeProto] = []
  ) -> Onnx_NodeProto {
    .with {
      $0.opType = operation
      $0.name = name.isEmpty ? "\(operation)_\(output)" : name
      $0.input = inputs
      $0.output = [output]
      $0.attribute = attributes
    }
  }

  static func attribute(_ name: String, _ value: Int) -> Onnx_AttributeProto {
    .with {
      $0.name = name
      $0.i = Int64(value)
    }
  }

  static func attribute(_ name: String, _ values: [Int]) -> Onnx_AttributeProto {
    .with {
      $0.name = name
      $0.ints = values.map { Int64($0) }
    }
  }

  static func attribute(_ name: String, _ value: Float) -> Onnx_AttributeProto {
    .with {
      $0.name = name
      $0.f = value
    }
  }

  static func attribute(_ name: String, _ value: String) -> Onnx_AttributeProto {
    .with {
      $0.name = name
      $0.s = Data(value.utf8)
    }
  }

  static func floats(_ name: String, _ shape: [Int], _ values: [Float]) -> Onnx_TensorProto {
    .with {
      $0.name = name
      $0.dataType = 1
      $0.dims = shape.map { Int64($0) }
      $0.floatData = values
    }
  }

  static func integers(_ name: String, _ values: [Int], shape: [Int]? = nil) -> Onnx_TensorProto {
    .with {
      $0.name = name
      $0.dataType = 7
      $0.dims = (shape ?? [values.count]).map { Int64($0) }
      $0.int64Data = values.map { Int64($0) }
    }
  }
}
