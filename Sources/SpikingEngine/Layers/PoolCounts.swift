import Networks
import SpikeKernels

/// What the inputs of a max pool have sent so far, where all spikes are worth the same: whole
/// numbers.
///
/// A count grows by one spike per step at most, so that the largest of a window does, too, and what
/// leaves is a spike or none:
///
///     lossless: the window sends if the largest count under it has grown
///     gated:    the window sends if the first input with the largest count has sent
///
/// Both follow from the events alone, one after the other, in O(events · windows over each); the
/// spikes are those of `PoolTotals`.
struct PoolCounts: Sendable {
  /// What a spike is worth; `nil` before the first that may be.
  private(set) var unit: Float?

  /// Spikes of each input, in channels-last order of the source.
  private(set) var received: [UInt32]

  /// The largest number of spikes of an input, by window.
  private(set) var largest: [UInt32]

  /// The first input that has sent as many; empty where nobody asks who.
  private var winners: [Int32]

  init(_ windows: PoolWindows, rule: MaxPoolRule) {
    received = Array(repeating: 0, count: windows.source.count)
    largest = Array(repeating: 0, count: windows.target.count)
    winners = rule == .gated ? Array(repeating: 0, count: windows.target.count) : []
  }

  func byteCount(_ counting: ByteCounting) -> Int {
    received.byteCount(counting) + largest.byteCount(counting) + winners.byteCount(counting)
  }

  /// Whether all events of some steps can be counted; then it is known what a spike is worth.
  mutating func countsIn(_ events: EventChunk, steps: Int) -> Bool {
    var unit = unit
    for step in 0..<steps {
      let sent = events[step]
      guard sent.values == nil else { return false }
      // Where nothing may fire nothing has a value.
      guard sent.value < .infinity else { continue }
      guard unit == nil || unit == sent.value else { return false }
      unit = sent.value
    }
    self.unit = unit
    return true
  }

  /// Takes some steps, and says which windows send.
  ///
  /// - Parameters:
  ///   - bits: Shape `[steps][words]`; overwritten.
  ///   - borrowed: Scratch.
  mutating func fire(
    _ events: EventChunk, steps: Int, through windows: PoolWindows,
    bits: UnsafeMutablePointer<UInt64>, borrowed: ScratchMemory<UInt32>, workers: WorkerPool
  ) {
    let words = (windows.target.count + 63) / 64
    let rowLength = windows.source.width * windows.source.channels
    let room = rowLength * (windows.bands.map(\.borrowed.count).max() ?? 0)
    borrowed.reserve(max(1, room * windows.bands.count))
    received.withUnsafeMutableBufferPointer { received in
      largest.withUnsafeMutableBufferPointer { largest in
        winners.withUnsafeMutableBufferPointer { winners in
          guard let received = received.baseAddress, let largest = largest.baseAddress else {
            return
          }
          let work = PoolWork(
            windows: windows, events: events, steps: steps, received: received, largest: largest,
            winners: winners.isEmpty ? nil : winners.baseAddress, bits: bits, words: words)
          // Before any band counts on.
          for (number, band) in windows.bands.enumerated() {
            (borrowed.base + number * room).update(
              from: received + band.borrowed.lowerBound * rowLength,
              count: band.borrowed.count * rowLength)
          }
          workers.forEach(windows.bands.count) { number, _ in
            work.take(windows.bands[number], borrowed: borrowed.base + number * room)
          }
        }
      }
    }
  }
}

/// Some steps of all windows.
private struct PoolWork {
  let windows: PoolWindows
  let events: EventChunk
  let steps: Int
  let received: UnsafeMutablePointer<UInt32>
  let largest: UnsafeMutablePointer<UInt32>
  let winners: UnsafeMutablePointer<Int32>?
  let bits: UnsafeMutablePointer<UInt64>
  let words: Int

  /// - Parameter borrowed: Counts of the rows that are under this band and kept by others.
  func take(_ band: PoolBand, borrowed: UnsafeMutablePointer<UInt32>) {
    let (source, target) = (windows.source, windows.target)
    let lent = borrowed - band.borrowed.lowerBound * source.width * source.channels
    let first = band.targets.lowerBound * target.width * target.channels / 64
    let end = (band.targets.upperBound * target.width * target.channels + 63) / 64
    let reach = windows.rows.mostReached * windows.columns.mostReached
    withUnsafeTemporaryAllocation(of: Int.self, capacity: max(1, reach)) { offsets in
      windows.rows.withMeetings { rows in
        windows.columns.withMeetings { columns in
          for step in 0..<steps {
            let row = bits + step * words
            (row + first).update(repeating: 0, count: end - first)
            for y in band.sources {
              let counts = y < band.kept.upperBound ? received : lent
              for x in 0..<source.width {
                let pixel = y * source.width + x
                let sent = events[step]
                guard sent.starts[pixel] < sent.starts[pixel + 1] else { continue }
                var count = 0
                for over in rows.reached(from: y) where band.targets.contains(over.target) {
                  for window in columns.reached(from: x) {
                    let place = over.target * target.width + window.target
                    offsets[count] = (place - pixel) * source.channels
                    count += 1
                  }
                }
                take(sent, pixel, offsets: offsets[..<count], counts: counts, bits: row)
              }
            }
          }
        }
      }
    }
  }

  /// Takes what an input pixel sends in a step.
  ///
  /// - Parameter offsets: From an input to the windows over it.
  @inline(__always)
  private func take(
    _ sent: sk_events, _ pixel: Int, offsets: Slice<UnsafeMutableBufferPointer<Int>>,
    counts: UnsafeMutablePointer<UInt32>, bits: UnsafeMutablePointer<UInt64>
  ) {
    for event in Int(sent.starts[pixel])..<Int(sent.starts[pixel + 1]) {
      let unit = Int(sent.indices[event])
      let count = counts[unit] + 1
      counts[unit] = count
      for offset in offsets {
        let window = unit + offset
        if count > largest[window] {
          largest[window] = count
          winners?[window] = Int32(truncatingIfNeeded: unit)
        } else if let winners, count == largest[window], unit < winners[window] {
          winners[window] = Int32(truncatingIfNeeded: unit)
        } else {
          continue
        }
        bits[window >> 6] |= 1 << UInt64(window & 63)
      }
    }
  }
}
