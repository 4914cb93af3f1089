import ExampleNetworks
import Networks
import SpikingEngine
import Testing

@Suite struct KernelTests {
  @Test(arguments: [0, 1, -1, 0.125, 0.3, -2.7, 1e-30] as [Float])
  func addRowEqualsItsReferenceBitForBit(factor: Float) {
    var random = SeededGenerator(seed: 1)
    for count in 0..<67 {
      let row = random.floats(count)
      let start = random.floats(count)
      var fast = start
      var reference = start

      row.withUnsafeBufferPointer { row in
        fast.withUnsafeMutableBufferPointer { fast in
          guard let row = row.baseAddress, let fast = fast.baseAddress else { return }
          addRow(row, times: factor, to: fast, count: count)
        }
      }
      addRowReference(row, times: factor, to: &reference)

      #expect(fast.map(\.bitPattern) == reference.map(\.bitPattern), "\(count) weights")
    }
  }

  @Test func addRowLeavesWhatLiesBeyondItsCountAlone() {
    let row = Array(repeating: Float(1), count: 40)
    for count in 0...40 {
      var target = Array(repeating: Float(0), count: 40)

      row.withUnsafeBufferPointer { row in
        target.withUnsafeMutableBufferPointer { target in
          guard let row = row.baseAddress, let target = target.baseAddress else { return }
          addRow(row, times: 2, to: target, count: count)
        }
      }

      #expect(target == (0..<40).map { $0 < count ? 2 : 0 })
    }
  }

  @Test(arguments: [0.5, 0.3, 0, .infinity] as [Float], [Reset.bySubtraction, .toZero])
  func fireEqualsAScalarNeuron(threshold: Float, reset: Reset) {
    var random = SeededGenerator(seed: 2)
    for count in 0..<67 {
      let potentials = random.floats(count)
      let currents = random.floats(count)
      var (v, m, output) = (potentials, currents, SpikeEvents())
      output.append(0, 9)

      fire(potentials: &v, currents: &m, threshold: threshold, reset: reset, output: &output)

      let integrated = zip(potentials, currents).map { $0 + $1 }
      let fired = integrated.indices.filter { integrated[$0] >= threshold }
      #expect(m == integrated)
      #expect(output.indices == fired.map { Int32($0) })
      #expect(output.values == fired.map { _ in threshold })
      #expect(
        v
          == integrated.map {
            $0 >= threshold ? (reset == .toZero ? 0 : $0 - threshold) : $0
          })
    }
  }

  @Test(arguments: [1, 8, 9])
  func aPotentialThatEqualsTheThresholdFires(count: Int) {
    var v = Array(repeating: Float(0.5), count: count)
    var m = Array(repeating: Float(0.25), count: count)
    var output = SpikeEvents()

    fire(potentials: &v, currents: &m, threshold: 0.75, reset: .bySubtraction, output: &output)

    #expect(output.count == count)
    #expect(v.allSatisfy { $0 == 0 })
  }

  @Test func drainTakesTheNonzeroEntriesAndLeavesZeros() {
    var dense: [Float] = [0, 2, 0, -1]
    var events = SpikeEvents()

    events.drain(&dense)

    #expect(events.indices == [1, 3])
    #expect(events.values == [2, -1])
    #expect(dense == [0, 0, 0, 0])
  }

  /// Of a single value, which tells two classes apart, whether it is positive.
  @Test func argmaxIsTheFirstOfEqualOnes() {
    #expect(argmax([]) == nil)
    #expect([-1, 0, 1].map { argmax([$0]) } == [0, 0, 1])
    #expect(argmax([0, 3, 3, 1]) == 1)
    #expect(argmax([-2, -1, -1]) == 1)
  }
}
