import SpikeKernels

extension sk_events {
  /// What an event delivers.
  @inline(__always)
  func value(ofEvent event: Int) -> Float {
    values == nil ? value : values[event]
  }

  /// Calls `body` with the position and the value of each event, in ascending order.
  @inline(__always)
  func forEach(pixels: Int, _ body: (Int, Float) -> Void) {
    for event in 0..<Int(starts[pixels]) { body(Int(indices[event]), value(ofEvent: event)) }
  }
}
