import ExampleNetworks
import Networks
import SpikingEngine
import Tensors
import Testing

/// Every kind of synapses against the definition of its operation, in small worlds.
@Suite struct SynapsesTests {
  private static let maps = [
    MapShape(channels: 2), MapShape(channels: 4, height: 4, width: 3),
    MapShape(channels: 2, height: 1, width: 5), MapShape(channels: 6, height: 3, width: 4),
  ]

  private static let paddings = [
    Margins(), Margins(top: 1, left: 1, bottom: 1, right: 1),
    Margins(top: 2, left: 0, bottom: 0, right: 1), Margins(top: 0, left: 1, bottom: 2, right: 0),
  ]

  private static let kernels = (1...3).flatMap { rows in (1...3).map { Grid(rows, $0) } }

  private static let strides = [Grid(1, 1), Grid(1, 2), Grid(2, 1), Grid(2, 2)]

  @Test(arguments: kernels, strides)
  func convolutionDeliversWhatTheDefinitionSays(kernel: Grid, stride: Grid) {
    var random = SeededGenerator(seed: kernel.rows * 10 + kernel.columns)
    for source in Self.maps {
      for dilation in Self.strides {
        for padding in Self.paddings {
          for groups in [1, 2, source.channels] {
            let outputs = groups * (groups == 2 ? 3 : 1 + groups % 2)
            let count = outputs * source.channels / groups * kernel.rows * kernel.columns
            let layer = Conv2dLayer(
              weight: Tensor(
                shape: [outputs, source.channels / groups, kernel.rows, kernel.columns],
                elements: random.floats(count)),
              bias: Tensor(shape: [outputs], elements: random.floats(outputs)), stride: stride,
              dilation: dilation, padding: padding, groups: groups)
            guard layer.fits(source) else { continue }
            let target = layer.outputShape(of: source)
            var ones = layer
            ones.weight = Tensor(
              shape: layer.weight.shape, elements: Array(repeating: 1, count: count))
            expectProven(
              .convolution(layer), ones: .convolution(ones), analog: .convolution(layer),
              source: source, target: target, random: &random)
          }
        }
      }
    }
  }

  @Test(arguments: kernels, strides)
  func averagePoolDeliversWhatTheDefinitionSays(kernel: Grid, stride: Grid) {
    var random = SeededGenerator(seed: kernel.rows * 10 + kernel.columns)
    for source in Self.maps {
      for padding in Self.paddings {
        for (dilation, countsPadding) in [
          (Grid(1, 1), true), (Grid(1, 1), false), (Grid(2, 1), true), (Grid(1, 2), false),
        ] {
          let pooling = Pooling(
            kernel: kernel, stride: stride, dilation: dilation, padding: padding,
            countsPadding: countsPadding)
          guard pooling.fits(source) else { continue }
          for rounding in [0, 1] {
            let exact = pooling.outputShape(of: source)
            let target = MapShape(
              channels: exact.channels, height: exact.height + rounding,
              width: exact.width + rounding)
            expectProven(
              .averagePool(pooling), ones: .averagePool(pooling), analog: .averagePool(pooling),
              source: source, target: target, random: &random)
          }
        }
      }
    }
  }

  @Test(arguments: maps)
  func affineReadsItsInputsAsUnitNumbers(source: MapShape) {
    var random = SeededGenerator(seed: source.count)
    for outputs in [1, 7, 8, 17] {
      let count = outputs * source.count
      let bias = Tensor(shape: [outputs], elements: random.floats(outputs))
      let layer = AffineLayer(
        weight: Tensor(shape: [outputs, source.count], elements: random.floats(count)), bias: bias)
      let ones = AffineLayer(
        weight: Tensor(
          shape: [outputs, source.count], elements: Array(repeating: 1, count: count)),
        bias: bias)
      expectProven(
        .affine(layer), ones: .affine(ones), analog: .affine(layer), source: source,
        target: MapShape(channels: outputs), random: &random)
    }
  }

  @Test(arguments: maps)
  func oneToOneSynapsesDeliverWhatTheDefinitionsSay(source: MapShape) {
    var random = SeededGenerator(seed: source.count)
    let affine = ChannelAffine(
      factor: random.floats(source.channels), offset: random.floats(source.channels))
    expectProven(
      .channelAffine(affine), ones: .channelAffine(affine), analog: .channelAffine(affine),
      source: source, target: source, random: &random)
    expectProven(
      .flatten, ones: .flatten, analog: .flatten, source: source,
      target: MapShape(channels: source.count), random: &random)
    for margins in Self.paddings {
      let target = MapShape(
        channels: source.channels, height: source.height + margins.top + margins.bottom,
        width: source.width + margins.left + margins.right)
      expectProven(
        .pad(margins), ones: .pad(margins), analog: .pad(margins), source: source, target: target,
        random: &random)
    }
  }

  @Test(arguments: maps)
  func placeFillsTheChannelsOfItsPart(source: MapShape) {
    var random = SeededGenerator(seed: source.count)
    let target = MapShape(
      channels: source.channels + 3, height: source.height, width: source.width)
    let synapses = SynapticStage(.place(firstChannel: 2), shape: target).packed(source: source)
    let values = random.floats(source.count)
    var events = SpikeEvents()
    events.read(source.populationOrder(values))
    var currents = Array(repeating: Float(0), count: target.count)

    synapses.deliver(events, to: &currents)

    let before = Array(repeating: Float(0), count: 2 * source.pixels)
    let after = Array(repeating: Float(0), count: source.pixels)
    #expect(target.unitOrder(currents) == before + values + after)
  }

  /// Deliveries, biases, transposes and fan-outs of one stage.
  ///
  /// - Parameter ones: The same stage with all weights one.
  private func expectProven(
    _ operation: SynapticOperation, ones: SynapticOperation, analog: AnalogOperation,
    source: MapShape, target: MapShape, random: inout SeededGenerator,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let synapses = SynapticStage(operation, shape: target).packed(source: source)
    let values = random.floats(source.count).map { $0 < -0.5 ? 0 : $0 }
    var events = SpikeEvents()
    events.read(source.populationOrder(values))
    var currents = Array(repeating: Float(0), count: target.count)
    synapses.deliver(events, to: &currents)
    synapses.addBias(to: &currents)
    let expected = analog.evaluated(on: [(values.map(Double.init), source)], shape: target)
    let isNear = zip(target.unitOrder(currents), expected).allSatisfy {
      abs(Double($0) - $1) < 1e-5 || $1.isNaN
    }
    #expect(isNear, "\(operation) of \(source)", sourceLocation: sourceLocation)

    #expect(
      incomingSynapses(of: synapses) == transpose(of: synapses), "\(operation) of \(source)",
      sourceLocation: sourceLocation)

    let counted = SynapticStage(ones, shape: target).packed(source: source)
    let reached = (0..<source.count).map { unit in unitResponse(of: counted, unit: unit).count }
    #expect(
      (0..<source.count).map { synapses.fanOut(of: $0) } == reached, "\(operation) of \(source)",
      sourceLocation: sourceLocation)
  }

  private func incomingSynapses(of synapses: any Synapses) -> [[Synapse]] {
    (0..<synapses.target.count).map { synapses.incoming(of: $0) }
  }

  /// Ascending by construction, as the unit events come in ascending order.
  private func transpose(of synapses: any Synapses) -> [[Synapse]] {
    var rows = Array(repeating: [Synapse](), count: synapses.target.count)
    for unit in 0..<synapses.source.count {
      for (target, weight) in unitResponse(of: synapses, unit: unit) {
        rows[target].append(Synapse(source: unit, weight: weight))
      }
    }
    return rows
  }

  /// What one event of value 1 delivers, and where it is not zero.
  private func unitResponse(of synapses: any Synapses, unit: Int) -> [(Int, Float)] {
    var event = SpikeEvents()
    event.append(unit, 1)
    var currents = Array(repeating: Float(0), count: synapses.target.count)
    synapses.deliver(event, to: &currents)
    return currents.enumerated().filter { $0.element != 0 }.map { ($0.offset, $0.element) }
  }
}

extension Conv2dLayer {
  fileprivate func fits(_ source: MapShape) -> Bool {
    source.height + padding.top + padding.bottom > dilation.rows * (kernel.rows - 1)
      && source.width + padding.left + padding.right > dilation.columns * (kernel.columns - 1)
  }
}

extension Pooling {
  fileprivate func fits(_ source: MapShape) -> Bool {
    source.height + padding.top + padding.bottom > dilation.rows * (kernel.rows - 1)
      && source.width + padding.left + padding.right > dilation.columns * (kernel.columns - 1)
  }
}
