/// What turns the logits into an answer without changing which of them is the largest.
///
/// No spiking network computes it: it stands at the very end, where the accumulated output takes
/// the place of the logits.
package enum Answer: String, CaseIterable, Equatable, Sendable {
  /// `exp(x_i) / Σ exp(x_j)`.
  case softmax
  /// `x_i - log Σ exp(x_j)`.
  case logSoftmax
  /// `1 / (1 + exp(-x_i))`.
  case sigmoid
  /// `tanh x`, which grows like a sigmoid: `2 · sigmoid(2x) - 1`.
  case tanh

  /// Whether each number has its own, so that a map has too.
  package var isUnitwise: Bool {
    switch self {
    case .softmax, .logSoftmax: false
    case .sigmoid, .tanh: true
    }
  }

  var traits: AnalogTraits {
    AnalogTraits(
      stem: rawValue.lowercased(), title: rawValue.lowercased(), role: .answer, spikingForm: .end,
      shape: { inputs in
        sameShape(inputs).flatMap { isUnitwise || $0.isVector ? $0 : nil }
      }
    ).with { if !isUnitwise { $0.fanIn = .units } }
  }
}
