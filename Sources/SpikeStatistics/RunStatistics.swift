import Networks
import SpikingEngine

/// All streamed statistics of one run, in O(neurons) memory.
///
/// A value that advances beside the simulation and is part of every checkpoint.
package struct RunStatistics: Sendable {
  /// One per layer of the network, in its order.
  package private(set) var layers: [LayerStatistics]

  /// The synaptic additions so far; see `PackedNetwork.fanOut(of:)`.
  package private(set) var synapticOperations = 0

  /// What the first readout has received in the last step alone, in channels-last order; zeros
  /// before.
  package private(set) var stepOutput: [Float]

  /// What it had received before and in it.
  private var output: [Float]

  /// - Parameters:
  ///   - setting: What the analog network says of layers, and more.
  ///   - countsIntervals: Whether intervals are counted also where an analog network says what
  ///     neurons should do; elsewhere they are in any case.
  package init(_ setting: RunSetting, countsIntervals: Bool = false) {
    layers = zip(setting.packed.network.layers, setting.references).map { layer, reference in
      LayerStatistics(layer, reference: reference, countsIntervals: countsIntervals)
    }
    output = Array(repeating: 0, count: setting.packed.network.outputCount)
    stepOutput = output
  }

  /// How much memory a copy holds once the original has moved on, in bytes.
  package func byteCount(_ counting: ByteCounting) -> Int {
    layers.byteCount(counting) + layers.reduce(0) { $0 + $1.byteCount(counting) }
      + stepOutput.byteCount(counting) + output.byteCount(counting)
  }

  /// Takes in a step of a layer, whose earlier steps it has seen.
  package mutating func observe(
    _ population: Population, layer: Int, step: Int, setting: RunSetting
  ) {
    let description = setting.packed.network.layers[layer]
    layers[layer].observe(
      population, layer: description, reference: setting.references[layer], step: step)
    if layer == setting.packed.network.readouts.first {
      let present = population.membranePotential
      for unit in present.indices { stepOutput[unit] = present[unit] - output[unit] }
      output = present
    }
    let (events, eventSpikes) = (population.output, description.neuron.eventSpikes)
    let fanOut = setting.fanOut[layer]
    guard !fanOut.isEmpty else { return }
    for event in events.indices.indices {
      let spikes = Int(abs(eventSpikes(events.values[event])))
      synapticOperations += spikes * Int(fanOut[Int(events.indices[event])])
    }
  }

  /// Takes in what is seen of a layer, whose earlier steps it has seen.
  package mutating func observe(_ seen: Observation, layer: Int, setting: RunSetting) {
    switch seen {
    case .step(let step, let population):
      observe(population, layer: layer, step: step, setting: setting)
    case .chunk(let chunk, _):
      observe(chunk, layer: layer, setting: setting, tellsEachStep: false) { _, _ in }
    }
  }

  /// Takes in some steps of a layer at once.
  ///
  /// - Parameters:
  ///   - tellsEachStep: Whether somebody wants to know the sums of each.
  ///   - eachStep: Called with them.
  package mutating func observe(
    _ chunk: SpikeChunk, layer: Int, setting: RunSetting, tellsEachStep: Bool = true,
    eachStep: (LayerSums, _ step: Int) -> Void
  ) {
    layers[layer].observe(
      chunk, layer: setting.packed.network.layers[layer], reference: setting.references[layer],
      tellsEachStep: tellsEachStep, eachStep: eachStep)
    let fanOut = setting.fanOut[layer]
    if !fanOut.isEmpty { synapticOperations += chunk.cost(fanOut) }
  }

  /// Hands out the charge that the resets of a layer have removed; it comes back with the next
  /// chunk.
  package mutating func lendReleased(of layer: Int) -> [Float] { layers[layer].lendReleased() }
}

/// What stays constant during a run: the network, the analog reference, and what follows from them.
package struct RunSetting: Sendable {
  package let packed: PackedNetwork

  /// What the analog network says, one per layer; `nil` for layers without an analog counterpart.
  package let references: [LayerReference?]

  /// The synaptic additions that a spike of each neuron costs, per layer in channels-last order;
  /// none where nobody knows.
  package let fanOut: [[Int32]]

  /// The class that the analog network answers, and the true one; `nil` where nobody says.
  package let annClass: Int?
  package let label: Int?

  /// What is told of layers and neurons.
  package let figures: Figures

  package init(
    packed: PackedNetwork, fanOut: [[Int32]], references: [LayerReference?], annClass: Int? = nil,
    label: Int? = nil, figures: Figures = .standard
  ) {
    precondition(fanOut.count == packed.network.layers.count, "one fan-out per layer")
    precondition(references.count == packed.network.layers.count, "one reference per layer")
    self.packed = packed
    self.fanOut = fanOut
    self.references = references
    self.annClass = annClass
    self.label = label
    self.figures = figures
  }

  /// How closely statistics look at a layer: at the output after each step.
  package func attention(to layer: Int) -> Attention {
    layer == packed.network.readouts.first ? .eachStep : .together
  }

  /// Whether it is known how many synapses a spike passes.
  package var knowsFanOut: Bool { fanOut.allSatisfy { !$0.isEmpty } }
}

extension PackedNetwork {
  /// `fanOut(of:)` of every layer.
  package func fanOutTable() -> [[Int32]] {
    network.layers.indices.map { layer in fanOut(of: layer).map { Int32(clamping: $0) } }
  }
}
