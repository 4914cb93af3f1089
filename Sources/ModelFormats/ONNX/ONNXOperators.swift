/// The operators that an import knows, by name.
package struct ONNXOperators: Sendable {
  /// In the order in which people meet them.
  package let all: [ONNXOperator]

  private let byName: [String: ONNXOperator]

  /// - Precondition: No two have the same name.
  package init(_ all: [ONNXOperator]) {
    self.all = all
    byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  }

  /// The operator of a name, or `nil` if models with it are refused.
  package subscript(name: String) -> ONNXOperator? { byName[name] }

  /// Those of operator sets 1 to 24 that a spiking network can stand for.
  package static let standard = ONNXOperators(
    [
      weights, products, activations, comparisons, answers, arithmetic, pools, reductions, padding,
      resampling, shapes, selections, joins, identities, quantization, constants,
    ].flatMap(\.self))
}
