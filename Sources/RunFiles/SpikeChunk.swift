import Foundation
import Recordings
import Runs
import SpikingEngine

/// Some consecutive steps of one layer as they lie in a run file.
struct SpikeChunk: Equatable {
  enum Encoding: Int {
    case bitmap = 0
    case list = 1
  }

  var encoding: Encoding
  var spikes: Data
  /// `nil` if every event delivered the threshold.
  var amounts: Data?

  /// - Parameter threshold: What a plain spike delivers.
  /// - Returns: `nil` if nobody fired.
  init?(of layer: Int, steps: Range<Int>, raster: SpikeRaster, threshold: Float?) {
    var (count, isPlain) = (0, true)
    for step in steps {
      let events = raster.events(of: layer, at: step)
      count += events.words.reduce(0) { $0 + $1.nonzeroBitCount }
      if !events.values.isEmpty {
        isPlain = isPlain && threshold != nil && events.commonValue == threshold
      }
    }
    guard count > 0 else { return nil }
    let words = raster.row(of: layer, at: steps.lowerBound).count
    let (bitmapBytes, listBytes) = (8 * words * steps.count, 4 * (count + steps.count))
    encoding = listBytes < bitmapBytes ? .list : .bitmap
    spikes = Data(capacity: min(listBytes, bitmapBytes))
    var replayed = Data()
    for step in steps {
      let events = raster.events(of: layer, at: step)
      switch encoding {
      case .bitmap: spikes.append(littleEndian: events.words)
      case .list: spikes.append(listing: events.words)
      }
      guard !isPlain else { continue }
      replayed.append(littleEndian: UInt32(events.values.count))
      replayed.append(littleEndian: events.values.map(\.bitPattern))
    }
    amounts = isPlain ? nil : replayed
  }

  init(encoding: Encoding, spikes: Data, amounts: Data?) {
    self.encoding = encoding
    self.spikes = spikes
    self.amounts = amounts
  }

  /// Of the row that has the chunk.
  func checksum(of layer: Int, steps: Range<Int>) -> RowChecksum {
    RowChecksum([layer, steps.lowerBound, steps.count, encoding.rawValue], [spikes, amounts])
  }

  /// What the layer did, to be asked for step by step.
  ///
  /// - Parameter count: The number of steps.
  /// - Returns: `nil` if the chunk does not hold so many steps of this layer.
  func steps(_ count: Int, of layer: RunFileHead.Layer) -> ChunkSteps? {
    ChunkSteps(self, count: count, layer: layer)
  }
}

/// The steps of a chunk that was found to be whole.
///
/// Takes the memory of the chunk and a few bytes per step; a step is unpacked when it is asked for.
struct ChunkSteps {
  /// How many spikes there are in each step.
  private(set) var spikes: [Int] = []

  private let layer: RunFileHead.Layer
  private let encoding: SpikeChunk.Encoding

  /// Where each step begins, and the amounts of it.
  private var starts: [Cursor] = []

  private struct Cursor {
    var spikes: BlobReader
    var amounts: BlobReader?
  }

  fileprivate init?(_ chunk: SpikeChunk, count: Int, layer: RunFileHead.Layer) {
    self.layer = layer
    encoding = chunk.encoding
    var cursor = Cursor(
      spikes: BlobReader(chunk.spikes), amounts: chunk.amounts.map(BlobReader.init))
    let neuron = layer.neuron.model
    for _ in 0..<count {
      starts.append(cursor)
      guard let step = next(&cursor), step.values.allSatisfy(neuron.canSend) else { return nil }
      let events = step.words.reduce(0) { $0 + $1.nonzeroBitCount }
      let counts = step.values.map { Int(abs(neuron.eventSpikes($0))) }
      spikes.append(counts.count == 1 ? counts[0] * events : counts.reduce(0, +))
    }
    guard cursor.spikes.isAtEnd, cursor.amounts?.isAtEnd ?? true else { return nil }
  }

  subscript(position: Int) -> ReplayedStep? {
    var cursor = starts[position]
    return next(&cursor)
  }

  private func next(_ cursor: inout Cursor) -> ReplayedStep? {
    let words: [UInt64]?
    switch encoding {
    case .bitmap: words = cursor.spikes.numbers((layer.units + 63) / 64)
    case .list: words = cursor.spikes.list(units: layer.units)
    }
    guard let words, isWithin(layer.units, words) else { return nil }
    let events = words.reduce(0) { $0 + $1.nonzeroBitCount }
    guard let values = values(of: events, &cursor) else { return nil }
    return ReplayedStep(words: words, values: values)
  }

  private func values(of events: Int, _ cursor: inout Cursor) -> [Float]? {
    guard cursor.amounts != nil else {
      return events == 0 ? [] : layer.threshold.map { [$0] }
    }
    guard let count: UInt32 = cursor.amounts?.number(), [0, 1, events].contains(Int(count)),
      (count == 0) == (events == 0), let bits: [UInt32] = cursor.amounts?.numbers(Int(count))
    else { return nil }
    return bits.map(Float.init(bitPattern:))
  }

  /// Whether no bit lies beyond the last neuron.
  private func isWithin(_ units: Int, _ words: [UInt64]) -> Bool {
    units % 64 == 0 || words.isEmpty || words[words.count - 1] >> UInt64(units % 64) == 0
  }
}
