import Foundation

/// Times the layers of a run, which take their steps one after the other.
struct LayerClock: Sendable {
  /// What each layer has taken so far, in seconds of the wall clock.
  private(set) var layerSeconds: [Double]

  private var last = 0.0

  init(layers: Int) {
    layerSeconds = Array(repeating: 0, count: layers)
  }

  /// Begins with the first layer.
  mutating func start() {
    last = seconds(CLOCK_MONOTONIC)
  }

  /// Ends with a layer, and begins with the next.
  mutating func stop(_ layer: Int) {
    let now = seconds(CLOCK_MONOTONIC)
    layerSeconds[layer] += now - last
    last = now
  }
}
