import Networks
import SpikeKernels

/// The synapses of an average or a sum pool: a unit reaches every window that covers it.
package struct AveragingSynapses: Synapses {
  package let source: MapShape
  package let target: MapShape

  /// Per source row and column, the windows that cover it.
  private let rows: WindowReach
  private let columns: WindowReach

  /// One over the size of each window, per target pixel; 1 for a sum.
  private let factor: [Float]

  /// The size of the largest window.
  private let largestWindow: Int

  /// Per source pixel, the windows that cover it: where they begin, with one entry more than
  /// pixels, and their target pixels.
  private let starts: [Int32]
  private let windows: [Int32]

  /// The same by window; `nil` where windows differ in their factors.
  private let sources: WindowSources?

  init(_ pooling: Pooling, source: MapShape, target: MapShape, isSum: Bool = false) {
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
    factor = heights.flatMap { height in
      widths.map { width in isSum ? 1 : 1 / Float(height * width) }
    }
    largestWindow = (heights.max() ?? 0) * (widths.max() ?? 0)
    var (starts, windows) = ([Int32(0)], [Int32]())
    for row in 0..<source.height {
      for column in 0..<source.width {
        for y in rows.reached(from: row) {
          for x in columns.reached(from: column) {
            windows.append(Int32(y.target * target.width + x.target))
          }
        }
        starts.append(Int32(windows.count))
      }
    }
    (self.starts, self.windows) = (starts, windows)
    sources =
      Set(factor).count == 1
      ? WindowSources(
        starts: starts, windows: windows, count: target.pixels, channels: source.channels) : nil
  }

  /// Window by window.
  package func list(_ events: EventChunk, step: Int, to target: EventChunk) -> Bool {
    guard let sources, let (bits, value) = events.spikes(step: step) else { return false }
    sources.withWindows { windows in
      target.list(step: step) { indices, values, starts in
        sk_average_spikes(&windows, bits, value * factor[0], indices, values, starts)
      }
    }
    return true
  }

  package func deliver(
    _ events: sk_events, part: Int, from start: UnsafePointer<Float>,
    to currents: UnsafeMutablePointer<Float>
  ) {
    begin(from: start, currents)
    starts.withUnsafeBufferPointer { starts in
      windows.withUnsafeBufferPointer { windows in
        factor.withUnsafeBufferPointer { factor in
          var pool = sk_pool(
            pixels: Int32(source.pixels), channels: Int32(source.channels),
            starts: starts.baseAddress, windows: windows.baseAddress, factors: factor.baseAddress)
          sk_average(&pool, events, currents)
        }
      }
    }
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
    for pixel in 0..<source.pixels {
      let (first, last) = (Int(events.starts[pixel]), Int(events.starts[pixel + 1]))
      guard first < last else { continue }
      for reached in starts[pixel]..<starts[pixel + 1] {
        add(events, first..<last, of: pixel, to: Int(windows[Int(reached)]), currents)
      }
    }
  }

  /// Adds the events of a source pixel to a window.
  @inline(__always)
  private func add<Sum: Accumulator>(
    _ events: sk_events, _ range: Range<Int>, of pixel: Int, to window: Int,
    _ currents: UnsafeMutablePointer<Sum>
  ) {
    let factor = Sum(factor[window])
    let current = currents + (window - pixel) * target.channels
    for event in range {
      current[Int(events.indices[event])] += Sum(events.value(ofEvent: event)) * factor
    }
  }

  /// What delivering must equal, bit by bit.
  package func deliverReference<Sum: Accumulator>(
    _ events: SpikeEvents, to currents: inout [Sum]
  ) {
    let chunk = EventChunk(events, shape: source)
    currents.withUnsafeMutableBufferPointer { currents in
      if let base = currents.baseAddress { deliverAll(chunk[0], to: base) }
    }
  }

  /// What the factors of all windows are multiples of, and how many multiples a window can hold:
  /// one over the least common multiple of their sizes.
  package var commonFactor: (value: Float, count: Int)? {
    let size = Set(factor).map { Int((1 / $0).rounded()) }.reduce(1) { common, size in
      common / greatestCommonDivisor(common, size) * size
    }
    return (1 / Float(size), max(size, largestWindow))
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

  package var kernelName: String { "average" }
}

/// Which source pixels each window of a pool covers.
private struct WindowSources: Sendable {
  private let count: Int32
  private let channels: Int32
  private var starts: [Int32]
  private var sources: [Int32]

  /// - Parameters:
  ///   - starts: Where the windows of each source pixel begin.
  ///   - windows: Those that cover a source pixel.
  ///   - count: How many windows there are.
  init(starts: [Int32], windows: [Int32], count: Int, channels: Int) {
    (self.count, self.channels) = (Int32(count), Int32(channels))
    var lists: [[Int32]] = Array(repeating: [], count: count)
    for pixel in 0..<starts.count - 1 {
      for window in windows[Int(starts[pixel])..<Int(starts[pixel + 1])] {
        lists[Int(window)].append(Int32(pixel))
      }
    }
    self.starts = lists.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1.count)) }
    sources = lists.flatMap(\.self)
  }

  func withWindows(_ body: (inout sk_windows) -> Void) {
    starts.withUnsafeBufferPointer { starts in
      sources.withUnsafeBufferPointer { sources in
        var windows = sk_windows(
          count: count, channels: channels, starts: starts.baseAddress,
          sources: sources.baseAddress)
        body(&windows)
      }
    }
  }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
  b == 0 ? a : greatestCommonDivisor(b, a % b)
}
