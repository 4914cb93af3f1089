import Networks
import Recordings
import SpikingEngine

/// Why a network prefers its answer to another class: an exact sum over what feeds the readout.
///
/// The margin is the difference of two outputs, `m = o_answer - o_other`. That of the spiking
/// network minus that of the analog one splits over the neurons (this project's own derivation):
///
///     m_SNN - m_ANN = Σ_j Δw_j · (q_j/τ - a_j) + Δv(0)/τ + Δβ + r     Δw = w_answer - w_other
///
/// with the charge `q_j` that neuron j has delivered (θ per spike), the time of accumulation τ in
/// units of input, the analog activation `a_j`, the potentials v(0) of the readout before the first
/// step, and what constant currents brought beyond the analog biases, Δβ. Rounding, and what the
/// analog network does not have, remain as the model term r. Without an analog network `m_ANN`,
/// `a_j` and the analog biases are 0, so that the sum is the margin itself.
package struct AnswerMargin: Equatable, Sendable {
  /// The share of one neuron.
  package struct Term: Equatable, Sendable {
    package let layer: Int
    /// In channels-last order.
    package let unit: Int
    /// Δw.
    package let weight: Float
    /// q/τ: rate times θ.
    package let delivered: Float
    /// a; `nil` without an analog network.
    package let activation: Float?

    /// What the neuron adds to the difference of margins, in units of the output.
    package var contribution: Double {
      Double(weight) * (Double(delivered) - Double(activation ?? 0))
    }
  }

  /// The class that the network answers, and the one that it is compared with.
  package let classes: Classes

  /// All neurons whose contribution is not 0, the largest first.
  package let terms: [Term]

  /// How many neurons feed the two outputs differently.
  package let inputCount: Int

  /// m_SNN.
  package let margin: Double

  /// m_ANN; `nil` without an analog network.
  package let analogMargin: Double?

  /// Δv(0)/τ.
  package let startPotential: Double

  /// Δβ: constant currents beyond the analog network's; without one, all of them.
  package let constantCurrent: Double

  /// What is split: m_SNN - m_ANN, or m_SNN without an analog network.
  package var difference: Double { margin - (analogMargin ?? 0) }

  /// Σ over all terms.
  package let sum: Double

  /// r: what neither neurons nor constants explain.
  package var modelTerm: Double { difference - sum - startPotential - constantCurrent }

  /// All but the neurons: start potentials, constant currents, model term.
  package var rest: Double { difference - sum }
}

extension AnswerMargin {
  /// Two classes, by their numbers.
  package struct Classes: Equatable, Sendable {
    package let answer: Int
    package let other: Int
    package let reason: Reason

    /// Why the answer is compared with the other class.
    package enum Reason: Equatable, Sendable {
      /// The analog network answers it.
      case analogAnswer
      /// The image shows it.
      case label
      /// It comes next.
      case second
    }

    /// The answer of some outputs, and the class that tells most beside it: the analog network's
    /// answer or the label where they are others, else the second one.
    ///
    /// - Returns: `nil` of fewer than two classes.
    package init?(outputs: [Float], logits: [Float], label: Int?) {
      guard let best = argmax(outputs), !outputs.isEmpty else { return nil }
      let count = classCount(ofOutputs: outputs.count)
      answer = best
      if logits.count == outputs.count, let analog = argmax(logits), analog != best {
        (other, reason) = (analog, .analogAnswer)
      } else if let label, label != best, (0..<count).contains(label) {
        (other, reason) = (label, .label)
      } else if outputs.count == 1 {
        (other, reason) = (1 - best, .second)
      } else {
        let others = outputs.indices.filter { $0 != best }
        guard let second = others.max(by: { (outputs[$0], $1) < (outputs[$1], $0) }) else {
          return nil
        }
        (other, reason) = (second, .second)
      }
    }

    /// The margin as a sum of outputs with signs; a single output speaks for class 1.
    fileprivate func signedOutputs(count: Int) -> [(output: Int, sign: Double)] {
      count == 1 ? [(0, answer == 1 ? 1 : -1)] : [(answer, 1), (other, -1)]
    }

    fileprivate func margin(of outputs: [Float]) -> Double {
      signedOutputs(count: outputs.count).reduce(0) { $0 + $1.sign * Double(outputs[$1.output]) }
    }
  }

  /// Why there is no such sum.
  package enum Obstacle: Error, Equatable {
    case noWeights, noClasses, tail, differential, firing, shuffled, potentials
    case unknownActivation, noAnswer, droppedSteps
  }

  /// Why no run of a network can have such a sum.
  ///
  /// Costs O(projections of the readout).
  ///
  /// - Returns: `nil` where one may have it.
  package static func obstacle(in network: SpikingNetwork) -> Obstacle? {
    guard network.task.isClassification, let readout = network.readouts.first else {
      return .noClasses
    }
    if network.tail != nil { return .tail }
    if network.coding == .differential { return .differential }
    guard network.layers[readout].neuron.role == .readout else { return .firing }
    for projection in network.layers[readout].projections {
      guard case .layer(let source) = projection.source else { continue }
      let neuron = network.layers[source].neuron
      if case .shuffle = neuron { return .shuffled }
      if neuron.sendsPotential { return .potentials }
    }
    return nil
  }

  /// The synapses that tell two classes apart, Δw of each neuron that feeds the readout; they stay
  /// the same for a network and two classes.
  package struct Weights: Equatable, Sendable {
    package let classes: Classes
    /// In the order of layers.
    fileprivate let sources: [(layer: Int, synapses: [Synapse])]

    package static func == (left: Weights, right: Weights) -> Bool { left.classes == right.classes }

    /// Costs O(fan-in of the readout).
    ///
    /// - Throws: `Obstacle` where the network has no such sum.
    package init(_ classes: Classes, of packed: PackedNetwork) throws(Obstacle) {
      let network = packed.network
      if let obstacle = AnswerMargin.obstacle(in: network) { throw obstacle }
      guard let readout = network.readouts.first else { throw .noClasses }
      let layer = network.layers[readout]
      let signs = classes.signedOutputs(count: layer.shape.count)
      let units = signs.map { layer.shape.populationIndex(ofUnit: $0.output) }
      guard let incoming = packed.describedIncoming(of: units, in: readout) else {
        throw .noWeights
      }
      var weights: [Int: [Int: Float]] = [:]
      for (projections, (_, sign)) in zip(incoming, signs) {
        for projection in projections {
          guard case .layer(let source) = projection.source else { continue }
          for synapse in projection.synapses {
            weights[source, default: [:]][synapse.source, default: 0] +=
              Float(sign) * synapse.weight
          }
        }
      }
      self.classes = classes
      sources = weights.keys.sorted().map { source in
        let synapses = weights[source, default: [:]].sorted { $0.key < $1.key }
        return (
          source,
          synapses.filter { $0.value != 0 }.map { Synapse(source: $0.key, weight: $0.value) }
        )
      }
    }
  }

  /// Costs O(fan-in of the readout), with a readout that begins late also O(spikes since then).
  ///
  /// - Parameters:
  ///   - weights: Of the network that is simulated.
  ///   - statistics: Those of the same step as `simulation`.
  ///   - logits: The analog network's outputs; empty without one.
  ///   - raster: Of the same run; asked where the readout has not listened from the first step on.
  /// - Throws: `Obstacle` where something is not known.
  package init(
    _ weights: Weights, simulation: Simulation, statistics: RunStatistics,
    references: [LayerReference?], logits: [Float], raster: SpikeRaster
  ) throws(Obstacle) {
    let network = simulation.network
    guard !simulation.isReplay else { throw .noWeights }
    guard let readout = network.readouts.first, simulation.prediction != nil,
      network.outputTime(atStep: simulation.step, of: readout) > 0
    else { throw .noAnswer }
    let time = network.outputTime(atStep: simulation.step, of: readout)
    classes = weights.classes
    var terms: [Term] = []
    for (source, synapses) in weights.sources {
      let charge = try AnswerMargin.charge(
        of: source, simulation: simulation, statistics: statistics, raster: raster)
      let activation =
        logits.isEmpty
        ? nil : simulation.packed.representedActivation(of: source, references: references)
      if activation == nil, !logits.isEmpty { throw .unknownActivation }
      for synapse in synapses {
        let term = Term(
          layer: source, unit: synapse.source, weight: synapse.weight,
          delivered: Float(charge(synapse.source) / time),
          activation: activation?[synapse.source])
        if term.contribution != 0 { terms.append(term) }
      }
    }
    inputCount = weights.sources.reduce(0) { $0 + $1.synapses.count }
    sum = terms.reduce(0) { $0 + $1.contribution }
    self.terms = terms.sorted { abs($0.contribution) > abs($1.contribution) }
    margin = classes.margin(of: simulation.readout) / time
    analogMargin = logits.isEmpty ? nil : classes.margin(of: logits)
    let layer = network.layers[readout]
    let signs = classes.signedOutputs(count: layer.shape.count).map {
      (unit: layer.shape.populationIndex(ofUnit: $0.output), sign: $0.sign)
    }
    startPotential = signs.reduce(0) {
      $0 + $1.sign * Double(simulation.initialPotential(of: $1.unit, in: readout)) / time
    }
    let hasANN = !logits.isEmpty
    constantCurrent = signs.reduce(0) { sum, signed in
      let flow = simulation.constantFlow(of: signed.unit, in: readout)
      let channel = signed.unit % layer.shape.channels
      let added = layer.biasCurrent.isEmpty ? 0 : layer.biasCurrent[channel]
      return sum + signed.sign
        * (flow.soFar / time - (hasANN ? flow.perUnitOfInput - Double(added) : 0))
    }
  }

  /// The charge that each neuron of a layer has delivered to the readout.
  private static func charge(
    of source: Int, simulation: Simulation, statistics: RunStatistics, raster: SpikeRaster
  ) throws(Obstacle) -> (Int) -> Double {
    let network = simulation.network
    let start = network.readoutStart
    guard start > 0 else {
      let threshold = network.largestThreshold(of: source) ?? 1
      let (counts, neuron) = (statistics.layers[source].counts, network.layers[source].neuron)
      return { unit in
        Double(counts.spikes(of: unit, neuron: neuron, threshold: threshold)) * Double(threshold)
      }
    }
    guard raster.firstStep <= start + 1 else { throw .droppedSteps }
    var sums = Array(repeating: 0.0, count: network.layers[source].shape.count)
    for step in start + 1..<simulation.step + 1 {
      raster.events(of: source, at: step).addValues(to: &sums)
    }
    return { sums[$0] }
  }
}

extension RecordedEvents {
  /// Adds what each neuron delivered, in channels-last order; costs O(events).
  fileprivate func addValues(to sums: inout [Double]) {
    guard !isEmpty else { return }
    var place = values.startIndex
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        sums[64 * index + rest.trailingZeroBitCount] += Double(values[place])
        rest &= rest - 1
        if values.count > 1 { place += 1 }
      }
    }
  }
}

extension Simulation {
  /// What constant currents have brought to a neuron so far, and what they bring per unit of input.
  fileprivate func constantFlow(
    of unit: Int, in layer: Int
  ) -> (soFar: Double, perUnitOfInput: Double) {
    let current = { (step: Int) in
      Double(constantCurrent(of: unit, in: layer, atStep: step))
    }
    switch network.coding {
    case .rate:
      let each = current(network.readoutStart + 1)
      return (each * Double(max(step - network.readoutStart, 0)), each)
    case .differential:
      return (current(1), current(1))
    case .cycles(let phases):
      // Two windows after the latest delay hold each current once.
      let start = phases * network.latestDelay(into: network.layers[layer])
      let cycle = (start + 1...start + 2 * phases).reduce(0) { $0 + current($1) }
      return ((1..<step + 1).reduce(0) { $0 + current($1) }, cycle)
    }
  }
}
