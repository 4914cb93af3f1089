import SpikingEngine

/// When excitation and inhibition reach a layer as a whole, on average; see `LayerTiming`.
///
/// Of a large layer a sample of neurons, spread evenly over it, stands for all.
package struct LayerArrivals: Equatable, Sendable {
  /// tauE and tauI, steps; `nil` for a side that has not arrived at all.
  package let excitation: Double?
  package let inhibition: Double?

  /// How many neurons were looked at.
  package let sampled: Int

  /// - Parameter synapseBudget: How many plain synapses may be visited; one neuron always is.
  package init(
    _ timing: LayerTiming, simulation: Simulation, synapseBudget: Int = 1 << 16
  ) {
    let count = simulation.network.layers[timing.layer].shape.count
    let cost = max(timing.cost(of: count / 2, simulation: simulation), 1)
    let limit = min(max(synapseBudget / cost, 1), count)
    let units = (0..<limit).map { $0 * count / limit }
    (excitation, inhibition) = timing.meanArrivals(of: units, simulation: simulation)
    sampled = units.count
  }
}
