import Foundation

/// Times the layers of a run, which take their steps one after the other.
///
/// By the clock of the thread that runs the image, which other programs do not move; while it waits
/// for others that share its steps it does not sleep, so that their time counts as well.
struct LayerClock: Sendable {
  /// What each layer has taken so far, in seconds.
  private(set) var layerSeconds: [Double]

  private var last = 0.0

  init(layers: Int) {
    layerSeconds = Array(repeating: 0, count: layers)
  }

  /// Begins with the first layer.
  mutating func start() {
    last = seconds(CLOCK_THREAD_CPUTIME_ID)
  }

  /// Ends with a layer, and begins with the next.
  mutating func stop(_ layer: Int) {
    let now = seconds(CLOCK_THREAD_CPUTIME_ID)
    layerSeconds[layer] += now - last
    last = now
  }
}
