import Networks

/// The synapses of a convolution, evaluated per event.
///
/// An event at (x, y, c) reaches, in each kernel column, the channels of neighbouring target pixels.
/// With stride and dilation 1 these lie side by side in population order, and so do their
/// weights, which are stored with the rows of the kernel reversed: one event then costs one
/// contiguous row addition per kernel column.
package struct ConvolutionSynapses: Synapses {
  package let source: MapShape
  package let target: MapShape

  /// Shape `[inputs, kernel columns, kernel rows reversed, outputs / groups]`.
  private let weight: [Float]

  /// Shape `[outputs]`.
  private let bias: [Float]

  private let kernel: Grid
  private let groups: Int
  private let rows: WindowReach
  private let columns: WindowReach

  /// Runs of adjacent target rows per source row; `runStarts` has one entry more.
  private let runs: [Run]
  private let runStarts: [Int]

  fileprivate struct Run {
    /// The first target row.
    let row: Int
    /// The position of its weights among the reversed kernel rows.
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

    let mergesRows = groups == 1 && layer.stride.rows == 1 && layer.dilation.rows == 1
    var runs: [Run] = []
    var runStarts = [0]
    for row in 0..<source.height {
      runs += runsOfTargets(
        rows.reached(from: row), kernelRows: layer.kernel.rows, merged: mergesRows)
      runStarts.append(runs.count)
    }
    self.runs = runs
    self.runStarts = runStarts
  }

  package func deliver<Sum: Accumulator>(_ events: SpikeEvents, to currents: inout [Sum]) {
    precondition(currents.count == target.count, "\(currents.count) currents for \(target)")
    weight.withUnsafeBufferPointer { weight in
      currents.withUnsafeMutableBufferPointer { currents in
        guard let weight = weight.baseAddress, let currents = currents.baseAddress else { return }
        for event in events.indices.indices {
          deliver(
            Int(events.indices[event]), value: events.values[event], weight: weight,
            to: currents)
        }
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
    for x in columns.reached(from: column) {
      let firstWeight: Int = (channel * kernel.columns + x.tap) * kernel.rows * outputs
      let firstPixel: Int = x.target * target.height
      for run in runStarts[row]..<runStarts[row + 1] {
        let (tap, pixel) = (runs[run].tap, firstPixel + runs[run].row)
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
    return columns.sources(of: column).flatMap { x in
      rows.sources(of: row).flatMap { y in
        (group * inputs..<(group + 1) * inputs).map { input in
          let tap = (input * kernel.columns + x.tap) * kernel.rows + kernel.rows - 1 - y.tap
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

/// The adjacent target rows that one source row reaches.
///
/// Taps ascend while targets descend, so the last meeting is the leftmost target.
private func runsOfTargets(
  _ meetings: ArraySlice<WindowReach.Meeting>, kernelRows: Int, merged: Bool
) -> [ConvolutionSynapses.Run] {
  guard merged, let last = meetings.last else {
    return meetings.map {
      ConvolutionSynapses.Run(row: $0.target, tap: kernelRows - 1 - $0.tap, count: 1)
    }
  }
  let tap = kernelRows - 1 - last.tap
  return [ConvolutionSynapses.Run(row: last.target, tap: tap, count: meetings.count)]
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
    for column in 0..<columns {
      for row in (0..<rows).reversed() {
        for output in firstOutput..<(firstOutput + outputs) {
          packed.append(
            weight[((output * inputs + input % inputs) * rows + row) * columns + column])
        }
      }
    }
  }
  return packed
}
