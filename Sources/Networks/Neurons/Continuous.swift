/// A neuron model of continuous time, taken in steps.
///
/// With the input current I of a step, the step dt, and what `Membrane`, `Synapse` and `Firing`
/// define:
///
///     i[t] = i[t-1] + share(τ_syn) · (w_in · I[t] - i[t-1])      with synapses, else i = I
///     m[t] = v[t-1] + share(τ) · (v_leak - v[t-1] + r · i[t])    leaky
///     m[t] = v[t-1] + dt · r · i[t]                              integrator
///     m[t] = i[t]                                                without memory
///     s[t] = 1 if m[t] ≥ θ (or only if m[t] > θ, see `FiringRule`), else 0
///     v[t] = m[t] - θ · s[t]                                     reset by subtraction
///     v[t] = v_reset if s[t] = 1, else m[t]                      reset to a potential
///
/// A synapse whose current jumps, as that of Norse's LIFCell (norse.torch.functional.lif), adds its
/// input whole; before Norse 1.1 the potential meets what the step before has left, r · i[t-1]:
///
///     i[t] = i[t-1] - share(τ_syn) · i[t-1] + w_in · I[t]
///     m[t] = v[t-1] + share(τ) · (v_leak - v[t-1] + r · i[t])
///
/// share(τ) is dt/τ by the explicit (forward) Euler method and 1 - exp(-dt/τ) by exponential decay,
/// see `Integration`. Where the reset waits for the next step, v[t] = m[t], and θ · s[t-1] is
/// subtracted from m[t]. Where a neuron may fire several spikes in a step, s[t] is their number:
/// the most whose thresholds together do not exceed m[t] (or stay below it).
///
/// The equations and names are those of NIR (Pedersen et al. 2024, doi:10.1038/s41467-024-52259-9),
/// which leaves the discretisation open. That a potential meets the synaptic current of the same
/// step, where nobody says otherwise, is this project's own choice.
/// A spike delivers 1. A model that never fires delivers its potential in every step.
package struct ContinuousNeuron: NeuronModel {
  /// How the potential follows the current.
  package enum Membrane: Codable, Equatable, Sendable {
    /// `dv/dt = r·i`.
    case integrator(resistance: NeuronValues<Float>)
    /// `τ dv/dt = v_leak - v + r·i`; τ in seconds.
    case leaky(
      timeConstant: NeuronValues<Float>, resistance: NeuronValues<Float>,
      leakPotential: NeuronValues<Float>)
    /// `v = i`: compares the current itself.
    case memoryless

    private enum CodingKeys: String, CodingKey { case integrator, leaky, memoryless }
    private enum IntegratorCodingKeys: String, CodingKey { case resistance }
    private enum LeakyCodingKeys: String, CodingKey {
      case timeConstant, resistance, leakPotential
    }
  }

  /// A current that spikes leave behind: `τ_syn di/dt = w_in·I - i`; τ_syn in seconds.
  package struct Synapse: Equatable, Sendable {
    /// τ_syn, in seconds, positive.
    package var timeConstant: NeuronValues<Float>
    /// w_in.
    package var weight: NeuronValues<Float>
    package var rule: SynapseRule

    package init(
      timeConstant: NeuronValues<Float>, weight: NeuronValues<Float>, rule: SynapseRule = .filter
    ) {
      self.timeConstant = timeConstant
      self.weight = weight
      self.rule = rule
    }
  }

  /// When the neuron fires, and what a spike leaves behind.
  package struct Firing: Equatable, Sendable {
    /// θ.
    package var threshold: NeuronValues<Float>
    package var rule: FiringRule
    package var reset: Reset
    /// Where a reset to a potential leads; reset by subtraction does not use it.
    package var resetPotential: NeuronValues<Float>
    /// Whether a step has room for more than one spike, as in sinabs.
    package var firesSeveral: Bool

    package init(
      threshold: NeuronValues<Float>, rule: FiringRule = .reaching, reset: Reset,
      resetPotential: NeuronValues<Float> = .uniform(0), firesSeveral: Bool = false
    ) {
      self.threshold = threshold
      self.rule = rule
      self.reset = reset
      self.resetPotential = resetPotential
      self.firesSeveral = firesSeveral
    }
  }

  /// How much of the way to its limit a decaying quantity goes in a step; written as files have it.
  package enum Integration: String, Codable, CaseIterable, Equatable, Sendable {
    /// dt/τ: the explicit (forward) Euler method.
    case euler
    /// 1 - exp(-dt/τ): exact for an input that stays the same during the step.
    case exponential
  }

  /// dt, in seconds.
  package var timeStep: Float
  package var membrane: Membrane
  /// `nil` where currents act at once.
  package var synapse: Synapse?
  /// `nil` for a neuron that never fires.
  package var firing: Firing?
  package var integration: Integration

  package init(
    timeStep: Float, membrane: Membrane, synapse: Synapse? = nil, firing: Firing? = nil,
    integration: Integration = .euler
  ) {
    self.timeStep = timeStep
    self.membrane = membrane
    self.synapse = synapse
    self.firing = firing
    self.integration = integration
  }

  /// The name of the model in NIR, in the order of its papers.
  package var modelName: String {
    switch membrane {
    case .memoryless: "Threshold"
    case .integrator: firing == nil ? "I" : "IF"
    case .leaky: (synapse == nil ? "" : "Cuba") + (firing == nil ? "LI" : "LIF")
    }
  }

  package static var key: String { "continuous" }
  package var parameters: NeuronParameters { .continuous(self) }

  package var threshold: Float? { firing?.threshold.common }
  package var quantum: Float? { firing == nil ? nil : 1 }
  package var code: NeuralCode? { nil }
  package var eventSpikes: EventSpikes {
    sendsPotential ? .none : firesSeveral ? .bursts(of: 1) : .single
  }
  /// Whether a step has room for more than one spike.
  package var firesSeveral: Bool { firing?.firesSeveral ?? false }
  package var sendsPotential: Bool { firing == nil }
  package func spikeValue(atStep step: Int) -> Float { 1 }
  package var chosenReset: Reset? { firing?.reset }
  package var conservesCharge: Bool { false }

  package var dynamics: ContinuousNeuron? { self }

  /// Every parameter that may differ between neurons.
  package var parameterValues: [NeuronValues<Float>] {
    var values: [NeuronValues<Float>] = []
    switch membrane {
    case .memoryless: break
    case .integrator(let resistance): values = [resistance]
    case .leaky(let timeConstant, let resistance, let leakPotential):
      values = [timeConstant, resistance, leakPotential]
    }
    if let synapse { values += [synapse.timeConstant, synapse.weight] }
    if let firing { values += [firing.threshold, firing.resetPotential] }
    return values
  }

  package func fault(in shape: MapShape) -> String? {
    guard timeStep > 0, timeStep.isFinite else { return "its time step is \(timeStep) s" }
    guard parameterValues.allSatisfy({ $0.fit(shape) }) else {
      return "its parameters are not one for each neuron"
    }
    if let firing, firing.firesSeveral {
      guard firing.threshold.all.allSatisfy({ $0 > 0 }) else {
        return "it fires several spikes in a step at a threshold that is not positive"
      }
      guard firing.reset == .bySubtraction else {
        return "it fires several spikes in a step, which only a reset by subtraction counts"
      }
    }
    return nil
  }

  package func nirForm(timeStep: Float) -> NIRForm { .neurons(self) }
  package var wholeNumberObstacle: String? { "its neurons are those of continuous time" }
  package var title: String { modelName }
  package var record: NeuronRecord? {
    NeuronRecord(
      name: modelName,
      parameters: chosenReset.map { reset in
        [.text("reset", reset.inRecords)]
      } ?? [])
  }
  package var scheduleObstacle: String? {
    "a neuron of continuous time stands for no activation"
  }
}

extension Reset {
  /// As files of converted networks have it.
  fileprivate var inRecords: String {
    switch self {
    case .bySubtraction: "subtraction"
    case .toZero: "potential"
    case .bySubtractionInNextStep: "subtraction in the next step"
    }
  }
}

/// Which potentials let a neuron fire; written as files have it.
package enum FiringRule: String, Codable, CaseIterable, Equatable, Sendable {
  /// θ and all above.
  case reaching = "ge"
  /// All above θ, as NIR says.
  case exceeding = "gt"
}

/// What a step does to a synaptic current; written as files have it.
package enum SynapseRule: String, Codable, CaseIterable, Equatable, Sendable {
  /// It goes a part of the way to its input, share(τ_syn), and the potential meets it at once.
  case filter
  /// Its input is added whole, and the potential meets the sum at once (Norse 1.1).
  case jump
  /// Its input is added whole, after the potential has met what was there (Norse before 1.1).
  case delayedJump = "jump-delayed"

  /// Whether the input is added as it is.
  package var isJump: Bool { self != .filter }

  /// What is unusual about it, behind other facts; nothing of the rule that NIR has.
  package var note: String {
    switch self {
    case .filter: ""
    case .jump: ", synapses add their input whole (jump)"
    case .delayedJump: ", synapses add their input whole, for the next step (jump-delayed)"
    }
  }
}

/// Without a rule, as in old files, a current goes a part of the way to its input.
extension ContinuousNeuron.Synapse: Codable {
  private enum CodingKeys: String, CodingKey { case timeConstant, weight, rule }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    timeConstant = try container.decode(NeuronValues<Float>.self, forKey: .timeConstant)
    weight = try container.decode(NeuronValues<Float>.self, forKey: .weight)
    rule = try container.decodeIfPresent(SynapseRule.self, forKey: .rule) ?? .filter
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(timeConstant, forKey: .timeConstant)
    try container.encode(weight, forKey: .weight)
    if rule != .filter { try container.encode(rule, forKey: .rule) }
  }
}

/// Without a rule, as in old files, a neuron fires at θ already.
extension ContinuousNeuron.Firing: Codable {
  private enum CodingKeys: String, CodingKey {
    case threshold, rule, reset, resetPotential, firesSeveral
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    threshold = try container.decode(NeuronValues<Float>.self, forKey: .threshold)
    rule = try container.decodeIfPresent(FiringRule.self, forKey: .rule) ?? .reaching
    reset = try container.decode(Reset.self, forKey: .reset)
    resetPotential = try container.decode(NeuronValues<Float>.self, forKey: .resetPotential)
    firesSeveral = try container.decodeIfPresent(Bool.self, forKey: .firesSeveral) ?? false
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(threshold, forKey: .threshold)
    if rule != .reaching { try container.encode(rule, forKey: .rule) }
    try container.encode(reset, forKey: .reset)
    try container.encode(resetPotential, forKey: .resetPotential)
    if firesSeveral { try container.encode(firesSeveral, forKey: .firesSeveral) }
  }
}

/// Under the key `_0`, which old files have.
extension ContinuousNeuron: Codable {
  private enum OuterKeys: String, CodingKey { case content = "_0" }
  private enum CodingKeys: String, CodingKey {
    case timeStep, membrane, synapse, firing, integration
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: OuterKeys.self)
      .nestedContainer(keyedBy: CodingKeys.self, forKey: .content)
    timeStep = try container.decode(Float.self, forKey: .timeStep)
    membrane = try container.decode(Membrane.self, forKey: .membrane)
    synapse = try container.decodeIfPresent(Synapse.self, forKey: .synapse)
    firing = try container.decodeIfPresent(Firing.self, forKey: .firing)
    integration =
      try container.decodeIfPresent(Integration.self, forKey: .integration) ?? .euler
  }

  package func encode(to encoder: any Encoder) throws {
    var outer = encoder.container(keyedBy: OuterKeys.self)
    var container = outer.nestedContainer(keyedBy: CodingKeys.self, forKey: .content)
    try container.encode(timeStep, forKey: .timeStep)
    try container.encode(membrane, forKey: .membrane)
    try container.encodeIfPresent(synapse, forKey: .synapse)
    try container.encodeIfPresent(firing, forKey: .firing)
    if integration != .euler { try container.encode(integration, forKey: .integration) }
  }
}
