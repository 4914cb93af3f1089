import TerminalUI

/// Which keys do what.
package struct KeyMap: Equatable, Sendable {
  /// The keys of an action, the one to show first in front; none where it can only be found in the
  /// help.
  package private(set) var bindings: [(action: Action, keys: [Key])]

  package static func == (left: KeyMap, right: KeyMap) -> Bool {
    left.bindings.elementsEqual(right.bindings) { $0.action == $1.action && $0.keys == $1.keys }
  }

  package static let standard = KeyMap(DashboardRegistry.standard.actions)

  /// Every action with the keys that it has of itself.
  package init(_ actions: [Action]) {
    bindings = actions.map { ($0, $0.keys) }
  }

  /// Gives an action other keys, and takes these from all other actions.
  package mutating func bind(_ action: Action.Name, to keys: [Key]) {
    for index in bindings.indices {
      if bindings[index].action.name == action {
        bindings[index].keys = keys
      } else {
        bindings[index].keys.removeAll(where: keys.contains)
      }
    }
  }

  package func action(for key: Key) -> Action? {
    bindings.first { $0.keys.contains(key) }?.action
  }

  /// The key to show for an action.
  package func key(for action: Action.Name) -> Key? {
    bindings.first { $0.action.name == action }?.keys.first
  }
}
