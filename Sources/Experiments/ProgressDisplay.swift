/// Where a line about long work appears.
package struct ProgressDisplay: Sendable {
  /// Takes the line, or `nil` to remove it; called on any thread.
  package let show: @Sendable (String?) -> Void

  package init(show: @escaping @Sendable (String?) -> Void) {
    self.show = show
  }
}
