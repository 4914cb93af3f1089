import Networks
import SpikeKernels

/// The potentials of a population in whole numbers.
///
/// They have 32 bits until one leaves ±2^30, and 64 from then on, so that they are always exact.
struct FixedPointState: Sendable {
  /// 1 / S of each channel.
  private let inverse: [Float]
  private let thresholds: [Int32]
  private let resetsToZero: Bool
  private var narrow: [Int32]
  private var wide: [Int64] = []

  /// - Parameter potentials: v(0), in population order.
  init(_ layer: FixedPointLayer, neuron: NeuronParameters, potentials: [Float]) {
    inverse = layer.scale.map { Float(1 / $0) }
    thresholds = layer.thresholds
    resetsToZero = neuron.reset == .toZero
    let exact = potentials.enumerated().map { unit, potential in
      (Double(potential) * layer.scale[unit % layer.scale.count]).rounded()
    }
    if exact.allSatisfy({ abs($0) < FixedPointLayer.limit }) {
      narrow = exact.map { Int32($0) }
    } else {
      narrow = []
      wide = exact.map { Int64($0) }
    }
  }

  var byteCount: Int { narrow.count * 4 + wide.count * 8 }

  private var isWide: Bool { !wide.isEmpty }

  /// Takes some steps, and says who fired.
  ///
  /// - Parameters:
  ///   - currents: Shape `[steps][neurons]`, or the same for all steps.
  ///   - stride: From those of a step to those of the next; 0 if they are the same.
  ///   - bits: Shape `[steps][words]`.
  ///   - backup: Scratch for the potentials before, shape `[neurons]`.
  mutating func fire(
    steps: Int, currents: UnsafePointer<Int32>, stride: Int, bits: UnsafeMutablePointer<UInt64>,
    backup: UnsafeMutablePointer<Int32>, workers: WorkerPool
  ) {
    if !isWide {
      let count = narrow.count
      narrow.withUnsafeBufferPointer { narrow in
        if let base = narrow.baseAddress { backup.update(from: base, count: count) }
      }
      if fireNarrow(steps: steps, currents: currents, stride: stride, bits: bits, workers: workers)
      {
        return
      }
      wide = (0..<count).map { Int64(backup[$0]) }
      narrow = []
    }
    fireWide(steps: steps, currents: currents, stride: stride, bits: bits)
  }

  /// Takes some steps by other means.
  ///
  /// - Parameters:
  ///   - backup: As in `fire`.
  ///   - body: Is given v, and returns whether all potentials stayed within bounds.
  /// - Returns: `false` if nothing has happened.
  mutating func integrate(
    backup: UnsafeMutablePointer<Int32>, _ body: (UnsafeMutablePointer<Int32>) -> Bool
  ) -> Bool {
    let count = narrow.count
    return narrow.withUnsafeMutableBufferPointer { narrow in
      guard let base = narrow.baseAddress, count > 0 else { return false }
      backup.update(from: base, count: count)
      if body(base) { return true }
      base.update(from: backup, count: count)
      return false
    }
  }

  /// v in units of the activation.
  func read(into potentials: inout [Float]) {
    if isWide {
      for unit in wide.indices {
        potentials[unit] = Float(wide[unit]) * inverse[unit % inverse.count]
      }
    } else {
      read(into: &potentials) { Float(narrow[$0]) }
    }
  }

  /// m in units of the activation.
  func read(sums: UnsafePointer<Int32>, into integrated: inout [Float]) {
    read(into: &integrated) { Float(sums[$0]) }
  }

  /// m in units of the activation, from v before a step and what flowed in.
  func read(sumWith currents: UnsafePointer<Int32>, into integrated: inout [Float]) {
    if isWide {
      for unit in wide.indices {
        integrated[unit] = Float(wide[unit] + Int64(currents[unit])) * inverse[unit % inverse.count]
      }
    } else {
      read(into: &integrated) { Float(narrow[$0] &+ currents[$0]) }
    }
  }

  /// Pixel by pixel, because all have the same scales.
  @inline(__always)
  private func read(into values: inout [Float], _ value: (Int) -> Float) {
    let channels = inverse.count
    values.withUnsafeMutableBufferPointer { values in
      inverse.withUnsafeBufferPointer { inverse in
        for first in stride(from: 0, to: values.count, by: channels) {
          for channel in 0..<channels {
            values[first + channel] = value(first + channel) * inverse[channel]
          }
        }
      }
    }
  }

  /// - Returns: Whether all potentials stayed within bounds; else they are worthless.
  private mutating func fireNarrow(
    steps: Int, currents: UnsafePointer<Int32>, stride: Int, bits: UnsafeMutablePointer<UInt64>,
    workers: WorkerPool
  ) -> Bool {
    let (neurons, channels) = (narrow.count, thresholds.count)
    let (pixels, words) = (neurons / channels, (neurons + 63) / 64)
    // Pieces of whole words.
    let unit = channels % 64 == 0 ? 1 : 64
    let piece = (pixels / 8 / unit + 1) * unit
    let pieces = (pixels + piece - 1) / piece
    var isWithin = Array(repeating: true, count: pieces)
    narrow.withUnsafeMutableBufferPointer { potentials in
      isWithin.withUnsafeMutableBufferPointer { isWithin in
        guard let potentials = potentials.baseAddress, let isWithin = isWithin.baseAddress
        else { return }
        workers.forEach(pieces) { number, _ in
          let first = number * piece
          let count = Int32(min(piece, pixels - first))
          for step in 0..<steps where isWithin[number] {
            isWithin[number] = !sk_fire_fixed(
              count, Int32(channels), currents + (step * stride + first * channels), thresholds,
              resetsToZero, potentials + first * channels,
              bits + (step * words + first * channels / 64))
          }
        }
      }
    }
    return isWithin.allSatisfy(\.self)
  }

  private mutating func fireWide(
    steps: Int, currents: UnsafePointer<Int32>, stride: Int, bits: UnsafeMutablePointer<UInt64>
  ) {
    let (neurons, words) = (wide.count, (wide.count + 63) / 64)
    for step in 0..<steps {
      (bits + step * words).update(repeating: 0, count: words)
      for unit in 0..<neurons {
        let sum = wide[unit] + Int64(currents[step * stride + unit])
        let threshold = thresholds[unit % thresholds.count]
        let fires = threshold < .max && sum >= Int64(threshold)
        wide[unit] = fires ? (resetsToZero ? 0 : sum - Int64(threshold)) : sum
        if fires { bits[step * words + unit / 64] |= 1 << UInt64(unit % 64) }
      }
    }
  }
}
