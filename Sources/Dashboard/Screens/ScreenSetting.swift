/// Something that is chosen on a screen, that a session keeps and that a command line can ask for:
/// a filter, an order, a view.
package struct ScreenSetting: Sendable {
  /// As in the files of sessions, and behind the name of the screen on the command line.
  package let name: String

  /// All that it can be, where those are a few words; empty where it is text or a number.
  package let values: @Sendable (DashboardState) -> [String]

  /// What is chosen, in words; `nil` for what is usual.
  package let text: @Sendable (DashboardState) -> String?

  /// Chooses it again; what is not understood changes nothing.
  package let apply: @Sendable (inout DashboardState, String) throws(CommandError) -> Void

  package init(
    _ name: String, values: @escaping @Sendable (DashboardState) -> [String] = { _ in [] },
    text: @escaping @Sendable (DashboardState) -> String?,
    apply: @escaping @Sendable (inout DashboardState, String) throws(CommandError) -> Void
  ) {
    self.name = name
    self.values = values
    self.text = text
    self.apply = apply
  }

  /// One of the cases of an enumeration, by its raw value.
  static func choice<Choice: RawRepresentable & CaseIterable & Equatable & Sendable>(
    _ name: String, usual: Choice, _ path: WritableKeyPath<DashboardState, Choice> & Sendable
  ) -> ScreenSetting where Choice.RawValue == String {
    ScreenSetting(name) { _ in
      Choice.allCases.map(\.rawValue)
    } text: { state in
      state[keyPath: path] == usual ? nil : state[keyPath: path].rawValue
    } apply: { state, text throws(CommandError) in
      guard let choice = Choice(rawValue: text) else { throw .noChoice(name, Choice.self) }
      state[keyPath: path] = choice
    }
  }

  /// An order of rows.
  static func order<Order: RawRepresentable & CaseIterable & Equatable & Sendable>(
    usual: Order, _ path: WritableKeyPath<DashboardState, Order> & Sendable
  ) -> ScreenSetting where Order.RawValue == String {
    choice("order", usual: usual, path)
  }

  /// Something that usually is not so.
  static func flag(
    _ name: String, _ path: WritableKeyPath<DashboardState, Bool> & Sendable
  ) -> ScreenSetting {
    let (no, yes) = ("no", "yes")
    return ScreenSetting(name) { _ in
      [no, yes]
    } text: { state in
      state[keyPath: path] ? yes : nil
    } apply: { state, text throws(CommandError) in
      guard text == yes || text == no else {
        throw CommandError(description: "'\(name)' can be \(no) or \(yes)")
      }
      state[keyPath: path] = text == yes
    }
  }

  /// A layer by its name; usually none is chosen.
  static func layer(
    _ name: String, _ path: WritableKeyPath<DashboardState, Int?> & Sendable
  ) -> ScreenSetting {
    ScreenSetting(name) { state in
      state.spikingLayerNames
    } text: { state in
      let names = state.spikingLayerNames
      return state[keyPath: path].flatMap { names.indices.contains($0) ? names[$0] : nil }
    } apply: { state, text throws(CommandError) in
      guard let layer = state.spikingLayerNames.firstIndex(of: text) else {
        throw CommandError(description: "there is no layer \(text)")
      }
      state[keyPath: path] = layer
    }
  }
}

extension CommandError {
  /// What can be chosen instead of what was typed.
  static func noChoice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ choices: Choice.Type
  ) -> CommandError where Choice.RawValue == String {
    let names = choices.allCases.map(\.rawValue).joined(separator: ", ")
    return CommandError(description: "'\(name)' can be \(names)")
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
