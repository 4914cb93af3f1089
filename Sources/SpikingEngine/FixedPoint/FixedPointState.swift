import Networks
import SpikeKernels

/// The potentials of a population in whole numbers.
///
/// They have 32 bits until one leaves ±2^30, and 64 from then on, so that they are always exact.
struct FixedPointState: LayerPayload {
  /// What connects the layer, and its scales.
  let layer: FixedPointLayer

  /// 1 / S of each channel.
  private let inverse: [Float]
  private let thresholds: [Int32]
  private let resetsToZero: Bool
  private var narrow: [Int32]
  private var wide: [Int64] = []

  /// - Parameter potentials: v(0), in channels-last order.
  init(_ layer: FixedPointLayer, reset: Reset, potentials: [Float]) {
    self.layer = layer
    inverse = layer.scale.map { Float(1 / $0) }
    thresholds = layer.thresholds
    resetsToZero = reset == .toZero
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

  var state: LayerState { .wholeNumbers(self) }

  func byteCount(_ counting: ByteCounting) -> Int {
    narrow.byteCount(counting) + wide.byteCount(counting)
  }

  private var isWide: Bool { !wide.isEmpty }

  /// Takes some steps, and says who fired.
  ///
  /// - Parameters:
  ///   - currents: Shape `[steps][neurons]`, or the same for all steps.
  ///   - stride: From those of a step to those of the next; 0 if they are the same.
  ///   - bits: Shape `[steps][words]`.
  ///   - backup: Scratch for the potentials before, shape `[neurons]`.
  ///   - released: Where what resets remove is added; `nil` where nobody asks for it.
  mutating func fire(
    steps: Int, currents: UnsafePointer<Int32>, stride: Int, bits: UnsafeMutablePointer<UInt64>,
    backup: UnsafeMutablePointer<Int32>, released: ReleasedCharge?, workers: WorkerPool
  ) {
    if !isWide {
      let count = narrow.count
      narrow.withUnsafeBufferPointer { narrow in
        if let base = narrow.baseAddress { workers.copy(base, to: backup, count: count) }
      }
      released?.keep(count, workers: workers)
      if fireNarrow(
        steps: steps, currents: currents, stride: stride, bits: bits, released: released?.sums,
        workers: workers)
      {
        return
      }
      released?.restore(count, workers: workers)
      wide = (0..<count).map { Int64(backup[$0]) }
      narrow = []
    }
    fireWide(
      steps: steps, currents: currents, stride: stride, bits: bits, released: released?.sums)
  }

  /// Takes some steps by other means.
  ///
  /// - Parameters:
  ///   - backup: As in `fire`.
  ///   - released: As in `fire`.
  ///   - body: Is given v and where to release, and returns whether all potentials stayed within
  ///     bounds.
  /// - Returns: `false` if nothing has happened.
  mutating func integrate(
    backup: UnsafeMutablePointer<Int32>, released: ReleasedCharge?, workers: WorkerPool,
    _ body: (UnsafeMutablePointer<Int32>, sk_fixed_release) -> Bool
  ) -> Bool {
    let count = narrow.count
    return narrow.withUnsafeMutableBufferPointer { narrow in
      inverse.withUnsafeBufferPointer { inverse in
        guard let base = narrow.baseAddress, count > 0 else { return false }
        workers.copy(base, to: backup, count: count)
        released?.keep(count, workers: workers)
        if body(base, sk_fixed_release(units: inverse.baseAddress, sums: released?.sums)) {
          return true
        }
        base.update(from: backup, count: count)
        released?.restore(count, workers: workers)
        return false
      }
    }
  }

  /// v in units of the activation.
  func read(into potentials: inout [Float], workers: WorkerPool) {
    if isWide {
      for unit in wide.indices {
        potentials[unit] = Float(wide[unit]) * inverse[unit % inverse.count]
      }
    } else {
      read(narrow, into: &potentials, workers: workers)
    }
  }

  /// m in units of the activation.
  func read(
    sums: UnsafePointer<Int32>, into integrated: inout [Float], workers: WorkerPool
  ) {
    read(sums, into: &integrated, workers: workers)
  }

  /// m in units of the activation, from v before a step and what flowed in.
  func read(
    sumWith currents: UnsafePointer<Int32>, into integrated: inout [Float], workers: WorkerPool
  ) {
    if isWide {
      for unit in wide.indices {
        integrated[unit] = Float(wide[unit] + Int64(currents[unit])) * inverse[unit % inverse.count]
      }
    } else {
      read(narrow, plus: currents, into: &integrated, workers: workers)
    }
  }

  /// Pixel by pixel, because all have the same scales.
  private func read(
    _ numbers: UnsafePointer<Int32>, plus currents: UnsafePointer<Int32>? = nil,
    into values: inout [Float], workers: WorkerPool
  ) {
    let channels = inverse.count
    values.withUnsafeMutableBufferPointer { values in
      inverse.withUnsafeBufferPointer { inverse in
        guard let values = values.baseAddress, let inverse = inverse.baseAddress else { return }
        workers.forEachPiece(of: narrow.count, unit: channels) { units in
          for first in stride(from: units.lowerBound, to: units.upperBound, by: channels) {
            let (values, numbers) = (values + first, numbers + first)
            if let currents {
              let currents = currents + first
              for channel in 0..<channels {
                values[channel] = Float(numbers[channel] &+ currents[channel]) * inverse[channel]
              }
            } else {
              for channel in 0..<channels {
                values[channel] = Float(numbers[channel]) * inverse[channel]
              }
            }
          }
        }
      }
    }
  }

  /// - Returns: Whether all potentials stayed within bounds; else they are worthless.
  private mutating func fireNarrow(
    steps: Int, currents: UnsafePointer<Int32>, stride: Int, bits: UnsafeMutablePointer<UInt64>,
    released: UnsafeMutablePointer<Float>?, workers: WorkerPool
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
        inverse.withUnsafeBufferPointer { inverse in
          guard let potentials = potentials.baseAddress, let isWithin = isWithin.baseAddress
          else { return }
          workers.forEach(pieces) { number, _ in
            let first = number * piece
            let count = Int32(min(piece, pixels - first))
            let release = sk_fixed_release(
              units: inverse.baseAddress, sums: released.map { $0 + first * channels })
            for step in 0..<steps where isWithin[number] {
              isWithin[number] = !sk_fire_fixed(
                count, Int32(channels), currents + (step * stride + first * channels), thresholds,
                resetsToZero, potentials + first * channels, release,
                bits + (step * words + first * channels / 64))
            }
          }
        }
      }
    }
    return isWithin.allSatisfy(\.self)
  }

  private mutating func fireWide(
    steps: Int, currents: UnsafePointer<Int32>, stride: Int, bits: UnsafeMutablePointer<UInt64>,
    released: UnsafeMutablePointer<Float>?
  ) {
    let (neurons, words) = (wide.count, (wide.count + 63) / 64)
    for step in 0..<steps {
      (bits + step * words).update(repeating: 0, count: words)
      for unit in 0..<neurons {
        let sum = wide[unit] + Int64(currents[step * stride + unit])
        let threshold = thresholds[unit % thresholds.count]
        let fires = threshold < .max && sum >= Int64(threshold)
        wide[unit] = fires ? (resetsToZero ? 0 : sum - Int64(threshold)) : sum
        guard fires else { continue }
        bits[step * words + unit / 64] |= 1 << UInt64(unit % 64)
        let worth = inverse[unit % inverse.count]
        released?[unit] += Float(sum) * worth - Float(wide[unit]) * worth
      }
    }
  }
}

/// Scratch for what steps change that may have to be taken again, shape `[neurons]` each.
struct FixedPointBackup {
  let potentials: UnsafeMutablePointer<Int32>
  let released: UnsafeMutablePointer<Float>
}

/// Where the charge that resets remove is added, and how it was before steps that may have to be
/// taken again.
struct ReleasedCharge {
  /// Shape `[neurons]`.
  let sums: UnsafeMutablePointer<Float>
  /// Scratch, shape `[neurons]`.
  let backup: UnsafeMutablePointer<Float>

  fileprivate func keep(_ count: Int, workers: WorkerPool) {
    workers.copy(sums, to: backup, count: count)
  }

  fileprivate func restore(_ count: Int, workers: WorkerPool) {
    workers.copy(backup, to: sums, count: count)
  }
}

extension WorkerPool {
  fileprivate func copy<Number: BitwiseCopyable>(
    _ source: UnsafePointer<Number>, to target: UnsafeMutablePointer<Number>, count: Int
  ) {
    forEachPiece(of: count) { units in
      (target + units.lowerBound).update(from: source + units.lowerBound, count: units.count)
    }
  }
}
