import Networks
import SpikeKernels

/// The synapses of a convolution in groups, or of a dilated one: each event reaches few channels, or
/// pixels that lie apart.
///
/// An event at (y, x, c) reaches, in each kernel row, the channels of neighbouring target pixels.
/// With stride and dilation 1 these lie side by side in population order, and so do their
/// weights, which are stored with the columns of the kernel reversed: one event then costs one
/// contiguous row addition per kernel row.
package struct SparseConvolutionSynapses: Synapses {
  package let source: MapShape
  package let target: MapShape

  /// Shape `[inputs, kernel rows, kernel columns reversed, outputs / groups]`.
  private let weight: [Float]

  /// Shape `[outputs]`.
  private let bias: [Float]

  private let kernel: Grid
  private let groups: Int
  private let rows: WindowReach
  private let columns: WindowReach

  /// Runs of adjacent target columns per source column; `runStarts` has one entry more.
  private let runs: [Run]
  private let runStarts: [Int]

  fileprivate struct Run {
    /// The first target column.
    let column: Int
    /// The position of its weights among the reversed kernel columns.
    let tap: Int
    let count: Int
  }

  init(_ layer: Conv2dLayer, source: MapShape, target: MapShape) {
    precondition(
      layer.inputChannels == source.channels && layer.outputChannels == target.channels,
      "\(layer.weight.shape) weights between \(source) and \(target)")
    self.source = source
    self.target = target
    kernel = layer.kernel
    groups = layer.groups
    weight = packedWeights(of: layer)
    bias = layer.bias.elements
    rows = WindowReach(
      source: source.height, target: target.height, kernel: kernel.rows,
      stride: layer.stride.rows, dilation: layer.dilation.rows, padding: layer.padding.top)
    columns = WindowReach(
      source: source.width, target: target.width, kernel: kernel.columns,
      stride: layer.stride.columns, dilation: layer.dilation.columns,
      padding: layer.padding.left)

    let mergesColumns =
      groups == 1 && layer.stride.columns == 1 && layer.dilation.columns == 1
    var runs: [Run] = []
    var runStarts = [0]
    for column in 0..<source.width {
      runs += runsOfTargets(
        columns.reached(from: column), kernelColumns: layer.kernel.columns, merged: mergesColumns)
      runStarts.append(runs.count)
    }
    self.runs = runs
    self.runStarts = runStarts
  }

  package func deliver(
    _ events: sk_events, part: Int, from start: UnsafePointer<Float>,
    to currents: UnsafeMutablePointer<Float>
  ) {
    begin(from: start, currents)
    deliverAll(events, to: currents)
  }

  package func deliver(
    _ events: sk_events, part: Int, from start: UnsafePointer<Double>,
    to currents: UnsafeMutablePointer<Double>
  ) {
    begin(from: start, currents)
    deliverAll(events, to: currents)
  }

  private func deliverAll<Sum: Accumulator>(
    _ events: sk_events, to currents: UnsafeMutablePointer<Sum>
  ) {
    weight.withUnsafeBufferPointer { weight in
      guard let weight = weight.baseAddress else { return }
      events.forEach(pixels: source.height * source.width) { index, value in
        deliver(index, value: value, weight: weight, to: currents)
      }
    }
  }

  @inline(__always)
  private func deliver<Sum: Accumulator>(
    _ index: Int, value: Float, weight: UnsafePointer<Float>,
    to currents: UnsafeMutablePointer<Sum>
  ) {
    let (channel, row, column) = source.coordinates(ofIndex: index)
    let outputs = target.channels / groups
    let firstOutput = channel / (source.channels / groups) * outputs
    for y in rows.reached(from: row) {
      let firstWeight: Int = (channel * kernel.rows + y.tap) * kernel.columns * outputs
      let firstPixel: Int = y.target * target.width
      for run in runStarts[column]..<runStarts[column + 1] {
        let (tap, pixel) = (runs[run].tap, firstPixel + runs[run].column)
        Sum.add(
          row: weight + (firstWeight + tap * outputs), times: value,
          to: currents + (pixel * target.channels + firstOutput), count: runs[run].count * outputs)
      }
    }
  }

  package func addBias(to currents: inout [Float]) {
    for index in currents.indices { currents[index] += bias[index % target.channels] }
  }

  package func incoming(of target: Int) -> [Synapse] {
    let (channel, row, column) = self.target.coordinates(ofIndex: target)
    let outputs = self.target.channels / groups
    let inputs = source.channels / groups
    let group = channel / outputs
    return rows.sources(of: row).flatMap { y in
      columns.sources(of: column).flatMap { x in
        (group * inputs..<(group + 1) * inputs).map { input in
          let tap = (input * kernel.rows + y.tap) * kernel.columns + kernel.columns - 1 - x.tap
          return Synapse(
            source: source.populationIndex(channel: input, row: y.source, column: x.source),
            weight: weight[tap * outputs + channel % outputs])
        }
      }
    }
  }

  package func fanOut(of source: Int) -> Int {
    let (_, row, column) = self.source.coordinates(ofIndex: source)
    return rows.reached(from: row).count * columns.reached(from: column).count
      * (target.channels / groups)
  }

  package var isWeighted: Bool { true }
}

/// The adjacent target columns that one source column reaches.
///
/// Taps ascend while targets descend, so the last meeting is the leftmost target.
private func runsOfTargets(
  _ meetings: ArraySlice<WindowReach.Meeting>, kernelColumns: Int, merged: Bool
) -> [SparseConvolutionSynapses.Run] {
  guard merged, let last = meetings.last else {
    return meetings.map {
      SparseConvolutionSynapses.Run(column: $0.target, tap: kernelColumns - 1 - $0.tap, count: 1)
    }
  }
  let tap = kernelColumns - 1 - last.tap
  return [SparseConvolutionSynapses.Run(column: last.target, tap: tap, count: meetings.count)]
}

private func packedWeights(of layer: Conv2dLayer) -> [Float] {
  let outputs = layer.outputChannels / layer.groups
  let inputs = layer.inputChannels / layer.groups
  let (rows, columns) = (layer.kernel.rows, layer.kernel.columns)
  let weight = layer.weight.elements
  var packed: [Float] = []
  packed.reserveCapacity(weight.count)
  for input in 0..<layer.inputChannels {
    let firstOutput = input / inputs * outputs
    for row in 0..<rows {
      for column in (0..<columns).reversed() {
        for output in firstOutput..<(firstOutput + outputs) {
          packed.append(
            weight[((output * inputs + input % inputs) * rows + row) * columns + column])
        }
      }
    }
  }
  return packed
}
