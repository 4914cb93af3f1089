import ExampleNetworks
import SpikingEngine
import Testing

@Suite struct BurstKernelTests {
  @Test(arguments: [0.5, 0.3, 0.0625, .infinity] as [Float], [1, 2, 5, 100])
  func burstsEqualASpikeBySpikeNeuron(threshold: Float, maximumSpikes: Int) {
    var random = SeededGenerator(seed: 5)
    for count in 0..<40 {
      // Multiples of 1/64 keep every difference exact, but for a threshold of 0.3.
      let potentials = random.floats(count).map { ($0 * 64).rounded() / 64 }
      let currents = random.floats(count).map { ($0 * 128).rounded() / 64 }
      var (v, m, output) = (potentials, currents, SpikeEvents())
      output.append(0, 9)

      fireBursts(
        potentials: &v, currents: &m, threshold: threshold, maximumSpikes: maximumSpikes,
        output: &output)

      let integrated = zip(potentials, currents).map { $0 + $1 }
      let spikes = integrated.map { potential in
        (1...maximumSpikes).count { Float($0) * threshold <= potential }
      }
      let firing = spikes.indices.filter { spikes[$0] > 0 }
      #expect(m == integrated)
      #expect(output.indices == firing.map { Int32($0) })
      #expect(output.values == firing.map { Float(spikes[$0]) * threshold })
      #expect(
        v
          == integrated.indices.map {
            spikes[$0] > 0 ? integrated[$0] - Float(spikes[$0]) * threshold : integrated[$0]
          })
    }
  }

  /// A burst of one is an integrate-and-fire neuron.
  @Test(arguments: [0.5, 0.3] as [Float])
  func burstsOfOneEqualSingleSpikes(threshold: Float) {
    var random = SeededGenerator(seed: 6)
    let start = random.floats(67)
    var (bursting, firing) = (start, start)
    for _ in 0..<30 {
      let currents = random.floats(67)
      var (burstCurrents, fireCurrents) = (currents, currents)
      var (burstOutput, fireOutput) = (SpikeEvents(), SpikeEvents())

      fireBursts(
        potentials: &bursting, currents: &burstCurrents, threshold: threshold, maximumSpikes: 1,
        output: &burstOutput)
      fire(
        potentials: &firing, currents: &fireCurrents, threshold: threshold, reset: .bySubtraction,
        output: &fireOutput)

      #expect(burstOutput == fireOutput)
      #expect(bursting == firing)
      #expect(burstCurrents == fireCurrents)
    }
  }
}
