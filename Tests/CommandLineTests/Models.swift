import Foundation
import ModelFormats
import SwiftProtobuf

/// Variants of the bundled network, made by changing the messages of its file.
enum Models {
  /// Saves a changed copy in a folder, without a card.
  static func save(
    _ name: String, in scratch: Scratch, _ change: (inout Onnx_GraphProto) throws -> Void
  ) throws -> String {
    var model = try Onnx_ModelProto(
      serializedBytes: Data(contentsOf: URL(filePath: Program.model)))
    try change(&model.graph)
    return try scratch.file(name, model.serializedData())
  }

  /// Saves a copy with a card beside it.
  static func save(withCard card: String, in scratch: Scratch) throws -> String {
    _ = try scratch.file("net.json", card)
    return try save("net.onnx", in: scratch) { _ in }
  }

  /// Every layer that an operator computes now has another one.
  static func replacing(
    _ operation: String, with other: String, attributes: [Onnx_AttributeProto]? = nil,
    inputs: [Onnx_TensorProto] = [], in scratch: Scratch
  ) throws -> String {
    try save("\(other.lowercased()).onnx", in: scratch) { graph in
      for index in graph.node.indices where graph.node[index].opType == operation {
        graph.node[index].opType = other
        graph.node[index].input += inputs.map(\.name)
        if let attributes { graph.node[index].attribute = attributes }
      }
      graph.initializer += inputs
    }
  }

  /// Changes the weights of one name.
  static func weights(
    _ tensor: String, in scratch: Scratch, _ change: (inout [Float]) -> Void
  ) throws -> String {
    try save("weights.onnx", in: scratch) { graph in
      for index in graph.initializer.indices where graph.initializer[index].name == tensor {
        var values = graph.initializer[index].rawData.withUnsafeBytes { bytes in
          Array(bytes.bindMemory(to: Float.self))
        }
        change(&values)
        graph.initializer[index].rawData = values.withUnsafeBytes { Data($0) }
      }
    }
  }

  /// Saves a perceptron for vectors of 784 numbers, with a card.
  static func perceptron(withCard card: String, in scratch: Scratch) throws -> String {
    _ = try scratch.file("perceptron.json", card)
    return try save("perceptron.onnx", in: scratch) { graph in
      let input = graph.input[0]
      graph = .with {
        $0.input = [input]
        $0.input[0].type.tensorType.shape.dim = [1, 784].map { length in
          .with { $0.dimValue = length }
        }
        $0.node = [
          node("MatMul", [input.name, "w"], "a"), node("Relu", ["a"], "b"),
          node("MatMul", ["b", "v"], "c"),
        ]
        $0.initializer = [tensor("w", [784, 16]), tensor("v", [16, 10])]
        $0.output = [.with { $0.name = "c" }]
      }
    }
  }

  /// Saves a detector of three classes for pictures of 8 by 8 pixels, without a card.
  static func detector(in scratch: Scratch) throws -> String {
    try save("detector.onnx", in: scratch) { graph in
      let input = graph.input[0]
      graph = .with {
        $0.input = [input]
        $0.input[0].type.tensorType.shape.dim = [1, 1, 8, 8].map { length in
          .with { $0.dimValue = length }
        }
        $0.node = [
          node("Conv", [input.name, "w"], "a"), node("Relu", ["a"], "b"),
          node("Conv", ["b", "v"], "y"),
        ]
        $0.node[0].attribute = [integers("pads", [1, 1, 1, 1])]
        $0.node[2].name = "head"
        $0.initializer = [tensor("w", [2, 1, 3, 3]), tensor("v", [8, 2, 1, 1])]
        $0.output = [.with { $0.name = "y" }]
      }
    }
  }

  private static func node(
    _ operation: String, _ inputs: [String], _ output: String
  ) -> Onnx_NodeProto {
    .with {
      $0.opType = operation
      $0.name = operation
      $0.input = inputs
      $0.output = [output]
    }
  }

  /// Numbers around zero.
  private static func tensor(_ name: String, _ shape: [Int64]) -> Onnx_TensorProto {
    .with {
      $0.name = name
      $0.dataType = 1
      $0.dims = shape
      $0.floatData = (0..<shape.reduce(1, *)).map { Float($0 * 37 % 101) / 100 - 0.5 }
    }
  }

  static func scalar(_ name: String, _ value: Float) -> Onnx_TensorProto {
    .with {
      $0.name = name
      $0.dataType = 1
      $0.floatData = [value]
    }
  }

  static func integers(_ name: String, _ values: [Int64]) -> Onnx_AttributeProto {
    .with {
      $0.name = name
      $0.type = 7
      $0.ints = values
    }
  }
}
