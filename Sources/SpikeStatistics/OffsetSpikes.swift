/// The spikes of an evenly driven neuron: `N* = clip(floor(C/θ), 0, Γ·T)`.
///
/// - Parameters:
///   - drive: C(T), the initial potential and all input since.
///   - maximumSpikes: Γ, the most spikes per step.
///   - steps: T.
package func evenSpikeCount(
  drive: Float, threshold: Float, maximumSpikes: Int = 1, steps: Int
) -> Int {
  SpikeQuanta(quantum: threshold, limit: maximumSpikes).evenCount(drive: drive, time: steps)
}

/// `psi = N* - N`: how many spikes a neuron owes (positive) or sent too many (negative).
///
/// Equals `floor(v/θ)` for reset by subtraction where the drive allows 0 to T spikes; `-N` below
/// and `T - N` above. (Offset spikes of Hao et al. 2023, COS; the exact cases are derived.)
package func offsetSpikes(
  count: Int, drive: Float, threshold: Float, maximumSpikes: Int = 1, steps: Int
) -> Int {
  evenSpikeCount(drive: drive, threshold: threshold, maximumSpikes: maximumSpikes, steps: steps)
    - count
}
