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
    let dt = try timeStep(for: node)
    let resistance = try parameter("r", of: node, input)
    var neuron = ContinuousNeuron(timeStep: dt, membrane: .integrator(resistance: resistance))
    if isLeaky {
      neuron.membrane = .leaky(
        timeConstant: try timeConstant(isCurrentBased ? "tau_mem" : "tau", of: node, input, dt),
        resistance: resistance, leakPotential: try parameter("v_leak", of: node, input))
    }
    if isCurrentBased {
      neuron.synapse = ContinuousNeuron.Synapse(
        timeConstant: try timeConstant("tau_syn", of: node, input, dt),
        weight: try parameter("w_in", of: node, input, missing: 1))
    }
    if type.hasSuffix("F") {
      neuron.firing = ContinuousNeuron.Firing(
        threshold: try parameter("v_threshold", of: node, input), rule: rule,
        reset: try reset(of: node),
        // Files of old versions have none.
        resetPotential: try parameter("v_reset", of: node, input, missing: 0))
    }
    return neuron
  }

  /// v(0), where the metadata tell.
  func initialPotential(of node: Int, _ input: NIRSignal) throws(FormatError) -> InitialPotential {
    guard case .floats(let array) = graph.nodes[node].metadata[NIRMetadata.initialPotential],
      array.elements.allSatisfy(\.isFinite)
    else { return .rest }
    if array.elements.count == 1 { return .uniform(array.elements[0]) }
    guard array.elements.count == input.shape.count else {
      throw graph.malformed(
        node,
        "'\(NIRMetadata.initialPotential)' is \(list(array.shape)), but there are "
          + "\(input.shape.count) neurons")
    }
    return .perNeuron(input.shape.populationOrder(array.elements))
  }

  private func parameter(
    _ key: String, of node: Int, _ input: NIRSignal, missing: Float? = nil
  ) throws(FormatError) -> NeuronValues<Float> {
    let array = try graph.floats(key, of: node, missing: missing)
    // One number for all is not written out for each of millions.
    if array.elements.count == 1 { return .uniform(array.elements[0]) }
    let values = try values(key, of: node, count: input.shape.count, missing: missing)
    return NeuronValues(input.shape.populationOrder(values))
  }

  private func timeConstant(
    _ key: String, of node: Int, _ input: NIRSignal, _ dt: Float
  ) throws(FormatError) -> NeuronValues<Float> {
    let values = try parameter(key, of: node, input)
    guard let shortest = values.all.min(), shortest > 0 else {
      throw graph.malformed(node, "'\(key)' must be positive")
    }
    // The Euler step would overshoot what the potential decays to.
    guard dt <= shortest else {
      throw graph.unsupported(
        node,
        "a step of \(dt) s is longer than its '\(key)' of \(shortest) s; use a --dt of at most "
          + "that" + (dt * dt <= shortest ? Self.norseHint(dt) : ""))
    }
    return values
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

  private func reset(of node: Int) throws(FormatError) -> Reset {
    if let reset = options.reset { return reset }
    if case .texts(let array) = graph.nodes[node].metadata[NIRMetadata.reset],
      let reset = array.elements.first.flatMap(NIRMetadata.reset)
    {
      return reset
    }
    if let reset = options.usualReset { return reset }
    throw .undetermined(
      file: graph.file, node: graph.nodes[node].name,
      what: "NIR does not say what a spike leaves behind, so add --reset soft (subtract the "
        + "threshold) or --reset hard (to v_reset), or "
        + "\"reset\" to the model card")
  }
}
