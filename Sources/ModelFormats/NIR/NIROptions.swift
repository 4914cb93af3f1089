import Networks

/// What a NIR file may leave open.
package struct NIROptions: Equatable, Sendable {
  /// dt, in seconds; `nil` for what the file or `usualTimeStep` says.
  package var timeStep: Float?

  /// How neurons reset; `nil` for what the file says.
  package var reset: Reset?

  /// Which potentials fire; `nil` for what the file says, or else NIR itself: those above the
  /// threshold.
  package var rule: FiringRule?

  /// How time constants become steps; `nil` for what the file says, or else Euler.
  package var integration: ContinuousNeuron.Integration?

  /// Whether a neuron may fire several spikes in a step; `nil` for what the file says, or else not.
  package var firesSeveral: Bool?

  /// What a step does to synaptic currents; `nil` for what the file says, or else NIR's filter.
  package var synapses: SynapseRule?

  /// dt where neither the user nor the file says, in seconds; `nil` for none.
  package var usualTimeStep: Float?

  /// How neurons reset where neither the user nor the file says; `nil` for nobody knows.
  package var usualReset: Reset?

  package init(
    timeStep: Float? = nil, reset: Reset? = nil, rule: FiringRule? = nil,
    integration: ContinuousNeuron.Integration? = nil, firesSeveral: Bool? = nil,
    synapses: SynapseRule? = nil, usualTimeStep: Float? = nil, usualReset: Reset? = nil
  ) {
    self.timeStep = timeStep
    self.reset = reset
    self.rule = rule
    self.integration = integration
    self.firesSeveral = firesSeveral
    self.synapses = synapses
    self.usualTimeStep = usualTimeStep
    self.usualReset = usualReset
  }
}

/// What we write into the metadata of a NIR file, because NIR has no place for it.
enum NIRMetadata {
  /// Of a graph: dt in seconds.
  static let timeStep = "dt"
  /// Of a graph: `gt` if neurons fire above their threshold, `ge` if they do so at it already.
  static let rule = "spike_at"
  /// Of a neuron: `soft` subtracts the threshold, `soft-delayed` in the next step, `hard` sets the
  /// reset potential.
  static let reset = "reset"
  /// Of a neuron: v(0), one number or one per neuron.
  static let initialPotential = "initial_potential"
  /// Of a node that is a layer: what the layer is called here.
  static let layer = "layer_name"

  /// Of a neuron: `exponential` where its quantities decay so and not by Euler's method.
  static let integration = "integration"
  /// Of a neuron: `several` where a step has room for more than one spike.
  static let spikesPerStep = "spikes_per_step"
  /// Of a neuron: `jump` or `jump-delayed` where the input of a synapse is added whole.
  static let synapses = "synapses"

  /// All of them.
  static let keys = [
    timeStep, rule, reset, initialPotential, layer, integration, spikesPerStep,
    synapses,
  ]

  /// The word for neurons that fire several spikes in a step.
  static let several = "several"
}
