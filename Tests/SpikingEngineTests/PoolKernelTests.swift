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

  /// Window by window from bits, for channels that fill words, parts of words, and neither.
  @Test(arguments: InstructionSet.available, [1, 5, 16, 20, 48, 64, 128])
  func averagesOfSpikesEqualTheirReference(set: InstructionSet, channels: Int) throws {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 32)
    let source = MapShape(channels: channels, height: 6, width: 7)
    for (kernel, stride) in [(2, 2), (3, 1), (3, 2), (2, 3), (6, 1)] {
      let pooling = Pooling(kernel: Grid(kernel, kernel), stride: Grid(stride, stride))
      let target = MapShape(
        channels: channels, height: (6 - kernel) / stride + 1, width: (7 - kernel) / stride + 1)
      let stage = SynapticStage(.averagePool(pooling), shape: target)
      let synapses = try #require(stage.packed(source: source) as? AveragingSynapses)
      for rate in [Float(0), 0.1, 0.9, 1] {
        let fires = random.floats(source.count, in: 0...1).map { $0 < rate }
        var map = [Float](repeating: 0, count: target.count)
        synapses.deliverReference(SpikeEvents(nonzero: fires.map { $0 ? 0.7 : 0 }), to: &map)

        let listed = averages(of: fires, in: source, through: synapses, value: 0.7)

        let expected = SpikeEvents(nonzero: map)
        #expect(listed.indices == expected.indices, "\(kernel) by \(stride)")
        #expect(listed.values.map(\.bitPattern) == expected.values.map(\.bitPattern))
        let starts = (0...target.pixels).map { pixel in
          Int32(expected.indices.count { $0 < pixel * channels })
        }
        #expect(listed.starts == starts)
      }
    }
  }

  /// What the kernel lists, given windows as the synapses onto channel 0 name them.
  private func averages(
    of fires: [Bool], in source: MapShape, through pool: AveragingSynapses, value: Float
  ) -> (indices: [Int32], values: [Float], starts: [Int32]) {
    let (target, channels) = (pool.target, source.channels)
    var words = [UInt64](repeating: 0, count: (source.count + 63) / 64)
    for unit in fires.indices where fires[unit] { words[unit / 64] |= 1 << UInt64(unit % 64) }
    let windows = (0..<target.pixels).map { pool.incoming(of: $0 * channels) }
    let sources = windows.flatMap { $0.map { Int32($0.source / channels) } }
    let begins = windows.reduce(into: [Int32(0)]) { $0.append(($0.last ?? 0) + Int32($1.count)) }
    let room = target.count + Int(sk_list_slack)
    var indices = [Int32](repeating: -1, count: room)
    var values = [Float](repeating: -1, count: room)
    var starts = [Int32](repeating: -1, count: target.pixels + 1)
    let count = begins.withUnsafeBufferPointer { begins in
      sources.withUnsafeBufferPointer { sources in
        var layout = sk_windows(
          count: Int32(target.pixels), channels: Int32(channels), starts: begins.baseAddress,
          sources: sources.baseAddress)
        return Int(
          sk_average_spikes(
            &layout, words, value * windows[0][0].weight, &indices, &values, &starts))
      }
    }
    return (Array(indices[..<count]), Array(values[..<count]), starts)
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
