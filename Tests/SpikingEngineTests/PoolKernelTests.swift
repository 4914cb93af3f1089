import ExampleNetworks
import Networks
import SpikeKernels
import SpikingEngine
import Testing

/// Instruction sets are chosen for the whole process, so that these tests take turns.
@Suite(.serialized) struct PoolKernelTests {
  @Test(arguments: InstructionSet.available) func averagesEqualTheirReference(set: InstructionSet)
    throws
  {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 31)
    let source = MapShape(channels: 5, height: 6, width: 7)
    for (kernel, stride) in [(2, 2), (3, 1), (3, 2), (2, 3)] {
      let pooling = Pooling(kernel: Grid(kernel, kernel), stride: Grid(stride, stride))
      let target = MapShape(
        channels: 5, height: (6 - kernel) / stride + 1, width: (7 - kernel) / stride + 1)
      let stage = SynapticStage(.averagePool(pooling), shape: target)
      let synapses = try #require(stage.packed(source: source) as? AveragingSynapses)
      for isGraded in [false, true] {
        let start = random.floats(target.count)
        let values = random.floats(source.count).map { $0 < 0.3 ? 0 : (isGraded ? $0 : 0.7) }
        var (actual, expected) = (start, start)

        synapses.deliver(SpikeEvents(nonzero: values), to: &actual)
        synapses.deliverReference(SpikeEvents(nonzero: values), to: &expected)

        #expect(actual.map(\.bitPattern) == expected.map(\.bitPattern), "\(kernel) by \(stride)")
      }
    }
  }

  @Test(arguments: InstructionSet.available, [0.25, 0.1, 3.7] as [Float])
  func countsAreTheMultiplesOfTheUnit(set: InstructionSet, unit: Float) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    for first in stride(from: 0, to: 32_768, by: 1_000) {
      let expected = (first..<min(first + 1_000, 32_768)).map { Int16($0) }
      var counts = [Int16](repeating: -1, count: expected.count)

      sk_count(Int32(expected.count), expected.map { Float($0) * unit }, unit, &counts)

      #expect(counts == expected)
    }
  }
}
