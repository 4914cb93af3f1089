/// Something that is chosen on a screen and that a session keeps: a filter, an order.
package struct ScreenSetting: Sendable {
  /// As in the files of sessions.
  package let name: String

  /// What is chosen, in words; `nil` for what is usual.
  package let text: @Sendable (DashboardState) -> String?

  /// Chooses it again; what is not understood changes nothing.
  package let apply: @Sendable (inout DashboardState, String) throws(CommandError) -> Void

  package init(
    _ name: String, text: @escaping @Sendable (DashboardState) -> String?,
    apply: @escaping @Sendable (inout DashboardState, String) throws(CommandError) -> Void
  ) {
    self.name = name
    self.text = text
    self.apply = apply
  }

  /// An order of rows, by the raw value of a case.
  static func order<Order: RawRepresentable & CaseIterable & Equatable & Sendable>(
    usual: Order, _ path: WritableKeyPath<DashboardState, Order> & Sendable
  ) -> ScreenSetting where Order.RawValue == String {
    ScreenSetting("order") { state in
      state[keyPath: path] == usual ? nil : state[keyPath: path].rawValue
    } apply: { state, text throws(CommandError) in
      guard let order = Order(rawValue: text) else {
        let names = Order.allCases.map(\.rawValue).joined(separator: ", ")
        throw CommandError(description: "the orders are \(names)")
      }
      state[keyPath: path] = order
    }
  }
}

extension DashboardScreen {
  /// All that a session keeps of the screen.
  package var settings: [ScreenSetting] {
    guard let rowFilter else { return ownSettings }
    let filter = ScreenSetting("filter") { state in
      let text = rowFilter.text(state)
      return text.isEmpty ? nil : text
    } apply: { state, text throws(CommandError) in
      try rowFilter.apply(&state, text)
    }
    return [filter] + ownSettings
  }
}
