import Networks

/// Thresholds by least squares and the bias shift `θ/2T`, without calibration.
///
/// The first step of SNN calibration (Li et al., ICML 2021) on its own: among 95 fractions of the
/// largest activation, the threshold whose clipped and floored activations over T steps come
/// closest to the analog ones.
package struct MMSE: LeastSquaresMethod {
  package static let descriptor = MethodDescriptor(
    "mmse", summary: "threshold of least squared error over T steps, bias shift theta/2T",
    isTied: true
  ) { MMSE(steps: $1) }

  /// T, positive.
  package let duration: Int

  package init(steps: Int) {
    precondition(steps > 0, "\(steps) steps")
    duration = steps
  }
}
