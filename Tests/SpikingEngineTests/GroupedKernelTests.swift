import ExampleNetworks
import Networks
import SpikeKernels
import SpikingEngine
import Tensors
import Testing

/// Instruction sets are chosen for the whole process, so that these tests take turns.
@Suite(.serialized) struct GroupedKernelTests {
  /// Depthwise, in groups, with several outputs per input, dilated; on small maps.
  @Test(arguments: InstructionSet.available) func groupedConvolutionsEqualTheirReference(
    set: InstructionSet
  ) throws {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 41)
    let source = MapShape(channels: 12, height: 5, width: 4)
    for (groups, outputs) in [(12, 12), (12, 36), (3, 6), (2, 40), (1, 17)] {
      for stride in [Grid(1, 1), Grid(2, 1)] {
        for dilation in [Grid(1, 1), Grid(1, 2), Grid(2, 2)]
        where groups > 1 || dilation != Grid(1, 1) {
          let layer = Conv2dLayer(
            weight: Tensor(
              shape: [outputs, 12 / groups, 3, 2],
              elements: random.floats(outputs * 12 / groups * 6)),
            bias: Tensor(shape: [outputs], elements: random.floats(outputs)), stride: stride,
            dilation: dilation, padding: Margins(top: 1, left: 1, bottom: 1, right: 1),
            groups: groups)
          let stage = SynapticStage(.convolution(layer), shape: layer.outputShape(of: source))
          let synapses = try #require(stage.packed(source: source) as? GroupedConvolutionSynapses)
          check(synapses, "\(groups) groups, \(outputs) outputs", random: &random)
        }
      }
    }
  }

  private func check(
    _ synapses: GroupedConvolutionSynapses, _ what: String, random: inout SeededGenerator
  ) {
    let start = random.floats(synapses.target.count)
    for isGraded in [false, true] {
      let values = random.floats(synapses.source.count).map { $0 < 0 ? 0 : (isGraded ? $0 : 0.7) }
      let events = SpikeEvents(nonzero: values)
      var (actual, expected) = (start, start)
      var exact = start.map { Double($0) }
      var exactlyExpected = exact

      synapses.deliver(events, to: &actual)
      synapses.deliver(events, to: &exact)
      synapses.deliverReference(events, to: &expected)
      synapses.deliverReference(events, to: &exactlyExpected)

      #expect(actual.map(\.bitPattern) == expected.map(\.bitPattern), "\(what)")
      #expect(exact.map(\.bitPattern) == exactlyExpected.map(\.bitPattern), "\(what), double")
    }
  }

  @Test(arguments: InstructionSet.available, [0.5, 0.3, .infinity] as [Float])
  func burstsEqualTheirReference(set: InstructionSet, threshold: Float) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 42)
    for count in [0, 1, 15, 16, 17, 64, 100] {
      for maximum in [1, 3, 100] {
        let start = random.floats(count)
        let currents = random.floats(count, in: -40...40)
        var (v, m, output) = (start, currents, SpikeEvents())
        fireBursts(
          potentials: &v, currents: &m, threshold: threshold, maximumSpikes: maximum,
          output: &output)

        var potentials = start
        var integrated = [Float](repeating: 9, count: count)
        var charges = [Float](repeating: 9, count: count)
        sk_fire_bursts(
          Int32(count), currents, threshold, Float(maximum), &potentials, &integrated, &charges)

        #expect(potentials.map(\.bitPattern) == v.map(\.bitPattern))
        #expect(integrated.map(\.bitPattern) == m.map(\.bitPattern))
        #expect(SpikeEvents(nonzero: charges) == output)
      }
    }
  }

  @Test(arguments: InstructionSet.available) func routesAddTheirWeights(set: InstructionSet) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    let starts: [Int32] = [0, 2, 2, 5]
    let targets: [Int32] = [0, 3, 1, 0, 3]
    let weights: [Int32] = [7, -20, 100_000, 1, 5]
    let indices: [Int32] = [0, 2]
    let counts: [Int16] = [3, -2]
    indices.withUnsafeBufferPointer { indices in
      counts.withUnsafeBufferPointer { counts in
        for (counts, expected) in [
          (nil, [18, 100_010, 10, -5]), (counts.baseAddress, [29, -199_990, 10, -60]),
        ] as [(UnsafePointer<Int16>?, [Int32])] {
          let events = sk_counted_events(
            indices: indices.baseAddress, counts: counts, starts: nil)
          var currents: [Int32] = [10, 10, 10, 10]

          sk_route(starts, targets, weights, events, 2, &currents)

          #expect(currents == expected)
        }
      }
    }
  }
}
