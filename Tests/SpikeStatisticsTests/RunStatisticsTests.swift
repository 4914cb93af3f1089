import Conversion
import ExampleNetworks
import Networks
import SpikeStatistics
import SpikingEngine
import Testing

/// Statistics of whole runs against naive evaluations that keep every spike.
@Suite struct RunStatisticsTests {
  private static let methods: [any ConversionMethod] = [Robust(), Hard(), Bistable(phases: 5)]

  /// Everything that fired, by layer and neuron, in order.
  private struct Record {
    var spikes: [[[(step: Int, charge: Double)]]]

    init(_ network: SpikingNetwork) {
      spikes = network.layers.map { Array(repeating: [], count: $0.shape.count) }
    }

    mutating func observe(_ simulation: Simulation) {
      for (layer, population) in simulation.populations.enumerated() {
        for index in population.output.indices {
          let unit = Int(index)
          let charge =
            Double(population.integratedPotential[unit])
            - Double(population.membranePotential[unit])
          spikes[layer][unit].append((simulation.step, charge))
        }
      }
    }
  }

  @Test(arguments: Example.allCases, 0..<3)
  func countsEqualTheRecord(example: Example, method: Int) throws {
    let run = try ExampleRun(
      example.network(seed: 1), method: Self.methods[method], headroom: 0.7)
    let setting = run.setting
    var (simulation, statistics) = (run.simulation, RunStatistics(setting))
    var record = Record(run.network)
    var operations = 0
    for step in 1...70 {
      simulation.advance()
      statistics.observe(simulation, setting: setting)
      record.observe(simulation)
      for (layer, trains) in record.spikes.enumerated() {
        let fanOut = run.packed.fanOut(of: layer)
        for (unit, train) in trains.enumerated() where train.last?.step == step {
          operations += fanOut[unit]
        }
      }
      #expect(statistics.synapticOperations == operations)
    }
    for (layer, trains) in record.spikes.enumerated() {
      let counts = statistics.layers[layer].counts
      #expect(counts.count == trains.map { Float($0.count) })
      #expect(counts.firstStep == trains.map { Int32($0.first?.step ?? 0) })
      #expect(counts.lastStep == trains.map { Int32($0.last?.step ?? 0) })
      #expect(counts.total == trains.reduce(0) { $0 + $1.count })
      #expect(counts.stepTotal == trains.count { $0.last?.step == 70 })
      let released = trains.map { $0.reduce(0) { $0 + $1.charge } }
      #expect(zip(counts.released, released).allSatisfy { abs(Double($0) - $1) < 1e-3 })
    }
  }

  @Test(arguments: Example.allCases, 0..<3)
  func spikesOfInactivatedNeuronsEqualTheRecord(example: Example, method: Int) throws {
    let run = try ExampleRun(
      example.network(seed: 2), method: Self.methods[method], headroom: 0.6)
    let setting = run.setting
    var (simulation, statistics) = (run.simulation, RunStatistics(setting))
    var record = Record(run.network)
    var ratios = run.network.layers.map { _ in 0.0 }
    for step in 1...60 {
      simulation.advance()
      statistics.observe(simulation, setting: setting)
      record.observe(simulation)
      for (layer, reference) in run.references.enumerated() {
        guard let reference, let sin = statistics.layers[layer].sin else { continue }
        let inactive = reference.preactivation.indices.filter { reference.preactivation[$0] <= 0 }
        let trains = inactive.map { record.spikes[layer][$0] }
        #expect(sin.inactiveCount == inactive.count)
        #expect(sin.neurons == trains.count { !$0.isEmpty })
        #expect(sin.spikes == trains.reduce(0) { $0 + $1.count })
        #expect(sin.stepSpikes == trains.count { $0.last?.step == step })
        guard let ratio = sin.ratio else {
          #expect(inactive.isEmpty)
          continue
        }
        #expect(ratio == Double(sin.neurons) / Double(inactive.count))
        #expect(ratio >= ratios[layer])
        ratios[layer] = ratio
      }
    }
  }

  /// D, lead and lag in double precision; a count may differ by one quantum where the schedule is
  /// within rounding of a whole number.
  @Test(arguments: Example.allCases, 0..<3)
  func phasesEqualANaiveEvaluation(example: Example, method: Int) throws {
    let run = try ExampleRun(
      example.network(seed: 3), method: Self.methods[method], headroom: 0.7)
    let setting = run.setting
    var (simulation, statistics) = (run.simulation, RunStatistics(setting))
    var naive = zip(run.network.layers, run.references).map { NaivePhase($0, reference: $1) }
    for _ in 1...120 {
      simulation.advance()
      statistics.observe(simulation, setting: setting)
      for layer in naive.indices {
        naive[layer].observe(
          counts: statistics.layers[layer].counts, step: simulation.step)
        let phase = statistics.layers[layer].phase
        #expect((phase != nil) == (run.references[layer] != nil))
        guard let phase else { continue }
        #expect(phase.evaluations == naive[layer].evaluations)
        let isRight = naive[layer].agrees(with: phase)
        #expect(isRight, "layer \(layer) at \(simulation.step)")
      }
    }
  }

  @Test func nothingIsKnownBeforeTheFirstEvaluation() {
    let phase = PhaseStatistics(neurons: 3)

    #expect(phase.meanDeviation == nil)
    #expect(phase.meanLead == nil)
    #expect(phase.meanLag == nil)
    #expect(phase.lead(of: 1) == 0)
  }
}

/// The definition of `PhaseStatistics`, neuron by neuron.
private struct NaivePhase {
  let neuron: NeuronParameters
  let reference: LayerReference?
  var evaluations = 0
  var deviation: [Double]
  var lead: [Double]
  var lag: [Double]
  /// How much rounding may have changed the sums so far.
  var slack: [Double]

  init(_ layer: SpikingLayer, reference: LayerReference?) {
    neuron = layer.neuron
    self.reference = reference
    deviation = Array(repeating: 0, count: layer.shape.count)
    (lead, lag, slack) = (deviation, deviation, deviation)
  }

  mutating func observe(counts: SpikeCounts, step: Int) {
    guard let reference else { return }
    switch neuron {
    case .integrateAndFire(let neuron):
      evaluations += 1
      for unit in deviation.indices {
        let due =
          Double(reference.preactivation[unit]) * Double(step) / Double(neuron.thresholdValue)
        enter(unit, emitted: Double(counts.count[unit]), due: due, limit: Double(step), quantum: 1)
      }
    case .burst(let neuron):
      evaluations += 1
      for unit in deviation.indices {
        let due =
          Double(reference.preactivation[unit]) * Double(step) / Double(neuron.thresholdValue)
        enter(
          unit, emitted: Double(counts.count[unit]), due: due,
          limit: Double(step * neuron.maximumSpikes), quantum: 1)
      }
    case .bistable(let neuron):
      let (threshold, phases, delay) = (neuron.thresholdValue, neuron.phases, neuron.delay)
      // The cycle of a layer ends with its firing window, and its n-th one begins at window
      // d + 2 (n - 1).
      guard step % phases == 0, step / phases - 1 >= delay, (step / phases - 1 - delay) % 2 == 0
      else { return }
      evaluations += 1
      let cycles = Double((step / phases - 1 - delay) / 2 + 1)
      let quanta = Double(1 << phases)
      for unit in deviation.indices {
        enter(
          unit, emitted: Double(counts.released[unit]) / Double(threshold),
          due: cycles * Double(reference.preactivation[unit]) / Double(threshold) * quanta,
          limit: cycles * (quanta - 1), quantum: 1 / quanta)
      }
    case .continuous, .signed, .differential, .shuffle, .maximum, .delayLine, .readout:
      return
    }
  }

  private mutating func enter(
    _ unit: Int, emitted: Double, due: Double, limit: Double, quantum: Double
  ) {
    let clipped = min(max(due.rounded(.down), 0), limit)
    deviation[unit] = emitted - clipped * quantum
    lead[unit] += max(deviation[unit], 0)
    lag[unit] += max(-deviation[unit], 0)
    let isAmbiguous = abs(due - due.rounded()) < 1e-5 * max(due, 1)
    slack[unit] += (isAmbiguous ? quantum : 0) + 1e-5
  }

  func agrees(with phase: PhaseStatistics) -> Bool {
    let mean = deviation.reduce(0, +) / Double(deviation.count)
    guard evaluations > 0 else { return phase.meanDeviation == nil }
    let total = Double(evaluations)
    return deviation.indices.allSatisfy { unit in
      abs(Double(phase.deviation[unit]) - deviation[unit]) <= slack[unit]
        && abs(Double(phase.lead(of: unit)) * total - lead[unit]) <= slack[unit] + 1e-5 * total
        && abs(Double(phase.lag(of: unit)) * total - lag[unit]) <= slack[unit] + 1e-5 * total
    } && abs((phase.meanDeviation ?? .nan) - mean) <= slack.reduce(0, +)
      && abs((phase.meanLead ?? .nan) * total - lead.reduce(0, +) / Double(lead.count))
        <= slack.reduce(0, +)
      && abs((phase.meanLag ?? .nan) * total - lag.reduce(0, +) / Double(lag.count))
        <= slack.reduce(0, +)
  }
}
