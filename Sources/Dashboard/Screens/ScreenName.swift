/// What a screen is called in commands, configuration files, marks and places: `sin`.
///
/// Opaque, so that a screen can be added without a list of all names.
package struct ScreenName: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
  package let rawValue: String

  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  package init(stringLiteral value: String) {
    rawValue = value
  }
}
