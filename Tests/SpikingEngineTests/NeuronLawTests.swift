import Networks
import SpikeStatistics
import SpikingEngine
import Testing

/// What one neuron does with a train of currents.
private struct Response {
  var spikes: [Int] = []
  var potential: Float = 0
  var drive: Float = 0
  var largestDrive: Float = 0

  init(to currents: [Float], threshold: Float = 1, reset: Reset = .bySubtraction) {
    var (v, output) = ([Float(0)], SpikeEvents())
    for current in currents {
      var m = [current]
      fire(potentials: &v, currents: &m, threshold: threshold, reset: reset, output: &output)
      spikes.append(output.count)
      drive += current
      largestDrive = max(largestDrive, drive)
    }
    potential = v[0]
  }

  var count: Int { spikes.reduce(0, +) }
}

@Suite struct NeuronLawTests {
  struct Vector: Sendable {
    var currents: [Float]
    var spikes: [Int]
    var potential: Float
    var evenCount: Int
    var offset: Int
  }

  /// Worked out by hand; the first is documented in the code of Deng and Gu (ICLR 2021).
  @Test(arguments: [
    Vector(
      currents: [0.9, 0.3, -2, 0.4], spikes: [0, 1, 0, 0], potential: -1.4, evenCount: 0,
      offset: -1),
    Vector(
      currents: [0, 0, 1.5, 1.5], spikes: [0, 0, 1, 1], potential: 1, evenCount: 3, offset: 1),
    Vector(
      currents: [1.5, 0, 1.5, 0], spikes: [1, 0, 1, 1], potential: 0, evenCount: 3, offset: 0),
    Vector(
      currents: [0.5, 0.5, 0.5, 0.5], spikes: [0, 1, 0, 1], potential: 0, evenCount: 2, offset: 0),
  ])
  func knownTrainsGiveKnownSpikes(vector: Vector) {
    let response = Response(to: vector.currents)

    #expect(response.spikes == vector.spikes)
    #expect(abs(response.potential - vector.potential) < 1e-6)
    #expect(evenSpikeCount(drive: response.drive, threshold: 1, steps: 4) == vector.evenCount)
    #expect(
      offsetSpikes(count: response.count, drive: response.drive, threshold: 1, steps: 4)
        == vector.offset)
  }

  @Test(arguments: [0, 0.125, 0.25, 0.5, 0.75, 1] as [Float])
  func firingRateEqualsCurrentOverThreshold(current: Float) {
    let response = Response(to: Array(repeating: current * 3, count: 1000), threshold: 3)

    #expect(response.count == Int(current * 1000))
  }

  /// All trains of five currents from five values, in eighths so that every sum is exact.
  @Test func countsFollowTheRunningMaximumOfTheDrive() {
    let values: [Float] = [-1.25, -0.5, 0.375, 1, 1.75]
    for code in 0..<3125 {
      let digits = [1, 5, 25, 125, 625].map { code / $0 % 5 }
      let currents = digits.map { values[$0] }

      let response = Response(to: currents)

      let bound = max(0, Int(response.largestDrive.rounded(.down)))
      #expect(response.drive == response.potential + Float(response.count))
      #expect(response.count <= bound)
      if currents.allSatisfy({ $0 <= 1 }) { #expect(response.count == bound) }
    }
  }

  /// Offset spikes are the residue in units of the threshold, where the drive allows 0 to T.
  @Test func offsetSpikesEqualTheResidue() {
    let values: [Float] = [-1.25, -0.5, 0.375, 1, 1.75]
    for code in 0..<3125 {
      let digits = [1, 5, 25, 125, 625].map { code / $0 % 5 }
      let response = Response(to: digits.map { values[$0] })

      let psi = offsetSpikes(count: response.count, drive: response.drive, threshold: 1, steps: 5)

      if response.drive < 0 {
        #expect(psi == -response.count)
      } else if response.drive >= 6 {
        #expect(psi == 5 - response.count)
      } else {
        #expect(psi == Int(response.potential.rounded(.down)))
      }
    }
  }

  @Test func resetToZeroLosesTheChargeAboveTheThreshold() {
    let response = Response(to: [1.5, 0.5, 0.25, 0.25], reset: .toZero)

    #expect(response.spikes == [1, 0, 0, 1])
    #expect(response.potential == 0)
  }

  @Test func bistableThresholdsAreBinaryDigitsOfEveryOtherWindow() {
    let neuron = NeuronParameters.bistable(threshold: 3, phases: 3, delay: 2)

    let thresholds = (1...18).map { neuron.threshold(atStep: $0) }

    let rest = Array(repeating: Float.infinity, count: 3)
    let active: [Float] = [1.5, 0.75, 0.375]
    #expect(thresholds == rest + rest + active + rest + active + rest)
  }
}
