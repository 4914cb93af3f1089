import Tensors

/// What a network is shown: its input in each time step, a pure function of the step.
package enum Stimulus: Equatable, Sendable {
  /// The same image in all steps: preprocessed, shape `[channels, rows, columns]`, and so in the
  /// order of unit numbers.
  case image(Tensor)

  /// The part of the input that all steps share, shape `[channels, rows, columns]`; the current
  /// that it brings is summed once per run.
  package var constantPart: Tensor {
    switch self {
    case .image(let image): image
    }
  }
}
