import Networks

/// When a neuron would fire that sends z evenly: `N*(t) = clip(floor(z·t / θ), 0, Γ·t)`.
package struct EvenSchedule: Equatable, Sendable {
  private let perStep: Float
  private let limit: Int

  /// - Parameter unit: In channels-last order.
  /// - Returns: `nil` where the analog network says nothing of the layer, and in cycle coding,
  ///   where a schedule holds per cycle only.
  package init?(of unit: Int, layer: SpikingLayer, _ reference: LayerReference?) {
    guard let reference, let quanta = layer.neuron.stepQuanta else { return nil }
    perStep = reference.preactivation[unit] / quanta.quantum
    limit = quanta.limit
  }

  /// N*, in spikes.
  package func count(at step: Int) -> Int {
    Int(min(max((perStep * Float(step)).rounded(.down), 0), Float(step * limit)))
  }
}
