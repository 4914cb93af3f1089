import ExampleNetworks
import Networks
import SpikeKernels
import SpikingEngine
import Tensors
import Testing

/// Depthwise convolutions of plain spikes, window by window: what they sum and fire equals what
/// events and neurons do one after the other, bit by bit.
///
/// Instruction sets are chosen for the whole process, so that these tests take turns.
@Suite(.serialized) struct DepthwiseKernelTests {
  /// A layer over a small map.
  private struct World: CustomStringConvertible {
    var channels = 16
    var kernel = Grid(3, 3)
    var stride = Grid(1, 1)
    var dilation = Grid(1, 1)
    var padding = 1
    var size = Grid(4, 5)

    var description: String {
      "\(channels) channels, \(kernel) by \(stride), dilated by \(dilation), padding \(padding), "
        + "\(size)"
    }

    /// `nil` where no window fits.
    func synapses(_ random: inout SeededGenerator) throws -> GroupedConvolutionSynapses? {
      let reach = Grid((kernel.rows - 1) * dilation.rows, (kernel.columns - 1) * dilation.columns)
      guard size.rows + 2 * padding > reach.rows, size.columns + 2 * padding > reach.columns
      else { return nil }
      let source = MapShape(channels: channels, height: size.rows, width: size.columns)
      let layer = Conv2dLayer(
        weight: Tensor(
          shape: [channels, 1, kernel.rows, kernel.columns],
          elements: random.floats(channels * kernel.rows * kernel.columns)),
        bias: Tensor(shape: [channels], elements: random.floats(channels)), stride: stride,
        dilation: dilation,
        padding: Margins(top: padding, left: padding, bottom: padding, right: padding),
        groups: channels)
      let stage = SynapticStage(.convolution(layer), shape: layer.outputShape(of: source))
      return try #require(stage.packed(source: source) as? GroupedConvolutionSynapses)
    }
  }

  private static let kernels = [
    Grid(1, 1), Grid(1, 3), Grid(2, 2), Grid(3, 1), Grid(3, 3), Grid(5, 5), Grid(7, 7),
  ]

  /// All kernels, strides, dilations and paddings that make sense, on small maps.
  private static var worlds: [World] {
    var worlds: [World] = []
    for kernel in kernels {
      for stride in [Grid(1, 1), Grid(1, 2), Grid(2, 2), Grid(3, 3)] {
        for dilation in [Grid(1, 1), Grid(2, 1)] {
          for padding in 0...max(kernel.rows, kernel.columns) / 2 {
            for size in [Grid(1, 1), Grid(3, 4), Grid(5, 3)] {
              worlds.append(
                World(
                  kernel: kernel, stride: stride, dilation: dilation, padding: padding, size: size))
            }
          }
        }
      }
    }
    return worlds + [32, 48, 80].map { World(channels: $0) }
  }

  @Test(arguments: InstructionSet.available) func windowsSumWhatEventsDeliver(
    set: InstructionSet
  ) throws {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 61)
    for world in Self.worlds {
      guard let synapses = try world.synapses(&random) else { continue }
      let start = random.floats(synapses.target.count)
      for density in [0, 0.1, 0.6, 1] as [Float] {
        let isFired = random.floats(synapses.source.count).map { abs($0) < density }
        var expected = start

        let actual = synapses.currents(of: isFired, value: 0.7, from: start)
        synapses.deliverReference(
          SpikeEvents(nonzero: isFired.map { $0 ? 0.7 : 0 }), to: &expected)

        #expect(
          actual.map(\.bitPattern) == expected.map(\.bitPattern), "\(density), \(world)")
      }
    }
  }

  @Test(arguments: InstructionSet.available, [Reset.bySubtraction, .toZero])
  func firingInPlaceEqualsDeliveringAndFiring(set: InstructionSet, reset: Reset) throws {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 62)
    for world in Self.worlds where world.dilation == Grid(1, 1) || world.padding == 1 {
      guard let synapses = try world.synapses(&random) else { continue }
      let (steps, neurons) = (5, synapses.target.count)
      let (start, initial) = (random.floats(neurons), random.floats(neurons))
      // The last step but one is silent, and the first two deliver another value.
      let values: [Float] = [0.7, 0.7, 0.4, .infinity, 0.4]
      let fired = (0..<steps).map { step in
        random.floats(synapses.source.count).map { abs($0) < 0.3 && step != 3 }
      }
      let earlier = random.floats(neurons)
      var (v, released, words) = (initial, earlier, [[UInt64]]())
      var m = initial
      for step in 0..<steps {
        var output = SpikeEvents()
        m = start
        synapses.deliverReference(
          SpikeEvents(nonzero: fired[step].map { $0 ? values[step] : 0 }), to: &m)
        fire(potentials: &v, currents: &m, threshold: 0.9, reset: reset, output: &output)
        for unit in output.indices.map({ Int($0) }) { released[unit] += m[unit] - v[unit] }
        words.append(output.words(neurons: neurons))
      }

      for tellsReleased in [true, false] {
        let result = try #require(
          synapses.fired(
            by: zip(fired, values).map { ($0, $1) }, from: start, potentials: initial,
            released: tellsReleased ? earlier : [], threshold: 0.9, reset: reset))

        #expect(result.potentials.map(\.bitPattern) == v.map(\.bitPattern), "\(world)")
        #expect(result.integrated.map(\.bitPattern) == m.map(\.bitPattern), "\(world)")
        #expect(result.released == (tellsReleased ? released : []), "\(world)")
        #expect(result.words == words.flatMap(\.self), "\(world)")
      }
    }
  }
}
