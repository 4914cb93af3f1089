import Networks

/// What a NIR file may leave open.
package struct NIROptions: Equatable, Sendable {
  /// dt, in seconds; `nil` for what the file or `usualTimeStep` says.
  package var timeStep: Float?

  /// How neurons reset; `nil` for what the file says.
  package var reset: Reset?

  /// dt where neither the user nor the file says, in seconds; `nil` for none.
  package var usualTimeStep: Float?

  package init(timeStep: Float? = nil, reset: Reset? = nil, usualTimeStep: Float? = nil) {
    self.timeStep = timeStep
    self.reset = reset
    self.usualTimeStep = usualTimeStep
  }
}

/// What we write into the metadata of a NIR file, because NIR has no place for it.
enum NIRMetadata {
  /// Of a graph: dt in seconds.
  static let timeStep = "dt"
  /// Of a neuron: `soft` subtracts the threshold, `hard` sets the reset potential.
  static let reset = "reset"
  /// Of a neuron: v(0), one number or one per neuron.
  static let initialPotential = "initial_potential"

  /// All of them.
  static let keys = [timeStep, reset, initialPotential]

  static func text(_ reset: Reset) -> String { reset == .bySubtraction ? "soft" : "hard" }

  static func reset(_ text: String) -> Reset? {
    ["soft": .bySubtraction, "hard": .toZero][text]
  }
}
