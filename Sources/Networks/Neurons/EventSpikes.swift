/// How many spikes an event of some neuron stands for.
///
/// A value of its own, so that a loop over many events asks the neuron once.
package struct EventSpikes: Equatable, Sendable {
  /// θ of neurons that fire bursts; +∞ of those that send potentials, which are no spikes.
  package let burstThreshold: Float?

  /// One spike, whatever it delivers; minus one if that is negative.
  package static var single: EventSpikes { EventSpikes(burstThreshold: nil) }

  /// As many spikes as the charge has thresholds.
  package static func bursts(of threshold: Float) -> EventSpikes {
    EventSpikes(burstThreshold: threshold)
  }

  /// No spike.
  package static var none: EventSpikes { EventSpikes(burstThreshold: .infinity) }

  /// Whether an event may stand for several spikes.
  package var areBursts: Bool { burstThreshold?.isFinite ?? false }

  /// - Parameter value: What the event delivers.
  @inlinable @inline(__always) package func callAsFunction(_ value: Float) -> Float {
    guard let burstThreshold else { return value < 0 ? -1 : 1 }
    return (value / burstThreshold).rounded()
  }
}
