import ExampleNetworks
import Networks
import SpikeKernels
import SpikingEngine
import Testing

/// Instruction sets are chosen for the whole process, so that these tests take turns.
@Suite(.serialized) struct NeuronKernelTests {
  private static let counts = [0, 1, 15, 16, 63, 64, 65, 127, 128, 200]

  @Test(arguments: InstructionSet.available, [Reset.bySubtraction, .toZero])
  func fireEqualsItsReference(set: InstructionSet, reset: Reset) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 3)
    for count in Self.counts {
      for threshold in [0.5, 0, .infinity] as [Float] {
        let (currents, start) = (random.floats(count), random.floats(count))
        var (v, m, output) = (start, currents, SpikeEvents())
        fire(potentials: &v, currents: &m, threshold: threshold, reset: reset, output: &output)

        var potentials = start
        var integrated = Array(repeating: Float(9), count: count)
        var bits = Array(repeating: ~UInt64(0), count: count / 64 + 1)
        sk_fire(
          Int32(count), currents, threshold, reset == .toZero, &potentials, &integrated, &bits)

        #expect(potentials.map(\.bitPattern) == v.map(\.bitPattern))
        #expect(integrated.map(\.bitPattern) == m.map(\.bitPattern))
        expect(bits, list: output.indices, of: count)
      }
    }
  }

  @Test(
    arguments: InstructionSet.available,
    [Reset.bySubtraction, .toZero, .bySubtractionInNextStep])
  func leakyNeuronsEqualTheirReference(set: InstructionSet, reset: Reset) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 9)
    for count in Self.counts where count > 0 {
      for kind in 0..<4 {
        var neuron = random.neuron(kind, count: count, reset: reset)
        if count % 2 == 1 { neuron.firing?.rule = .exceeding }
        if count % 3 == 0 { neuron.integration = .exponential }
        if count % 5 < 2 { neuron.synapse?.rule = count % 2 == 0 ? .jump : .delayedJump }
        let (currents, start) = (random.floats(count), random.floats(count))
        let startingCurrent = random.floats(count)
        var (v, i, m, output) = (start, startingCurrent, currents, SpikeEvents())
        fireLeaky(neuron, potentials: &v, synaptic: &i, currents: &m, output: &output)

        var (potentials, synaptic) = (start, startingCurrent)
        var integrated = Array(repeating: Float(9), count: count)
        var bits = Array(repeating: ~UInt64(0), count: count / 64 + 1)
        let neurons = EulerNeurons(neuron, count: count)
        synaptic.withUnsafeMutableBufferPointer { synaptic in
          neurons.fire(
            0..<count, currents: currents,
            synaptic: neuron.synapse == nil ? nil : synaptic.baseAddress,
            potentials: &potentials, integrated: &integrated, bits: &bits)
        }

        #expect(potentials.map(\.bitPattern) == v.map(\.bitPattern))
        #expect(integrated.map(\.bitPattern) == m.map(\.bitPattern))
        #expect(synaptic.map(\.bitPattern) == i.map(\.bitPattern))
        expect(bits, list: output.indices, of: count)
      }
    }
  }

  @Test(arguments: InstructionSet.available) func deviationsAreThoseOfTheDefinition(
    set: InstructionSet
  ) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 4)
    for count in Self.counts {
      for (unit, quantum) in [(1, 1), (0.25, 1.0 / 16)] as [(Float, Float)] {
        let emitted = random.floats(count).map { ($0 * 8).rounded() }
        let z = random.floats(count)
        let (leads, lags) = (random.floats(count), random.floats(count))
        let schedule = sk_schedule(per_activation: 9.3, maximum: 7, quantum: quantum)
        let expected = zip(emitted, z).map { emitted, z in
          emitted * unit - min(max((z * 9.3).rounded(.down), 0), 7) * quantum
        }
        var (d, lead, lag) = (leads, leads, lags)
        let total = sk_deviate(Int32(count), emitted, unit, z, schedule, &d, &lead, &lag)
        #expect(d == expected)
        #expect(lead == zip(leads, expected).map { $0 + max($1, 0) })
        #expect(lag == zip(lags, expected).map { $0 + max(-$1, 0) })
        #expect(total.leading == expected.count { $0 > 0 })
        #expect(total.lagging == expected.count { $0 < 0 })
        let sum = expected.reduce(0.0) { $0 + Double($1) }
        #expect(abs(total.sum - sum) < 1e-9 * Double(count + 1))
      }
    }
  }

  @Test(arguments: InstructionSet.available) func fireExactEqualsItsReference(set: InstructionSet) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 4)
    for count in Self.counts {
      for threshold in [0.5, 0, .infinity] as [Float] {
        let start = random.floats(count).map { Double($0) / 3 }
        let currents = random.floats(count).map { Double($0) / 7 }
        var v = zip(start, currents).map { $0 + $1 }
        var (m, rest) = (Array(repeating: Float(0), count: count), random.floats(count))
        var output = SpikeEvents()
        fireExactly(
          potentials: &v, integrated: &m, rest: &rest, threshold: threshold, output: &output)

        var potentials = start
        var (integrated, rounded) = (Array(repeating: Float(9), count: count), rest)
        var bits = Array(repeating: ~UInt64(0), count: count / 64 + 1)
        sk_fire_exact(
          Int32(count), currents, Double(threshold), &potentials, &integrated, &rounded, &bits)

        #expect(potentials.map(\.bitPattern) == v.map(\.bitPattern))
        #expect(integrated == m && rounded == rest)
        expect(bits, list: output.indices, of: count)
      }
    }
  }

  @Test(arguments: InstructionSet.available) func listsNameEverySpikeAndWherePixelsBegin(
    set: InstructionSet
  ) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 6)
    for channels in [1, 3, 15, 16, 17, 40, 64, 100] {
      for pixels in [1, 2, 9] {
        let values = random.floats(pixels * channels).map { $0 < 0.2 ? 0 : $0 }
        let expected = values.indices.filter { values[$0] != 0 }
        let starts = (0...pixels).map { pixel in expected.count { $0 < pixel * channels } }

        let room = values.count + sk_list_slack
        var (indices, first) = (
          [Int32](repeating: -1, count: room), [Int32](repeating: -1, count: pixels + 1)
        )
        let count = sk_list_spikes(
          words(of: values), Int32(pixels), Int32(channels), &indices, &first)
        #expect(count == expected.count && indices.prefix(Int(count)).map { Int($0) } == expected)
        #expect(first.map { Int($0) } == starts)

        var map = values
        var kept = [Float](repeating: 0, count: room)
        let drained = sk_drain(&map, Int32(pixels), Int32(channels), &indices, &kept, &first)
        #expect(drained == count && indices.prefix(Int(count)).map { Int($0) } == expected)
        #expect(Array(kept.prefix(Int(count))) == expected.map { values[$0] })
        #expect(first.map { Int($0) } == starts && map.allSatisfy { $0 == 0 })
      }
    }
  }

  private func words(of values: [Float]) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: values.count / 64 + 1)
    for index in values.indices where values[index] != 0 { words[index / 64] |= 1 << (index % 64) }
    return words
  }

  private func expect(_ bits: [UInt64], list: [Int32], of count: Int) {
    let fired = (0..<count).filter { bits[$0 / 64] >> ($0 % 64) & 1 == 1 }
    #expect(fired == list.map { Int($0) })
    if count % 64 != 0 { #expect(bits[count / 64] >> (count % 64) == 0) }
  }
}

extension SeededGenerator {
  /// Uniform and per neuron, with and without synapses and a threshold.
  fileprivate mutating func neuron(_ kind: Int, count: Int, reset: Reset) -> ContinuousNeuron {
    let share = NeuronValues.uniform(Float(0.003))
    guard kind > 0 else {
      return ContinuousNeuron(
        timeStep: 0.001,
        membrane: .leaky(
          timeConstant: share, resistance: .uniform(1.5), leakPotential: .uniform(0.1)),
        firing: ContinuousNeuron.Firing(threshold: .uniform(0.3), reset: reset))
    }
    var neuron = ContinuousNeuron(
      timeStep: 0.001,
      membrane: .leaky(
        timeConstant: .perNeuron(floats(count, in: 0.001...0.01)),
        resistance: .perNeuron(floats(count)), leakPotential: .perNeuron(floats(count))))
    if kind > 1 {
      neuron.synapse = ContinuousNeuron.Synapse(
        timeConstant: .perNeuron(floats(count, in: 0.001...0.01)), weight: share)
    }
    if kind < 3 {
      neuron.firing = ContinuousNeuron.Firing(
        threshold: .perNeuron(floats(count)), reset: reset,
        resetPotential: .perNeuron(floats(count)))
    }
    return neuron
  }
}
