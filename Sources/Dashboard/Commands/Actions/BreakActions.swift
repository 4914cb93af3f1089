extension Action {
  /// Breaks and marks.
  static let breaks: [Action] = [
    Action(
      "break-here", .breaks, [.character("b")],
      "break: let runs stop where a condition becomes true",
      change: { $0.overlay = $0.engine == nil ? nil : .breaks(selected: 0) }),
    Action(
      "run-until", .breaks, [.character("u")], "run until a condition becomes true",
      change: { $0.openCommandLine("until ") }),
    Action(
      "set-mark", .breaks, [.character("m")],
      "mark this step and place with a letter (Space: with a note)",
      change: { $0.overlay = .mark(.set) }),
    Action(
      "go-to-mark", .breaks, [.character("'")], "go to a mark",
      change: { $0.overlay = .mark(.jump) }),
    Action(
      "remove", .breaks, [.character("x"), .delete],
      "Log: delete the break or the mark under the cursor", effect: { $0.shown.remove(&$0) }),
  ]
}
