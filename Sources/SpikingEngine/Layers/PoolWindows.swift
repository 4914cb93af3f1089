import Networks

/// Which positions of a map each window of a max pool covers; padding is never among them.
struct PoolWindows: Sendable {
  let source: MapShape
  let target: MapShape
  let rows: WindowReach
  let columns: WindowReach
  private let pooling: Pooling

  /// What threads work on side by side.
  private(set) var bands: [PoolBand] = []

  init(_ pool: MaxPool, target: MapShape) {
    source = pool.source
    self.target = target
    pooling = pool.pooling
    rows = WindowReach(
      source: source.height, target: target.height, kernel: pooling.kernel.rows,
      stride: pooling.stride.rows, dilation: pooling.dilation.rows, padding: pooling.padding.top)
    columns = WindowReach(
      source: source.width, target: target.width, kernel: pooling.kernel.columns,
      stride: pooling.stride.columns, dilation: pooling.dilation.columns,
      padding: pooling.padding.left)
    bands = makeBands()
  }

  /// Whether some windows take the smallest of what they cover.
  var takesMinima: Bool { pooling.minima?.contains(true) ?? false }

  /// Calls `body` with each window that covers a position.
  func forEachWindow(over index: Int, _ body: (Int) -> Void) {
    let (channel, row, column) = source.coordinates(ofIndex: index)
    for y in rows.reached(from: row) {
      for x in columns.reached(from: column) {
        body(target.populationIndex(channel: channel, row: y.target, column: x.target))
      }
    }
  }

  /// Whether a window takes the smallest of what it covers and not the largest.
  func takesMinimum(_ window: Int) -> Bool {
    guard pooling.minima != nil else { return false }
    return pooling.takesMinimum(ofChannel: target.coordinates(ofIndex: window).channel)
  }

  /// The number that a window takes of those of its positions; 0 of none.
  func extremum(under window: Int, _ value: (Int) -> Float) -> Float {
    let sign: Float = takesMinimum(window) ? -1 : 1
    var largest = -Float.infinity
    forEachPosition(under: window) { largest = max(largest, sign * value($0)) }
    return largest.isFinite ? sign * largest : 0
  }

  /// Calls `body` with each position that a window covers, in ascending order.
  func forEachPosition(under window: Int, _ body: (Int) -> Void) {
    let (channel, row, column) = target.coordinates(ofIndex: window)
    for y in rows.sources(of: row) {
      for x in columns.sources(of: column) {
        body(source.populationIndex(channel: channel, row: y.source, column: x.source))
      }
    }
  }
}
