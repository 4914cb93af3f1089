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

extension ScreenView {
  /// Empty where it is not a number.
  func number(_ value: Float?) -> CSVNumber {
    CSVNumber(value.flatMap { $0.isFinite ? $0 : nil })
  }

  func optional(_ value: Int?) -> CSVNumber { CSVNumber(value) }
}
