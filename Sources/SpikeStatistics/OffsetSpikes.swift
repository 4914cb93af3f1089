/// The spikes of an evenly driven neuron: `N* = clip(floor(C/θ), 0, T)`.
///
/// - Parameters:
///   - drive: C(T), the initial potential and all input since.
///   - steps: T, at most one spike per step.
package func evenSpikeCount(drive: Float, threshold: Float, steps: Int) -> Int {
  Int(min(max((drive / threshold).rounded(.down), 0), Float(steps)))
}

/// `psi = N* - N`: how many spikes a neuron owes (positive) or sent too many (negative).
///
/// Equals `floor(v/θ)` for reset by subtraction where the drive allows 0 to T spikes; `-N` below
/// and `T - N` above. (Offset spikes of Hao et al. 2023, COS; the exact cases are derived.)
package func offsetSpikes(count: Int, drive: Float, threshold: Float, steps: Int) -> Int {
  evenSpikeCount(drive: drive, threshold: threshold, steps: steps) - count
}
