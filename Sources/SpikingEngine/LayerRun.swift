import Networks
import Tensors

/// One layer of a network, run by itself behind the recorded spikes of its sources.
///
/// Calibration and trials change one layer after the other; this spares them to simulate the
/// layers before it again. The spikes are those of a whole simulation.
package struct LayerRun: Sendable {
  /// The state before the first step; changing it changes the run.
  package var population: Population

  private let packed: PackedNetwork
  private let layer: Int
  private let drives: [Drive]

  /// - Parameter image: Preprocessed, shape `[channels, rows, columns]`.
  package init(_ packed: PackedNetwork, layer: Int, image: Tensor) {
    let shape = packed.network.inputShape
    let input = SpikeEvents(nonzero: shape.populationOrder(image.elements))
    self.init(
      packed, layer: layer, drives: packed.drives(of: layer, image: input),
      population: Population(packed.network.layers[layer], coding: packed.network.coding))
  }

  init(_ packed: PackedNetwork, layer: Int, drives: [Drive], population: Population) {
    self.packed = packed
    self.layer = layer
    self.drives = drives
    self.population = population
  }

  /// Runs some steps from the state before the first.
  ///
  /// - Parameters:
  ///   - sources: The spikes of a layer that feeds this one.
  ///   - observe: Called after each step.
  package func spikes(
    steps: Int, sources: (Int) -> SpikeTrains, observe: (Population, _ step: Int) -> Void = { _, _ in }
  ) -> SpikeTrains {
    let coding = packed.network.coding
    let neuron = packed.network.layers[layer].neuron
    var population = population
    var (events, workspace) = (SpikeEvents(), Workspace())
    var trains = SpikeTrains(neurons: packed.network.layers[layer].shape.count)
    for step in 1...max(steps, 1) {
      population.clearCurrents()
      for drive in drives where drive.flows(atStep: step, coding: coding) { population.add(drive) }
      for projection in packed.layers[layer].projections {
        guard case .layer(let source) = projection.source else { continue }
        sources(source).read(step: step, into: &events)
        population.receive(events, through: projection, workspace: &workspace)
      }
      population.fire(neuron, step: step)
      trains.append(population.output)
      observe(population, step)
    }
    return trains
  }
}
