import TerminalUI

/// What the Log screen remembers of its own.
package struct LogState: ScreenState, Equatable {
  /// The warning that stood in the Log when that was shown last.
  var seenWarning: String?

  package init() {}
}

extension DashboardState {
  var logScreen: LogState {
    get { self[LogState.self] }
    set { self[LogState.self] = newValue }
  }

  /// What may make the results mean nothing, until it was read in the Log; `nil` for nothing.
  var unreadWarning: String? {
    context?.warning.flatMap { $0 == logScreen.seenWarning ? nil : $0 }
  }
}

extension ScreenName {
  package static let log: ScreenName = "log"
}

extension DashboardScreen {
  static let log = DashboardScreen(
    .log, title: "Log", keys: [.character("7")], summary: "Log: breaks, marks, what happened"
  ) {
    $0.layout = { _, _ in
      .stack([Pane("log", rows: Extent(5), columns: Extent(40), priority: 0)])
    }
    $0.panes = [
      ScreenPane(
        "log", defines: ["breaks and marks"],
        title: { _ in PaneTitle("breaks, marks, what happened") }
      ) {
        $0.drawLog(on: &$1)
      }
    ]
    $0.asks = { state in
      if state.screen == .log { state.logScreen.seenWarning = state.context?.warning }
      return []
    }
    $0.insight = { $0.logInsight() }
    $0.hints = { state in
      .when(state.logCursor != nil, "inspect", "go, on/off")
        + .when(state.canRemoveLogRow, "remove", "delete")
        + [ActionHint("break-here", "break")]
    }
    $0.moveCursor = { $0.moveLogCursor(by: $1) }
    $0.select = { $0.moveLogCursor(by: $1 - ($0.logCursor ?? 0)) }
    $0.inspect = { state in
      state.trail.removeLast()
      return state.openLogRow()
    }
    $0.remove = { $0.removeLogRow() }
    $0.findsNeurons = false
    $0.sentences = { $0.logSentences() }
    $0.mainPanels = ["log"]
    $0.numbers = { $0.logNumbers() }
    $0.panels = ["log": { $0.logNumbers() }]
  }
}
