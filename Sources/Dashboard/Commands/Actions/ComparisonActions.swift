extension Action {
  /// Two networks beside each other.
  static let comparison: [Action] = [
    Action(
      "compare", .comparison, [.character("c")],
      "compare with a second network; on Compare: another one",
      change: { $0.chooseComparison() }),
    Action(
      "first-difference", .comparison, [.character("C")],
      "Compare: the first spike that differs", effect: { $0.goToFirstDifference() }),
    Action(
      "toggle-differences", .comparison, [.character("d")],
      "Compare: only what differs, or all spikes", change: { $0.toggleDifferences() }),
  ]
}
