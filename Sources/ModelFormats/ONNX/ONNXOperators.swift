/// The operators that an import knows, by name.
package struct ONNXOperators: KindRegistry {
  package let kinds: NamedKinds<ONNXOperator>

  package init(_ all: [ONNXOperator]) { kinds = NamedKinds(all) }

  /// Whether a node tells a shape, which is known before any image.
  func tellsShape(_ node: Onnx_NodeProto) -> Bool {
    if case .shape = self[node.qualifiedName]?.folding { true } else { false }
  }

  /// Those of operator sets 1 to 24, and some that onnxruntime writes, that a spiking network can
  /// stand for.
  package static let standard = ONNXOperators(
    [
      weights, products, sumsByLetters, activations, leakyActivations,
      comparisons, answers, arithmetic, pools,
      reductions, padding, resampling, shapes, selections, scatters, sums, joins, identities,
      quantization, integerArithmetic, fused, constants, constantFunctions,
    ].flatMap(\.self))
}
