/// Something that shows canvases and delivers keys.
///
/// The main loop takes all input that waits, then shows one canvas:
///
///     while !isDone {
///       while let input = screen.nextInput() { … }
///       screen.show(draw(state, size: screen.size, capabilities: screen.capabilities))
///     }
package protocol Screen: ~Copyable {
  /// In cells; changes before a `resized` key arrives.
  var size: Size { get }
  var capabilities: Capabilities { get }
  /// How fast the screen takes frames.
  var pace: Pace { get }

  /// The next key or report of the mouse, or `nil` when it is time to show a canvas.
  ///
  /// Waits for one until the next frame is due; afterwards it is due at once.
  mutating func nextInput() -> ScreenInput?

  /// Shows a canvas, or leaves the last one if the screen is not ready for another frame.
  ///
  /// A canvas of another size is cut or surrounded by blanks.
  mutating func show(_ canvas: Canvas)
}

extension Screen where Self: ~Copyable {
  /// The next key, or `nil` when it is time to show a canvas; leaves the mouse alone.
  package mutating func nextKey() -> Key? {
    while let input = nextInput() {
      if case .key(let key) = input { return key }
    }
    return nil
  }
}

/// How fast a screen takes frames, for the status line and for drawing less on a slow link.
package struct Pace: Hashable, Sendable {
  package var framesPerSecond: Double
  /// How long the screen takes to answer; `nil` if it does not answer, or has not yet.
  package var roundTripMilliseconds: Double?

  package init(framesPerSecond: Double, roundTripMilliseconds: Double? = nil) {
    self.framesPerSecond = framesPerSecond
    self.roundTripMilliseconds = roundTripMilliseconds
  }

  /// As exactly as a screen says it: in whole frames, and in tens of milliseconds.
  package var rounded: Pace {
    Pace(
      framesPerSecond: framesPerSecond.rounded(),
      roundTripMilliseconds: roundTripMilliseconds.map { ($0 / 10).rounded() * 10 })
  }

  /// Whether to prefer pictures that change little.
  ///
  /// Asks how fast frames are taken, not how many are wanted: fewer than eight per second, of which
  /// each may take two thirds of its time.
  package var isSlow: Bool { (roundTripMilliseconds ?? 0) > 1000 / 8 / 1.5 }
}
