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

  /// What the layer did, step by step.
  ///
  /// - Parameter units: The number of neurons.
  /// - Returns: `nil` if the chunk does not hold so many steps of so many neurons.
  func steps(_ count: Int, units: Int, threshold: Float?) -> [ReplayedStep]? {
    var (spikes, amounts) = (BlobReader(spikes), amounts.map(BlobReader.init))
    var steps: [ReplayedStep] = []
    for _ in 0..<count {
      let words: [UInt64]?
      switch encoding {
      case .bitmap: words = spikes.numbers((units + 63) / 64)
      case .list: words = spikes.list(units: units)
      }
      guard let words, isWithin(units, words) else { return nil }
      let events = words.reduce(0) { $0 + $1.nonzeroBitCount }
      var values: [Float] = []
      if amounts != nil {
        guard let replayed: UInt32 = amounts?.number(), [0, 1, events].contains(Int(replayed)),
          (replayed == 0) == (events == 0), let bits: [UInt32] = amounts?.numbers(Int(replayed))
        else { return nil }
        values = bits.map(Float.init(bitPattern:))
      } else if events > 0 {
        guard let threshold else { return nil }
        values = [threshold]
      }
      steps.append(ReplayedStep(words: words, values: values))
    }
    return spikes.isAtEnd && (amounts?.isAtEnd ?? true) ? steps : nil
  }

  /// Whether no bit lies beyond the last neuron.
  private func isWithin(_ units: Int, _ words: [UInt64]) -> Bool {
    units % 64 == 0 || words.isEmpty || words[words.count - 1] >> UInt64(units % 64) == 0
  }
}
