import ExampleNetworks
import Networks
import SpikeStatistics
import SpikingEngine
import Testing

@Suite struct ReceptiveFieldTests {
  /// What arrives and what flows in anyway is the current that the neuron's trace has.
  @Test(arguments: [Example.perceptron, .convolutional, .residual, .concatenated])
  func arrivalsAddUpToTheCurrentOfTheTrace(example: Example) throws {
    let run = try ExampleRun(example.network(seed: 1), headroom: 0.5)
    let recorded = HeadlessRun(run, steps: 30)
    let last = try #require(recorded.simulations.last)
    for layer in run.network.layers.indices {
      for unit in 0..<run.network.layers[layer].shape.count {
        let trace = NeuronTrace(
          of: unit, in: layer, simulation: last, raster: recorded.raster, lastStep: 30)
        for point in trace.points {
          let field = try #require(
            ReceptiveField(
              of: unit, in: layer, simulation: last, raster: recorded.raster, step: point.step))
          let current = field.arrivedCurrent + field.constantCurrent
          let expected = point.excitation - point.inhibition
          #expect(abs(current - expected) <= 1e-4 * max(1, point.excitation + point.inhibition))
          #expect(
            zip(field.arrivals, field.arrivals.dropFirst()).allSatisfy {
              abs($0.current) >= abs($1.current)
            })
          #expect(field.arrivals.count == field.parts.reduce(0) { $0 + ($1.arrived ?? 0) })
        }
      }
    }
  }

  /// All weights of a neuron lie on the maps of its sources, and nowhere else.
  @Test func theFieldHoldsAllWeights() throws {
    let run = try ExampleRun(Example.convolutional.network(seed: 2), headroom: 0.5)
    for layer in run.network.layers.indices {
      for unit in 0..<run.network.layers[layer].shape.count {
        let field = try #require(
          ReceptiveField(
            of: unit, in: layer, simulation: run.simulation,
            raster: HeadlessRun(run, steps: 1).raster, step: 0))
        for (part, incoming) in zip(field.parts, run.packed.incoming(of: unit, in: layer)) {
          let total = incoming.synapses.reduce(0.0) { $0 + Double($1.weight) }
          #expect(abs(part.weights.reduce(0.0) { $0 + Double($1) } - total) < 1e-4)
          #expect(part.synapses == incoming.synapses.count)
          for row in 0..<part.shape.height {
            for column in 0..<part.shape.width
            where part.weights[row * part.shape.width + column] != 0 {
              #expect(part.rows.contains(row) && part.columns.contains(column))
            }
          }
          for row in part.rows {
            for column in part.columns {
              let sum = (0..<part.shape.channels).reduce(0.0) {
                $0 + Double(part.weight(channel: $1, row: row, column: column))
              }
              let all = Double(part.weights[row * part.shape.width + column])
              #expect(abs(sum - all) < 1e-4, "the channels add up to the whole")
            }
          }
        }
      }
    }
  }
}
