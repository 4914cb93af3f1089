import Networks

/// What the inputs of a max pool have sent so far, and its windows, whatever events deliver.
///
/// Totals are in double precision, where sums of up to 2^29 equal spikes are exact, so that what
/// leaves a lossless window is exactly what its strongest input gained. Only windows with an event
/// in this step are looked at, because in no other can the largest total, or what arrives at the
/// winner, have changed. In differential coding totals are of `x[t] / t`, the changes of means, so
/// that the mean of a lossless window is the largest of its inputs (this project's own form).
struct PoolTotals: Sendable {
  private let windows: PoolWindows
  private let rule: MaxPoolRule
  private let coding: SpikeCoding

  /// What arrives in this step, in channels-last order of the source.
  private var arriving: [Float]

  /// Σ x of each input, in channels-last order of the source.
  private var received: [Double]

  /// Σ out of each window, in channels-last order of the pool.
  private var sent: [Double]

  private var events = SpikeEvents()
  private var touched: [Int] = []
  private var isTouched: [Bool]

  init(_ windows: PoolWindows, rule: MaxPoolRule, coding: SpikeCoding) {
    self.windows = windows
    self.rule = rule
    self.coding = coding
    arriving = Array(repeating: 0, count: windows.source.count)
    received = Array(repeating: 0, count: windows.source.count)
    sent = Array(repeating: 0, count: windows.target.count)
    isTouched = Array(repeating: false, count: windows.target.count)
  }

  /// Goes on where spikes that are all worth the same were counted before.
  init(_ counts: PoolCounts, of windows: PoolWindows, rule: MaxPoolRule, coding: SpikeCoding) {
    self.init(windows, rule: rule, coding: coding)
    let unit = Double(counts.unit ?? 0)
    for source in received.indices { received[source] = unit * Double(counts.received[source]) }
    for window in sent.indices { sent[window] = unit * Double(counts.largest[window]) }
  }

  func byteCount(_ counting: ByteCounting) -> Int {
    let steady =
      arriving.byteCount(counting) + received.byteCount(counting) + sent.byteCount(counting)
      + isTouched.byteCount(counting)
    return switch counting {
    case .held: steady + events.heldByteCount + touched.heldByteCount
    case .atMost: steady
    }
  }

  /// What arrived, and where, is asked for only within a step.
  mutating func trim() {
    events = SpikeEvents()
    touched = []
  }

  mutating func receive(_ deliver: (UnsafeMutablePointer<Float>) -> Void) {
    arriving.withUnsafeMutableBufferPointer { arriving in
      if let base = arriving.baseAddress { deliver(base) }
    }
  }

  /// Replaces `output` by what the windows send in this step, in ascending order.
  mutating func fire(step: Int, _ output: inout SpikeEvents) {
    let time: Double = coding == .differential ? Double(step) : 1
    output.removeAll()
    events.drain(&arriving)
    for event in events.indices.indices {
      let source = Int(events.indices[event])
      received[source] += Double(events.values[event]) / time
      windows.forEachWindow(over: source) { window in
        guard !isTouched[window] else { return }
        isTouched[window] = true
        touched.append(window)
      }
    }
    touched.sort()
    for window in touched {
      isTouched[window] = false
      let value = value(of: window, time: time)
      if value != 0 { output.append(window, value) }
    }
    touched.removeAll(keepingCapacity: true)
  }

  /// - Parameter time: What an event counts by.
  private mutating func value(of window: Int, time: Double) -> Float {
    let isMinimum = windows.takesMinimum(window)
    let sign: Double = isMinimum ? -1 : 1
    var (winner, largest) = (-1, -Double.infinity)
    windows.forEachPosition(under: window) { source in
      if sign * received[source] > largest { (winner, largest) = (source, sign * received[source]) }
    }
    // Whoever sends the least sends nothing that could be passed on when it does.
    if rule == .gated, !isMinimum {
      let event = events.position(of: winner)
      return event.map { events.values[$0] } ?? 0
    }
    let total = sign * largest
    let value = Float((total - sent[window]) * time)
    sent[window] = total
    return value
  }
}

extension SpikeEvents {
  /// Where a unit's event is; `nil` if it has none.
  fileprivate func position(of unit: Int) -> Int? {
    var range = indices[...]
    while let middle = range.indices.dropFirst(range.count / 2).first {
      if Int(range[middle]) == unit { return middle }
      range = Int(range[middle]) < unit ? range[(middle + 1)...] : range[..<middle]
    }
    return nil
  }
}
