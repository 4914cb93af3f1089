import Networks
import SpikingEngine

/// What is known of one layer after a step; figures are functions of it.
///
/// Costs O(1) to make: its arrays are shared with the run.
package struct LayerStep: Sendable {
  package let layer: SpikingLayer

  /// The layer after the step.
  package let population: Population
  package let statistics: LayerStatistics

  /// What the analog network says; `nil` without an analog counterpart.
  package let reference: LayerReference?

  /// The step, from 1 on; 0 before the first.
  package let step: Int

  package init(
    _ layer: SpikingLayer, population: Population, statistics: LayerStatistics,
    reference: LayerReference?, step: Int
  ) {
    self.layer = layer
    self.population = population
    self.statistics = statistics
    self.reference = reference
    self.step = step
  }

  /// How many neurons the layer has.
  package var neuronCount: Int { statistics.counts.count.count }

  /// v, in channels-last order; `nil` where a recording does not tell it.
  package var potentials: [Float]? {
    population.knowsPotential ? population.membranePotential : nil
  }
}
