/// What an import knows by its name in files.
package protocol NamedKind: Sendable {
  /// As files spell it.
  var name: String { get }
}

/// All kinds of one sort, to be found by name: what is not among them is refused.
package struct NamedKinds<Kind: NamedKind>: Sendable {
  /// In the order in which people meet them.
  let all: [Kind]

  private let byName: [String: Kind]

  /// - Precondition: No two have the same name.
  init(_ all: [Kind]) {
    self.all = all
    byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  }

  subscript(name: String) -> Kind? { byName[name] }
}

/// A registry of the kinds that one import knows, as a value that a test can make its own of.
package protocol KindRegistry: Sendable {
  associatedtype Kind: NamedKind

  var kinds: NamedKinds<Kind> { get }

  /// - Precondition: No two have the same name.
  init(_ all: [Kind])
}

extension KindRegistry {
  /// In the order in which people meet them.
  package var all: [Kind] { kinds.all }

  /// The kind of a name, or `nil` if models with it are refused.
  package subscript(name: String) -> Kind? { kinds[name] }
}
