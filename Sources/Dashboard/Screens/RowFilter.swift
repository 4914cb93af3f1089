/// How `/` filters the rows of a screen: what is typed, and what comes of it.
package struct RowFilter: Sendable {
  /// What can be typed, in a line.
  package let hint: String

  /// The filter in use, as it was typed.
  package let text: @Sendable (DashboardState) -> String

  /// How many rows match, in words.
  package let count: @Sendable (DashboardState) -> String

  /// Shows the rows that match; what is not understood changes nothing.
  package let apply: @Sendable (inout DashboardState, String) throws(CommandError) -> Void

  package init(
    hint: String, text: @escaping @Sendable (DashboardState) -> String,
    count: @escaping @Sendable (DashboardState) -> String,
    apply: @escaping @Sendable (inout DashboardState, String) throws(CommandError) -> Void
  ) {
    self.hint = hint
    self.text = text
    self.count = count
    self.apply = apply
  }
}
