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
          let error = threshold * Float(count) / Float(steps) - activation
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
      #expect(split.unevenness == -Float(psi) / 8)
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
