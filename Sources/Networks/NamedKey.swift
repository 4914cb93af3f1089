/// A coding key that is written down where it is used, or that a member of a registry gives.
package struct NamedKey: CodingKey, ExpressibleByStringLiteral {
  package let stringValue: String
  package var intValue: Int? { nil }

  package init(_ name: String) { stringValue = name }
  package init(stringLiteral name: String) { self.init(name) }
  package init(stringValue: String) { self.init(stringValue) }
  package init?(intValue: Int) { nil }
}
