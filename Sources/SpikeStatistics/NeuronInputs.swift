import Networks
import Recordings
import SpikingEngine

/// The synapses onto one neuron, and what they brought in the steps that were asked for.
///
/// What is recorded of a step does not change, so a step costs O(fan-in) once, however often a
/// trace is drawn that goes through it.
package struct NeuronInputs: Equatable, Sendable {
  /// What arrived in one step: `I = excitation - inhibition`, both positive, and I itself.
  struct Arrival: Equatable, Sendable {
    var excitation: Float = 0
    var inhibition: Float = 0
    var current: Float = 0
  }

  let layer: Int
  /// In channels-last order.
  let unit: Int

  /// Grouped by projection.
  package let synapses: [IncomingSynapses]

  /// Of consecutive steps from `firstStep` on.
  private var arrivals: [Arrival] = []
  private var firstStep = 1

  /// Costs O(fan-in), more behind a pool.
  package init(of unit: Int, in layer: Int, simulation: Simulation) {
    self.layer = layer
    self.unit = unit
    synapses = simulation.isReplay ? [] : simulation.packed.incoming(of: unit, in: layer)
  }

  /// What arrived in some recorded steps.
  ///
  /// - Parameters:
  ///   - simulation: Of the network that this was made from.
  ///   - raster: Of one and the same run in all calls.
  mutating func arrivals(
    in steps: ClosedRange<Int>, simulation: Simulation, raster: SpikeRaster
  ) -> ArraySlice<Arrival> {
    if steps.lowerBound < firstStep || steps.lowerBound > firstStep + arrivals.count {
      (arrivals, firstStep) = ([], steps.lowerBound)
    }
    // What lies before is kept for a while, so that it need not be moved at every step.
    if steps.lowerBound - firstStep > steps.count {
      arrivals.removeFirst(steps.lowerBound - firstStep)
      firstStep = steps.lowerBound
    }
    for step in (firstStep + arrivals.count)..<max(steps.upperBound + 1, firstStep + arrivals.count)
    {
      arrivals.append(arrival(at: step, simulation: simulation, raster: raster))
    }
    return arrivals[(steps.lowerBound - firstStep)...(steps.upperBound - firstStep)]
  }

  private func arrival(at step: Int, simulation: Simulation, raster: SpikeRaster) -> Arrival {
    var arrival = Arrival()
    guard simulation.network.listens(layer, atStep: step) else { return arrival }
    if !simulation.network.layers[layer].neuron.role.isPassage {
      arrival.add(simulation.constantCurrent(of: unit, in: layer, atStep: step))
    }
    for incoming in synapses {
      guard case .layer(let source) = incoming.source else { continue }
      let events = raster.events(of: source, at: source < layer ? step : step - 1)
      guard !events.isEmpty else { continue }
      for synapse in incoming.synapses {
        let value = events.value(of: synapse.source)
        if value != 0 { arrival.add(value * synapse.weight) }
      }
    }
    return arrival
  }
}

extension NeuronInputs.Arrival {
  mutating func add(_ current: Float) {
    if current > 0 { excitation += current } else { inhibition -= current }
    self.current += current
  }
}
