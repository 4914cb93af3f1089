import PlainText

extension DashboardState {
  /// What the screen plots, without the rounding and the grouping of the plot; `nil` while nothing
  /// is loaded.
  ///
  /// All steps that are kept are in it, not only those that fit on the screen. A number that does
  /// not exist is an empty field. Neurons are numbered as on the screens.
  ///
  /// - Parameter panel: The part of the screen that is wanted, or `nil` for what stands for all of
  ///   it; a part of which the numbers are in no table gives `nil`.
  package func plottedNumbers(ofPanel panel: String? = nil) -> NumberTable? {
    guard let engine, let context, layer < layerCount else { return nil }
    let view = ScreenView(state: self, context: context, engine: engine)
    if let panel { return numbers(ofPanel: panel).flatMap { $0(view) } }
    return shown.numbers(view)
  }

  /// The numbers of a panel of the screen, or of the one other screen that has such a panel.
  private func numbers(ofPanel name: String) -> (@Sendable (ScreenView) -> NumberTable?)? {
    let all = registry.screens.compactMap { $0.panels[name] }
    return shown.panels[name] ?? (all.count == 1 ? all[0] : nil)
  }
}

extension DashboardState {
  /// The numbers for a file, and the part of the screen that they are of.
  ///
  /// - Parameters:
  ///   - panel: The part that is wanted; `nil` for the one with the focus, without that for what
  ///     the screen is about, as far as it is shown, else for the first part that is.
  ///   - shown: The parts that the screen has now, in their order.
  /// - Throws: `CommandError` where there is no such part now, or nothing to write of it.
  package func numbersToWrite(
    of panel: String?, shown: [String]
  ) throws(CommandError) -> (panel: String, table: NumberTable) {
    if let panel { try checkPanel(panel, shown: shown) }
    let wanted = panel ?? panelToWrite(among: shown)
    let table = wanted.map { plottedNumbers(ofPanel: $0) } ?? plottedNumbers()
    guard let table else {
      guard let wanted else { throw CommandError(description: "nothing is plotted yet") }
      let names = shown.filter { plottedNumbers(ofPanel: $0) != nil }
      let others = names.isEmpty ? "" : "; there are those of \(names.joined(separator: ", "))"
      throw CommandError(description: "'\(wanted)' has no table of numbers\(others)")
    }
    let name = wanted ?? self.shown.title
    guard table.extent.rows > 0 else {
      throw CommandError(
        description: "there are no numbers of \(name) now, and so nothing to write")
    }
    return (name, table)
  }

  /// What of the screen stands for it now; `nil` where that is in no part alone.
  private func panelToWrite(among shown: [String]) -> String? {
    if let focusedPane, !shown.isEmpty { return shown[around(focusedPane, of: shown.count)] }
    let main = self.shown.mainPanels
    guard !main.isEmpty else { return nil }
    return main.first(where: shown.contains) ?? shown.first { plottedNumbers(ofPanel: $0) != nil }
  }

  /// - Throws: `CommandError` where the screen has no part of this name now; it says whether it has
  ///   one that is not shown.
  package func checkPanel(_ name: String, shown: [String]) throws(CommandError) {
    guard !shown.contains(name) else { return }
    let now = shown.joined(separator: ", ")
    if self.shown.panes.contains(where: { $0.name == name }) {
      let key = keyMap.key(for: "next-picture").map { " (\(Dashboard.name(of: $0)))" } ?? ""
      throw CommandError(
        description: "'\(name)' is a part of this screen, but not shown now: another view\(key) or "
          + "a larger window may show it; shown now: \(now)")
    }
    throw CommandError(
      description: shown.isEmpty
        ? "this screen has no panels; leave out '\(name)'"
        : "there is no panel '\(name)' on this screen; there are \(now)")
  }
}

extension ScreenView {
  /// Empty where it is not a number.
  func number(_ value: Float?) -> CSVNumber {
    CSVNumber(value.flatMap { $0.isFinite ? $0 : nil })
  }

  func optional(_ value: Int?) -> CSVNumber { CSVNumber(value) }
}
