import TimeTravel

/// Something that is computed from the run for the screens that need it, and for no others.
package struct Computation: Sendable {
  /// Two of the same name compute the same.
  package let name: String

  /// Computes it anew where something has changed; after every event.
  package var refresh: @Sendable (inout DashboardState) -> Void = { _ in }

  /// Takes in what the engine has reported.
  package var take: @Sendable (inout DashboardState, EngineStatus) -> Void = { _, _ in }

  /// Forgets what it knows, so that all of it is computed anew.
  package var forget: @Sendable (inout DashboardState) -> Void = { _ in }

  /// Whether it stays known while screens are shown that do not need it.
  package var isKept = false

  package init(_ name: String, configure: (inout Computation) -> Void) {
    self.name = name
    configure(&self)
  }
}

extension DashboardState {
  /// Computes anew what the screen needs, and forgets what only others need.
  mutating func refreshComputations() {
    let needs = shown.needs
    for other in registry.computations
    where !other.isKept && !needs.contains(where: { $0.name == other.name }) {
      other.forget(&self)
    }
    for need in needs { need.refresh(&self) }
  }

  /// Lets what the screen needs take in what the engine has reported.
  mutating func takeComputations() {
    guard let engine else { return }
    for need in shown.needs { need.take(&self, engine) }
  }

  /// The same, with all that is computed from the run computed anew: what is kept from one picture
  /// to the next must not be seen.
  package func computedAnew() -> DashboardState {
    var state = self
    for computation in registry.computations { computation.forget(&state) }
    state.takeComputations()
    state.refreshComputations()
    return state
  }
}
