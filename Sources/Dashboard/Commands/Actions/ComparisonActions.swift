extension Action {
  /// Two networks beside each other.
  static let comparison: [Action] = [
    Action(
      "compare", .comparison, [.character("c")],
      "compare with a second network, B; on Compare: with another one",
      change: { $0.chooseComparison() }),
    Action(
      "first-difference", .comparison, [.character("C")],
      "Compare: to the first spike that A or B sends alone", effect: { $0.goToFirstDifference() }),
    Action(
      "toggle-differences", .comparison, [.character("d")],
      "Compare: hide the spikes that both send, or show all", change: { $0.toggleDifferences() }),
  ]
}
