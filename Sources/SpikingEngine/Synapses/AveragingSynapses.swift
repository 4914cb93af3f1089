import Networks

/// The synapses of an average pool: a unit reaches every window that covers it.
package struct AveragingSynapses: Synapses {
  package let source: MapShape
  package let target: MapShape

  /// Per source row and column, the windows that cover it.
  private let rows: WindowReach
  private let columns: WindowReach

  /// One over the size of each window, per target pixel.
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
    factor = heights.flatMap { height in widths.map { width in 1 / Float(height * width) } }
  }

  package func deliver<Sum: Accumulator>(_ events: SpikeEvents, to currents: inout [Sum]) {
    for event in events.indices.indices {
      let (channel, row, column) = source.coordinates(ofIndex: Int(events.indices[event]))
      for y in rows.reached(from: row) {
        for x in columns.reached(from: column) {
          let pixel = y.target * target.width + x.target
          currents[pixel * target.channels + channel] +=
            Sum(events.values[event]) * Sum(factor[pixel])
        }
      }
    }
  }

  package func addBias(to currents: inout [Float]) {}

  package func incoming(of target: Int) -> [Synapse] {
    let (channel, row, column) = self.target.coordinates(ofIndex: target)
    let factor = factor[row * self.target.width + column]
    return rows.sources(of: row).flatMap { y in
      columns.sources(of: column).map { x in
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
