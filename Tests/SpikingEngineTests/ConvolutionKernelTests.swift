import ExampleNetworks
import Networks
import SpikingEngine
import Tensors
import Testing

/// Instruction sets are chosen for the whole process, so that these tests take turns.
@Suite(.serialized) struct ConvolutionKernelTests {
  /// All kernels up to 3 by 3 with all strides and paddings that make sense, on small maps.
  @Test(arguments: InstructionSet.available) func smallConvolutionsEqualTheirReference(
    set: InstructionSet
  ) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    for kernel in [Grid(1, 1), Grid(1, 3), Grid(2, 2), Grid(3, 1), Grid(3, 3)] {
      for stride in [Grid(1, 1), Grid(1, 2), Grid(2, 1), Grid(3, 3)] {
        for padding in 0..<3 where padding < max(kernel.rows, kernel.columns) {
          for size in [Grid(1, 1), Grid(3, 4), Grid(5, 3)] {
            check(
              kernel: kernel, stride: stride, padding: padding, size: size, inputs: 3, outputs: 5)
          }
        }
      }
    }
  }

  /// Outputs that fill no tile, several, and all but a part of the last; inputs likewise.
  @Test(arguments: InstructionSet.available) func anyNumberOfChannelsEqualsTheReference(
    set: InstructionSet
  ) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    for outputs in [1, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 80, 100, 128, 130] {
      check(
        kernel: Grid(3, 3), stride: Grid(1, 1), padding: 1, size: Grid(4, 5), inputs: 7,
        outputs: outputs)
      check(
        kernel: Grid(5, 5), stride: Grid(2, 2), padding: 2, size: Grid(6, 7), inputs: 2,
        outputs: outputs)
    }
    for inputs in [1, 2, 15, 16, 17, 64, 70] {
      check(
        kernel: Grid(3, 3), stride: Grid(1, 1), padding: 1, size: Grid(5, 4), inputs: inputs,
        outputs: 20)
    }
  }

  @Test(arguments: InstructionSet.available) func fullyConnectedLayersEqualTheirReference(
    set: InstructionSet
  ) throws {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 5)
    for (source, outputs) in [
      (MapShape(channels: 33), 70), (MapShape(channels: 3, height: 4, width: 2), 10),
      (MapShape(channels: 130), 1),
    ] {
      let layer = AffineLayer(
        weight: Tensor(
          shape: [outputs, source.count], elements: random.floats(outputs * source.count)),
        bias: Tensor(shape: [outputs], elements: random.floats(outputs)))
      let stage = SynapticStage(.affine(layer), shape: MapShape(channels: outputs))
      let synapses = try #require(stage.packed(source: source) as? ConvolutionSynapses)
      check(synapses, "\(source) to \(outputs)", random: &random)
    }
  }

  private func check(
    kernel: Grid, stride: Grid, padding: Int, size: Grid, inputs: Int, outputs: Int
  ) {
    let rows = (size.rows + 2 * padding - kernel.rows) / stride.rows + 1
    let columns = (size.columns + 2 * padding - kernel.columns) / stride.columns + 1
    guard size.rows + 2 * padding >= kernel.rows, size.columns + 2 * padding >= kernel.columns
    else { return }
    var random = SeededGenerator(seed: outputs * 1_000 + inputs)
    let layer = Conv2dLayer(
      weight: Tensor(
        shape: [outputs, inputs, kernel.rows, kernel.columns],
        elements: random.floats(outputs * inputs * kernel.rows * kernel.columns)),
      bias: Tensor(shape: [outputs], elements: random.floats(outputs)), stride: stride,
      padding: Margins(top: padding, left: padding, bottom: padding, right: padding))
    let target = MapShape(channels: outputs, height: rows, width: columns)
    let source = MapShape(channels: inputs, height: size.rows, width: size.columns)
    let stage = SynapticStage(.convolution(layer), shape: target)
    guard let synapses = stage.packed(source: source) as? ConvolutionSynapses else {
      Issue.record("a plain convolution is packed as something else")
      return
    }
    check(synapses, "\(kernel) by \(stride), padding \(padding), \(source)", random: &random)
  }

  private func check(
    _ synapses: ConvolutionSynapses, _ what: String, random: inout SeededGenerator
  ) {
    let start = random.floats(synapses.target.count)
    for density in [0, 0.1, 0.6, 1] as [Float] {
      for isGraded in [false, true] {
        let values = random.floats(synapses.source.count).map { value in
          abs(value) < density ? (isGraded ? value : 0.7) : 0
        }
        let events = SpikeEvents(nonzero: values)
        var expected = start
        var exactlyExpected = start.map { Double($0) }
        synapses.deliverReference(events, to: &expected)
        synapses.deliverReference(events, to: &exactlyExpected)
        for strategy in ConvolutionStrategy.allCases {
          var actual = start
          var exact = start.map { Double($0) }
          synapses.deliver(events, by: strategy, to: &actual)
          synapses.deliver(events, by: strategy, to: &exact)
          #expect(
            actual.map(\.bitPattern) == expected.map(\.bitPattern),
            "\(strategy) at \(density), \(what)")
          #expect(
            exact.map(\.bitPattern) == exactlyExpected.map(\.bitPattern),
            "\(strategy) in double precision at \(density), \(what)")
        }
      }
    }
  }
}
