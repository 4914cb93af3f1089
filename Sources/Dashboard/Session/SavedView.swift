/// What a session keeps of the dashboard: where somebody was, what was noted, and what was chosen.
package struct SavedView: Equatable, Sendable {
  package var screen: ScreenName

  /// The layer under the cursor by its name, and the neuron by its number, as screens show them;
  /// `nil` without a network.
  package var layer: String?
  package var neuron: Int?

  package var step = 0

  /// As in `RasterView`.
  package var timeZoom = 0
  package var rasterMode = RasterView.Mode.sweep
  package var unitsPerDot = 1

  /// What `n` and `N` go to, as typed; empty for nothing.
  package var search = ""

  /// What was chosen on screens, by the names of the screen and of its setting.
  package var settings: [String: [String: String]] = [:]

  /// In the order of their letters.
  package var marks: [SavedMark] = []

  /// In the order of their numbers.
  package var breaks: [SavedBreak] = []

  package init(screen: ScreenName) {
    self.screen = screen
  }
}

/// A mark, with its method as it is typed.
package struct SavedMark: Equatable, Sendable {
  package var mark: Mark
  package var method: String

  /// - Parameter mark: Whose method counts for nothing.
  package init(_ mark: Mark, method: String) {
    self.mark = mark
    self.mark.method = 0
    self.method = method
  }
}

/// A break by its condition, as typed.
package struct SavedBreak: Equatable, Sendable {
  package var condition: String
  package var isEnabled: Bool

  package init(condition: String, isEnabled: Bool) {
    self.condition = condition
    self.isEnabled = isEnabled
  }
}

/// A file that a session is to be kept in.
package struct SessionRequest: Equatable, Sendable {
  /// As typed, relative to the working directory or to `~`.
  package var path: String
  /// Whether a file that exists may be replaced.
  package var replaces: Bool

  package init(path: String, replaces: Bool) {
    self.path = path
    self.replaces = replaces
  }
}
