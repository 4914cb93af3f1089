/// What a cell means; the back end turns it into a colour.
///
/// Intensities outside of their range count as the nearest one inside.
package enum Role: Hashable, Sendable {
  case plain, title
  /// What names a value, quieter than the value.
  case label
  /// An intensity of 1 to 4.
  case spike(Int)
  /// A level of 0 to 8 on the viridis scale.
  case heat(Int)
  /// A level of 0, black, to 8, white.
  case grey(Int)
  case sinSpike, lead, lag, annTarget, threshold
  /// The row or cell under the cursor.
  case selection
  case running, paused, replay
  case error, warning
  /// What a key does, and the key itself, in the footer.
  case hint, key
  case border

  /// Every role at every intensity, for tables and tests.
  package static var all: [Role] {
    [.plain, .title, .label] + (1...4).map(Role.spike) + (0...8).map(Role.heat)
      + (0...8).map(Role.grey)
      + [.sinSpike, .lead, .lag, .annTarget, .threshold, .selection, .running, .paused, .replay]
      + [.error, .warning, .hint, .key, .border]
  }
}

/// How a cell looks: a colour role, on the terminal's background or another role's colour.
package struct Style: Hashable, Sendable {
  /// What a terminal without colours can show too.
  package struct Attributes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    package static let bold = Attributes(rawValue: 1)
    package static let dim = Attributes(rawValue: 2)
    package static let reverse = Attributes(rawValue: 4)
    package static let underline = Attributes(rawValue: 8)
  }

  package var role: Role
  /// The role whose colour fills the cell, or `nil` for the terminal's background.
  package var background: Role?
  package var attributes: Attributes

  package init(_ role: Role, on background: Role? = nil, attributes: Attributes = []) {
    self.role = role
    self.background = background
    self.attributes = attributes
  }

  /// The same with further attributes.
  package func with(_ more: Attributes) -> Style {
    Style(role, on: background, attributes: attributes.union(more))
  }
}

extension Style {
  package static var plain: Style { Style(.plain) }
  package static var title: Style { Style(.title) }
  package static var label: Style { Style(.label) }
  package static var sinSpike: Style { Style(.sinSpike) }
  package static var lead: Style { Style(.lead) }
  package static var lag: Style { Style(.lag) }
  package static var annTarget: Style { Style(.annTarget) }
  package static var threshold: Style { Style(.threshold) }
  package static var selection: Style { Style(.selection) }
  package static var running: Style { Style(.running) }
  package static var paused: Style { Style(.paused) }
  package static var replay: Style { Style(.replay) }
  package static var error: Style { Style(.error) }
  package static var warning: Style { Style(.warning) }
  package static var hint: Style { Style(.hint) }
  package static var key: Style { Style(.key) }
  package static var border: Style { Style(.border) }

  /// - Parameter intensity: 1 to 4.
  package static func spike(_ intensity: Int) -> Style {
    Style(.spike(min(max(intensity, 1), 4)))
  }

  /// - Parameter level: 0 to 8.
  package static func heat(_ level: Int) -> Style {
    Style(.heat(min(max(level, 0), 8)))
  }

  /// - Parameter level: 0, black, to 8, white.
  package static func grey(_ level: Int) -> Style {
    Style(.grey(min(max(level, 0), 8)))
  }
}
