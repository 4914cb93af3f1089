import Foundation

/// Random numbers that depend on the seed only, on every machine that rounds as this one.
///
/// SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
package struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  /// - Parameter stream: Numbers of different streams have nothing to do with each other.
  package init(seed: UInt64, stream: Int) {
    state = seed
    state = next() &+ UInt64(truncatingIfNeeded: stream) &* 0xD1B5_4A32_D192_ED03
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Evenly spread over `0..<1`.
  package mutating func uniform(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float(next() >> 40) / Float(1 << 24) }
  }

  /// Normally distributed around 0, by the method of Box and Muller.
  package mutating func normal(_ count: Int, deviation: Float) -> [Float] {
    Array(unsafeUninitializedCapacity: count) { numbers, initializedCount in
      for index in stride(from: 0, to: count, by: 2) {
        let bits = next()
        // One and not zero, whose logarithm is infinite, ends the range of the first.
        let first = Float((bits >> 40) + 1) / Float(1 << 24)
        let angle = 2 * Float.pi * (Float(bits & 0xFF_FFFF) / Float(1 << 24))
        let radius = deviation * (-2 * log(first)).squareRoot()
        numbers.initializeElement(at: index, to: radius * cos(angle))
        if index + 1 < count { numbers.initializeElement(at: index + 1, to: radius * sin(angle)) }
      }
      initializedCount = count
    }
  }
}
