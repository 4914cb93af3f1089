import Networks

/// The synapses of an average pool: a unit reaches every window that covers it.
package struct AveragingSynapses: Synapses {
  package let source: MapShape
  package let target: MapShape

  /// Per source row and column, the windows that cover it.
  private let rows: WindowReach
  private let columns: WindowReach

  /// One over the size of each window, per target pixel, column after column.
  private let factor: [Float]

  init(_ pooling: Pooling, source: MapShape, target: MapShape) {
    precondition(source.channels == target.channels, "a pool keeps the channels")
    self.source = source
    self.target = target
    rows = WindowReach(
      source: source.height, target: target.height, kernel: pooling.kernel.rows,
      stride: pooling.stride.rows, dilation: pooling.dilation.rows, padding: pooling.padding.top)
    columns = WindowReach(
      source: source.width, target: target.width, kernel: pooling.kernel.columns,
      stride: pooling.stride.columns, dilation: pooling.dilation.columns,
      padding: pooling.padding.left)
    let heights = rows.windowSizes(
      counting: pooling.countsPadding ? pooling.padding.bottom : nil)
    let widths = columns.windowSizes(
      counting: pooling.countsPadding ? pooling.padding.right : nil)
    factor = widths.flatMap { width in heights.map { height in 1 / Float(height * width) } }
  }

  package func deliver<Sum: Accumulator>(_ events: SpikeEvents, to currents: inout [Sum]) {
    for event in events.indices.indices {
      let (channel, row, column) = source.coordinates(ofIndex: Int(events.indices[event]))
      for x in columns.reached(from: column) {
        for y in rows.reached(from: row) {
          let pixel = x.target * target.height + y.target
          currents[pixel * target.channels + channel] +=
            Sum(events.values[event]) * Sum(factor[pixel])
        }
      }
    }
  }

  package func addBias(to currents: inout [Float]) {}

  package func incoming(of target: Int) -> [Synapse] {
    let (channel, row, column) = self.target.coordinates(ofIndex: target)
    let factor = factor[column * self.target.height + row]
    return columns.sources(of: column).flatMap { x in
      rows.sources(of: row).map { y in
        let source = source.populationIndex(
          channel: channel, row: y.source, column: x.source)
        return Synapse(source: source, weight: factor)
      }
    }
  }

  package func fanOut(of source: Int) -> Int {
    let (_, row, column) = self.source.coordinates(ofIndex: source)
    return rows.reached(from: row).count * columns.reached(from: column).count
  }

  package var isWeighted: Bool { false }
}
