import TerminalUI

/// Something that a key can do, under the name that configuration files and line mode know it by.
package struct Action: Sendable {
  /// As `step-forward`.
  package struct Name: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    package let rawValue: String

    package init(rawValue: String) {
      self.rawValue = rawValue
    }

    package init(stringLiteral value: String) {
      rawValue = value
    }
  }

  /// What an action is about, in the order of the help.
  package enum Group: Equatable, Sendable, CaseIterable {
    case time, cursor, rasters, images, breaks, commands, files, screens, comparison, program
  }

  package let name: Name
  package let group: Group

  /// Its keys unless the user chooses others, the one to show first in front.
  package let keys: [Key]

  /// What it does, for the help.
  package let summary: String

  package let effect: @Sendable (inout DashboardState) -> [DashboardEffect]

  package init(
    _ name: String, _ group: Group, _ keys: [Key], _ summary: String,
    effect: @escaping @Sendable (inout DashboardState) -> [DashboardEffect]
  ) {
    self.name = Name(rawValue: name)
    self.group = group
    self.keys = keys
    self.summary = summary
    self.effect = effect
  }

  /// - Parameter change: What it does to the state alone.
  package init(
    _ name: String, _ group: Group, _ keys: [Key], _ summary: String,
    change: @escaping @Sendable (inout DashboardState) -> Void
  ) {
    self.init(
      name, group, keys, summary,
      effect: { state in
        change(&state)
        return []
      })
  }

  /// All but those that show the screens.
  package static let standard: [Action] =
    time + cursor + rasters + images + breaks + commands + files + comparison + program
}

extension Action: Equatable {
  /// Names are unique.
  package static func == (left: Action, right: Action) -> Bool { left.name == right.name }
}

extension DashboardState {
  /// Does what a key stands for; nothing where there is no such action.
  mutating func perform(_ name: Action.Name) -> [DashboardEffect] {
    registry.action(name).map { $0.effect(&self) } ?? []
  }
}
