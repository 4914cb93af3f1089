/// A screen without a terminal: keys come from a script, and frames are kept as text.
package struct TextScreen: Screen, ~Copyable {
  package private(set) var size: Size
  package let capabilities: Capabilities
  /// The text of every canvas that was shown.
  package private(set) var frames: [String] = []
  /// The last canvas that was shown.
  package private(set) var canvas: Canvas?
  private var steps: ArraySlice<Step>

  /// What happens at a call of `nextInput`.
  package enum Step: Hashable, Sendable {
    case key(Key)
    case mouse(MouseReport)
    /// No key arrives until the next frame.
    case frame
    /// The screen changes its size, which arrives as the key `resized`.
    case resize(Size)
  }

  package init(size: Size, capabilities: Capabilities = .standard, steps: [Step] = []) {
    self.size = size
    self.capabilities = capabilities
    self.steps = steps[...]
  }

  /// A screen where every key has a frame of its own.
  package init(size: Size, capabilities: Capabilities = .standard, keys: [Key]) {
    self.init(
      size: size, capabilities: capabilities, steps: keys.flatMap { [.key($0), .frame] })
  }

  package var pace: Pace { Pace(framesPerSecond: 60) }

  /// Whether all keys were delivered.
  package var isAtEnd: Bool { steps.isEmpty }

  package mutating func nextInput() -> ScreenInput? {
    switch steps.popFirst() {
    case .key(let key):
      return .key(key)
    case .mouse(let report):
      return .mouse(report)
    case .resize(let size):
      self.size = size
      return .key(.resized)
    case .frame, nil:
      return nil
    }
  }

  package mutating func show(_ canvas: Canvas) {
    var screen = Canvas(size: size, capabilities: capabilities)
    screen.draw(canvas, row: 0, column: 0)
    self.canvas = screen
    frames.append(screen.text)
  }
}
