/// What a screen remembers of its own: the picture that was chosen, the row under the cursor, what
/// was computed for it.
///
/// It lies in the folder of its screen, and begins as `init()` makes it.
package protocol ScreenState: Sendable {
  init()
}

/// The states of all screens, each under its type, so that a screen brings its own.
struct ScreenStates: Sendable {
  private var values: [ObjectIdentifier: any ScreenState] = [:]

  subscript<State: ScreenState>(type: State.Type) -> State {
    get { values[ObjectIdentifier(type)] as? State ?? State() }
    set { values[ObjectIdentifier(type)] = newValue }
  }
}
