import Networks
import SpikeStatistics
import SpikingEngine
import Tensors

/// Three neurons with a threshold of 1 that a constant current of 1/2, 1/4 and 3/4 drives, before a
/// readout: small enough to be worked out by hand, and exact.
///
/// The analog network is said to have `z = (1/2, 1/2, -1/4)`, so that the third one is inactivated.
///
/// | step | v of each, with * where it fires | N | N* = floor(z·t) from 0 up | D |
/// |---|---|---|---|---|
/// | 1 | 1/2, 1/4, 3/4 | 0, 0, 0 | 0, 0, 0 | 0, 0, 0 |
/// | 2 | 0*, 1/2, 1/2* | 1, 0, 1 | 1, 1, 0 | 0, -1, 1 |
/// | 3 | 1/2, 3/4, 1/4* | 1, 0, 2 | 1, 1, 0 | 0, -1, 2 |
/// | 4 | 0*, 0*, 0* | 2, 1, 3 | 2, 2, 0 | 0, -1, 3 |
package struct TinyRun: Sendable {
  package private(set) var simulation: Simulation
  package private(set) var statistics: RunStatistics
  package let setting: RunSetting

  /// - Parameters:
  ///   - hasReference: Whether an analog network is said to have such a z.
  ///   - input: What the currents are multiplied with.
  package init(figures: Figures = .standard, hasReference: Bool = true, input level: Float = 1) {
    let shape = MapShape(channels: 3)
    let classes = MapShape(channels: 2)
    let input = AffineLayer(
      weight: Tensor(shape: [3, 1], elements: [0.5, 0.25, 0.75]),
      bias: Tensor(shape: [3], elements: [0, 0, 0]))
    let output = AffineLayer(
      weight: Tensor(shape: [2, 3], elements: [1, 0, 0, 0, 1, 1]),
      bias: Tensor(shape: [2], elements: [0, 0]))
    let network = SpikingNetwork(
      name: "tiny", inputShape: MapShape(channels: 1),
      layers: [
        SpikingLayer(
          name: "fc1", shape: shape, neuron: .integrateAndFire(threshold: 1, reset: .bySubtraction),
          projections: [
            Projection(source: .input, stages: [SynapticStage(.affine(input), shape: shape)])
          ]),
        SpikingLayer(
          name: "fc2", shape: classes, neuron: .readout,
          projections: [
            Projection(source: .layer(0), stages: [SynapticStage(.affine(output), shape: classes)])
          ]),
      ], coding: .rate)
    let packed = PackedNetwork(network)
    let reference = LayerReference(preactivation: [0.5, 0.5, -0.25], activation: [0.5, 0.5, 0])
    setting = RunSetting(
      packed: packed, fanOut: packed.fanOutTable(),
      references: [hasReference ? reference : nil, nil],
      figures: figures)
    simulation = Simulation(packed, stimulus: .image(Tensor(shape: [1, 1, 1], elements: [level])))
    statistics = RunStatistics(setting)
  }

  package mutating func advance(by steps: Int) {
    for _ in 0..<steps {
      simulation.advance()
      statistics.observe(simulation, setting: setting)
    }
  }

  /// What figures are read from.
  package func layerStep(_ layer: Int) -> LayerStep {
    LayerStep(
      setting.packed.network.layers[layer], population: simulation.populations[layer],
      statistics: statistics.layers[layer], reference: setting.references[layer],
      step: simulation.step)
  }
}

extension Figure {
  /// A figure that nobody needs, for tests of those who read them: the place of the highest neuron
  /// that has fired, from 1 on; of a neuron its place if it has fired, of a network the number of
  /// its layers.
  package static let throwaway = Figure(
    "highest_fired", word: "highest_fired", title: "top fired", columnTitle: "top",
    help: "place of the highest neuron that has fired", source: .own, format: .count,
    needs: .spikes,
    layer: { step in
      step.statistics.counts.firstStep.lastIndex { $0 > 0 }.map { Double($0 + 1) }
    },
    neuron: { step, unit in
      step.statistics.counts.firstStep[unit] > 0 ? Double(unit + 1) : nil
    },
    network: { layers, _ in Double(layers.count) })
}
