import Foundation

/// The attributes of a node.
struct ONNXAttributes {
  private let file: String
  private let node: Onnx_NodeProto

  init(_ node: Onnx_NodeProto, file: String) {
    self.node = node
    self.file = file
  }

  func has(_ name: String) -> Bool { attribute(name) != nil }

  func int(_ name: String, default value: Int) throws(FormatError) -> Int {
    guard let attribute = attribute(name) else { return value }
    guard attribute.hasI else { throw wrong(name, "an integer") }
    return Int(attribute.i)
  }

  func ints(_ name: String) throws(FormatError) -> [Int]? {
    guard let attribute = attribute(name) else { return nil }
    guard attribute.floats.isEmpty, !attribute.hasF else { throw wrong(name, "integers") }
    return attribute.ints.map { Int($0) }
  }

  func float(_ name: String, default value: Float) throws(FormatError) -> Float {
    guard let attribute = attribute(name) else { return value }
    guard attribute.hasF else { throw wrong(name, "a number") }
    return attribute.f
  }

  func floats(_ name: String) -> [Float]? { attribute(name)?.floats }

  func string(_ name: String, default value: String) throws(FormatError) -> String {
    guard let attribute = attribute(name) else { return value }
    guard attribute.hasS, let text = String(bytes: attribute.s, encoding: .utf8) else {
      throw wrong(name, "text")
    }
    return text
  }

  func tensor(_ name: String) -> Onnx_TensorProto? {
    guard let attribute = attribute(name), attribute.hasT else { return nil }
    return attribute.t
  }

  private func attribute(_ name: String) -> Onnx_AttributeProto? {
    node.attribute.first { $0.name == name }
  }

  private func wrong(_ name: String, _ expected: String) -> FormatError {
    malformed("the attribute '\(name)' is not \(expected)")
  }

  func malformed(_ what: String) -> FormatError {
    .malformed(file: file, node: node.title, what: what)
  }
}
