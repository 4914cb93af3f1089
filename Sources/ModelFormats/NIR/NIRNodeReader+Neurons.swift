import Foundation
import Networks

// Neurons.
extension NIRNodeReader {
  func neuron(_ node: Int, _ input: NIRSignal) throws(FormatError) -> ContinuousNeuron {
    let type = graph.nodes[node].type
    if type == "Threshold" {
      let threshold = try parameter("threshold", of: node, input)
      return ContinuousNeuron(
        timeStep: 1, membrane: .memoryless,
        firing: ContinuousNeuron.Firing(threshold: threshold, rule: rule, reset: .toZero))
    }
    let isCurrentBased = type.hasPrefix("Cuba")
    let isLeaky = type.hasSuffix("LI") || type.hasSuffix("LIF")
    // Before dt, which no such neurons tell.
    for key in Self.timeConstants where graph.nodes[node].parameters[key] != nil {
      try requirePositive(key, of: node)
    }
    let dt = try timeStep(for: node)
    let resistance = try parameter("r", of: node, input)
    var neuron = ContinuousNeuron(
      timeStep: dt, membrane: .integrator(resistance: resistance),
      integration: integration(of: node))
    if isLeaky {
      neuron.membrane = .leaky(
        timeConstant: try timeConstant(
          isCurrentBased ? "tau_mem" : "tau", of: node, input, neuron),
        resistance: resistance, leakPotential: try parameter("v_leak", of: node, input))
    }
    if isCurrentBased {
      neuron.synapse = ContinuousNeuron.Synapse(
        timeConstant: try timeConstant("tau_syn", of: node, input, neuron),
        weight: try parameter("w_in", of: node, input, missing: 1), rule: synapses(of: node))
    }
    if type.hasSuffix("F") {
      neuron.firing = ContinuousNeuron.Firing(
        threshold: try parameter("v_threshold", of: node, input), rule: rule,
        reset: try reset(of: node),
        // Files of old versions have none.
        resetPotential: try parameter("v_reset", of: node, input, missing: 0),
        firesSeveral: firesSeveral(node))
      if let fault = neuron.fault(in: input.shape) { throw graph.unsupported(node, fault) }
    }
    return neuron
  }

  /// v(0), where the metadata tell.
  func initialPotential(of node: Int, _ input: NIRSignal) throws(FormatError) -> InitialPotential {
    guard case .floats(let array) = graph.nodes[node].metadata[NIRMetadata.initialPotential],
      array.elements.allSatisfy(\.isFinite)
    else { return .rest }
    if array.elements.count == 1 { return .uniform(array.elements[0]) }
    guard let values = array.spread(over: input.lengths) else {
      throw graph.malformed(
        node,
        "'\(NIRMetadata.initialPotential)' is \(list(array.shape)), but there are "
          + "\(list(input.lengths)) neurons")
    }
    return .perNeuron(input.shape.populationOrder(values))
  }

  private func parameter(
    _ key: String, of node: Int, _ input: NIRSignal, missing: Float? = nil
  ) throws(FormatError) -> NeuronValues<Float> {
    let array = try graph.floats(key, of: node, missing: missing)
    // One number for all is not written out for each of millions.
    if array.elements.count == 1 { return .uniform(array.elements[0]) }
    let values = try values(key, of: node, over: input.lengths, missing: missing)
    return NeuronValues(input.shape.populationOrder(values))
  }

  private func timeConstant(
    _ key: String, of node: Int, _ input: NIRSignal, _ neuron: ContinuousNeuron
  ) throws(FormatError) -> NeuronValues<Float> {
    let values = try parameter(key, of: node, input)
    let shortest = values.all.min() ?? .infinity
    let dt = neuron.timeStep
    // The Euler step would overshoot what the potential decays to.
    guard neuron.integration == .exponential || dt <= shortest else {
      throw graph.unsupported(
        node,
        "a step of \(dt) s is longer than its '\(key)' of \(shortest) s; use a --dt of at most "
          + "that" + (dt * dt <= shortest ? Self.norseHint(dt) : ""))
    }
    return values
  }

  private static let timeConstants = ["tau", "tau_mem", "tau_syn"]

  private func requirePositive(_ key: String, of node: Int) throws(FormatError) {
    guard let shortest = try graph.floats(key, of: node).elements.min(), shortest <= 0 else {
      return
    }
    let origin = shortest < 0 ? ", as a beta above 1 of snnTorch makes it" : ""
    throw graph.malformed(node, "'\(key)' must be positive, but is \(shortest)\(origin)")
  }

  /// Norse writes τ·dt for τ, so that the step that it means is its dt times dt.
  private static func norseHint(_ dt: Float) -> String {
    let digits = String(format: "%.6g", Double(dt) * Double(dt))
    let plain = Decimal(string: digits).map { "\($0)" } ?? digits
    return "; a file of Norse holds tau times its dt: if that dt is \(dt) s, "
      + "use --dt \(plain) --reset hard"
  }

  /// Which potentials fire.
  private var rule: FiringRule {
    if let rule = options.rule { return rule }
    if case .texts(let array) = graph.metadata[NIRMetadata.rule],
      let rule = array.elements.first.flatMap(FiringRule.init)
    {
      return rule
    }
    // Our own files say how neurons reset; those without a rule are older than it.
    let isOurs = graph.nodes.contains { $0.metadata[NIRMetadata.reset] != nil }
    return isOurs ? .reaching : .exceeding
  }

  private func integration(of node: Int) -> ContinuousNeuron.Integration {
    options.integration
      ?? metadata(NIRMetadata.integration, of: node).flatMap(ContinuousNeuron.Integration.init)
      ?? .euler
  }

  private func synapses(of node: Int) -> SynapseRule {
    options.synapses
      ?? metadata(NIRMetadata.synapses, of: node).flatMap(SynapseRule.init) ?? .filter
  }

  private func firesSeveral(_ node: Int) -> Bool {
    options.firesSeveral
      ?? (metadata(NIRMetadata.spikesPerStep, of: node) == NIRMetadata.several)
  }

  private func metadata(_ key: String, of node: Int) -> String? {
    guard case .texts(let array) = graph.nodes[node].metadata[key] else { return nil }
    return array.elements.first
  }

  private func reset(of node: Int) throws(FormatError) -> Reset {
    if let reset = options.reset { return reset }
    if let reset = metadata(NIRMetadata.reset, of: node).flatMap(Reset.init(word:)) {
      return reset
    }
    if let reset = options.usualReset { return reset }
    throw .undetermined(
      file: graph.file, node: graph.nodes[node].name,
      what: "NIR does not say what a spike leaves behind, so add --reset soft (subtract the "
        + "threshold; sinabs, with --spikes-per-step several), --reset soft-delayed (in the next "
        + "step; snnTorch) or --reset hard (to v_reset; Norse, SpikingJelly), or \"reset\" to the "
        + "model card")
  }
}
