import Conversion
import ExampleNetworks
import Networks
import SpikeStatistics
import SpikingEngine
import Testing

@Suite struct ErrorSplitTests {
  private let activations: [Float] = [0, 0.25, 0.75, 1, 1.5]
  private let drives: [Float] = [-3, -0.5, 0, 0.75, 1, 3.5, 7.9, 8, 12]

  /// The sum telescopes, whatever the numbers.
  @Test(arguments: [1, 0.5, 2] as [Float], [1, 4, 8, 16])
  func theFourTermsAddUpToTheError(threshold: Float, steps: Int) {
    for drive in drives {
      for activation in activations {
        for count in 0...steps {
          let split = ErrorSplit(
            drive: drive, count: count, activation: activation, threshold: threshold, steps: steps)
          let error = Double(threshold * Float(count) / Float(steps) - activation)
          #expect(abs(split.total - error) < 1e-5)
        }
      }
    }
  }

  @Test func eachTermStaysInItsRange() {
    for drive in drives {
      let split = ErrorSplit(drive: drive, count: 3, activation: 0.5, threshold: 1, steps: 8)
      let psi = offsetSpikes(count: 3, drive: drive, threshold: 1, steps: 8)

      #expect(split.clipping <= 0)
      #expect(split.quantisation <= 0 && split.quantisation > -1 / 8)
      #expect(split.unevenness == -Double(psi) / 8)
    }
  }

  /// Activations that clip or round by themselves, at λ = 2.
  private static let trained: [Activation] = [
    .relu, .clipped(maximum: 2), .quantized(maximum: 2, levels: 4),
  ]

  private func analog(_ activation: Activation, _ z: Double) -> Float {
    switch activation {
    case .quantized(let maximum, let levels):
      let share = min(max(Float(z) / maximum, 0), 1)
      return (share * Float(levels) + 0.5).rounded(.down) / Float(levels) * maximum
    case .clipped(let maximum): return min(max(Float(z), 0), maximum)
    case .relu, .leaky, .clamp: return max(Float(z), 0)
    }
  }

  /// Where no layer precedes, z̄ = z: whatever the activation does to z is no error of others.
  @Test(arguments: trained.indices, [1, 7, 64])
  func nothingIsPropagatedWhereNoLayerPrecedes(activation: Int, steps: Int) {
    let activation = Self.trained[activation]
    for quarter in -8...24 {
      let z = Double(quarter) / 4
      for count in [0, steps / 2, steps] {
        let a = analog(activation, z)
        let split = ErrorSplit(
          drive: Float(z) * Float(steps), count: count, activation: a, function: activation,
          threshold: 2, steps: steps)

        #expect(split.propagated == 0)
        #expect(activation == .relu ? split.clipping == min(0, 2 - z) : split.clipping == 0)
        #expect(abs(split.total - (2 * Double(count) / Double(steps) - Double(a))) < 1e-12)
      }
    }
  }

  /// With L = T and half a charge at the start a neuron rounds as its activation does.
  @Test(arguments: [1, 4, 8])
  func aNeuronRoundsAsAQuantisedActivationDoes(levels: Int) {
    let activation = Activation.quantized(maximum: 2, levels: levels)
    for sixteenth in -16...48 {
      let z = Double(sixteenth) / 16
      let split = ErrorSplit(
        drive: Float(z) * Float(levels) + 1, initialPotential: 1, count: 0,
        activation: analog(activation, z), function: activation, threshold: 2, steps: levels)

      #expect(split.quantisation == 0 && split.clipping == 0 && split.propagated == 0)
    }
  }

  /// A quantised clip-floor-shift activation with L levels is what a half-charged neuron fires in
  /// T = L steps of even input: `φ = a`.
  @Test(arguments: [4, 8, 16])
  func aHalfChargedNeuronFiresTheQuantisedActivation(levels: Int) {
    let threshold: Float = 2
    let inputs = (-8...40).map { Float($0) / 16 }
    for input in inputs {
      var potentials = [threshold / 2]
      var spikes = 0
      for _ in 0..<levels {
        var currents = [input]
        var events = SpikeEvents()
        fire(
          potentials: &potentials, currents: &currents, threshold: threshold,
          reset: .bySubtraction, output: &events)
        spikes += events.count
      }
      let share = min(max(input / threshold, 0), 1)
      let quantised = (share * Float(levels) + 0.5).rounded(.down)
      #expect(spikes == Int(min(quantised, Float(levels))))
    }
  }
}

/// The split with an initial potential, bursts, and binary digits.
@Suite struct GeneralErrorSplitTests {
  /// In numbers that floats hold exactly the sum is exact, not only close.
  @Test(arguments: [1, 3] as [Int], [-0.5, 0, 0.5, 1.25] as [Float])
  func theTermsAddUpExactly(maximumSpikes: Int, initialPotential: Float) {
    for steps in [1, 4, 16] {
      for quarter in -12...(12 * steps) {
        for count in [0, 1, steps * maximumSpikes] {
          let split = ErrorSplit(
            drive: Float(quarter) / 4, initialPotential: initialPotential, count: count,
            activation: 0.375, threshold: 0.5, maximumSpikes: maximumSpikes, steps: steps)
          #expect(split.total == 0.5 * Double(count) / Double(steps) - 0.375)
          #expect(split.clipping <= 0)
        }
      }
    }
  }

  /// Half a charge rounds instead of flooring.
  @Test func halfAChargeHalvesTheQuantisation() {
    for sixteenth in 0...64 {
      let input = Float(sixteenth) / 16
      let split = ErrorSplit(
        drive: input + 0.5, initialPotential: 0.5, count: 0, activation: 0, threshold: 1, steps: 4)
      #expect(split.propagated == Double(input) / 4)
      #expect(abs(split.quantisation) <= 1.0 / 8)
    }
  }

  @Test func burstsMoveTheLimit() {
    let (single, double) = (1, 2)
    let splits = [single, double].map { limit in
      ErrorSplit(
        drive: 6, count: 4 * limit, activation: 1.5, threshold: 1, maximumSpikes: limit, steps: 4)
    }

    #expect(splits[0].clipping == -0.5 && splits[1].clipping == 0)
    #expect(offsetSpikes(count: 6, drive: 7, threshold: 1, maximumSpikes: 2, steps: 4) == 1)
  }

  /// The layer's own potential says how many spikes are owed: `psi = floor(v/θ)`.
  @Test(arguments: [1, 2, 5])
  func theSplitOfARunKnowsTheOffset(maximumSpikes: Int) {
    let inputs: [Float] = [0.25, 1.5, -0.75, 0.5, 2.25, -1, 0.25, 1]
    var potentials: [Float] = [0.5]
    var (drive, count): (Float, Int) = (0.5, 0)
    for (index, input) in inputs.enumerated() {
      var currents = [input]
      var events = SpikeEvents()
      fireBursts(
        potentials: &potentials, currents: &currents, threshold: 1, maximumSpikes: maximumSpikes,
        output: &events)
      count += events.values.reduce(0) { $0 + Int($1) }
      drive += input
      let split = ErrorSplit(
        drive: drive, initialPotential: 0.5, count: count, activation: 0, threshold: 1,
        maximumSpikes: maximumSpikes, steps: index + 1)
      let offset = -split.unevenness * Double(index + 1)
      #expect(abs(offset - Double(potentials[0].rounded(.down))) < 1e-12)
    }
  }

  @Test(arguments: [
    (-.infinity, 0), (.nan, 0), (-1, 0), (0.4, 0), (3.9, 7), (9, 8), (.infinity, 8),
  ])
  func theEvenCountStaysWithinItsLimits(drive: Float, expected: Int) {
    #expect(SpikeQuanta(quantum: 0.5, limit: 2).evenCount(drive: drive, time: 4) == expected)
  }

  @Test func codesOfCyclesAreCompleteAtTheirEnds() {
    let neuron = NeuronParameters.bistable(threshold: 2, phases: 4, delay: 1)
    let readings = [7, 8, 9, 15, 16, 17, 24].map { neuron.reading(upTo: $0) }

    #expect(readings[0] == nil)
    #expect(readings[1...3].allSatisfy { $0 == CodeReading(step: 8, time: 1) })
    #expect(readings[4...5].allSatisfy { $0 == CodeReading(step: 16, time: 2) })
    #expect(readings[6] == CodeReading(step: 24, time: 3))
    #expect(neuron.quanta == SpikeQuanta(quantum: 0.125, limit: 15))
    #expect(NeuronParameters.readout.reading(upTo: 3) == nil)
    let plain = NeuronParameters.integrateAndFire(threshold: 1, reset: .toZero)
    #expect(plain.reading(upTo: 7) == CodeReading(step: 7, time: 7) && !plain.conservesCharge)
    #expect(neuron.conservesCharge && plain.reading(upTo: 0) == nil)
  }

  /// A bistable neuron sends what it has received, cut off after P digits: nothing is uneven.
  @Test(arguments: [3, 6])
  func theFirstCycleIsEven(phases: Int) throws {
    let run = try ExampleRun(
      Example.residual.network(seed: 2), method: Bistable(phases: phases), headroom: 0.75)
    var simulation = run.simulation
    var counts = run.network.layers.map { SpikeCounts(neurons: $0.shape.count) }
    var checked = 0
    for step in 1...(phases * 8) {
      simulation.advance()
      for (index, layer) in run.network.layers.enumerated() {
        let population = simulation.populations[index]
        counts[index].observe(population, neuron: layer.neuron, step: step)
        guard let reference = run.references[index], let quanta = layer.neuron.quanta,
          layer.neuron.reading(upTo: step) == CodeReading(step: step, time: 1)
        else { continue }
        let delivery = counts[index].delivery(of: layer.neuron)
        let resetCharge = counts[index].resetCharge(of: layer.neuron)
        for unit in 0..<layer.shape.count {
          let split = ErrorSplit(
            drive: population.membranePotential[unit] + resetCharge[unit],
            delivered: delivery.unit * Double(delivery.amounts[unit]),
            activation: reference.activation[unit], quanta: quanta, time: 1)
          #expect(split.unevenness == 0)
          checked += 1
        }
      }
    }
    #expect(checked > 100)
  }
}
