import Networks
import SpikeStatistics
import SpikingEngine
import Tensors

/// One image run through one network, up to its last T.
struct ImageRun {
  /// The class at each T; `nil` before the first readout.
  private(set) var predictions: [Int?] = []
  /// The mean outputs at each T where the answer is no class; `nil` before the first readout.
  private(set) var outputs: [[[Float]]?] = []
  private(set) var tally: MethodTally

  /// - Parameter references: One per spiking layer of the entry; `nil` without an ANN.
  init(
    _ entry: EvaluationPlan.Entry, image: Tensor, label: Int?, references: [LayerReference]?,
    engine: Engine
  ) {
    tally = MethodTally(entry)
    var simulation = Simulation(entry.packed, stimulus: .image(image), on: engine)
    var run = ObservedRun(entry, simulation, references: references)
    func advance(to target: Int) {
      simulation.advance(
        by: target - simulation.step, on: engine, attention: { _ in .together },
        lendReleased: { run.lendReleased(of: $0) }
      ) { layer, seen in
        run.observe(seen, layer: layer)
      }
    }
    for (index, target) in entry.steps.enumerated() {
      advance(to: target - 1)
      let before = simulation.readout
      advance(to: target)
      predictions.append(simulation.prediction)
      if !simulation.network.task.isClassification { outputs.append(simulation.meanOutputs) }
      tally.readings[index] = MethodTally.Reading(
        spikes: run.activity.spikes,
        synapticOperations: run.activity.operations.reduce(0, +),
        layers: run.layers.map { $0.tally(operations: run.activity.operations[$0.index]) })
      if references == nil, let label {
        let alone = zip(simulation.readout, before).map { $0 - $1 }
        tally.readings[index].stepCorrect = argmax(alone) == label ? 1 : 0
      }
    }
    for (layer, observed) in run.layers.enumerated() {
      for step in observed.counts.firstStep where step > 0 {
        tally.firstSpikes[layer][Int(step) - 1] += 1
      }
    }
  }
}

/// The counters of a whole run.
private struct ObservedRun {
  private let entry: EvaluationPlan.Entry
  private(set) var activity: LayerActivity
  private(set) var layers: [ObservedLayer]

  /// Where each layer of the network is in `layers`; `nil` where it is not.
  private let positions: [Int?]

  init(
    _ entry: EvaluationPlan.Entry, _ simulation: Simulation, references: [LayerReference]?
  ) {
    self.entry = entry
    activity = LayerActivity(layers: simulation.populations.count)
    layers = entry.comparedLayers.enumerated().map { position, index in
      ObservedLayer(
        index: index, of: simulation, reference: references?[position], steps: entry.steps)
    }
    positions = simulation.populations.indices.map { entry.comparedLayers.firstIndex(of: $0) }
  }

  mutating func observe(_ seen: Observation, layer: Int) {
    let fanOut = entry.fanOut[layer]
    switch seen {
    case .step(let step, let population):
      activity.observe(
        population, neuron: entry.packed.network.layers[layer].neuron, layer: layer,
        fanOut: fanOut)
      if let position = positions[layer] { layers[position].observe(population, step: step) }
    case .chunk(let chunk, let population):
      activity.observe(chunk, layer: layer, fanOut: fanOut)
      if let position = positions[layer] { layers[position].observe(chunk, population) }
    }
  }

  mutating func lendReleased(of layer: Int) -> [Float] {
    guard let position = positions[layer] else { return [] }
    return layers[position].lendReleased()
  }
}

/// The counters of one spiking layer.
private struct ObservedLayer {
  let index: Int
  private(set) var counts: SpikeCounts
  /// `nil` without an ANN.
  private let reference: LayerReference?
  private let neuron: NeuronParameters

  /// v(0), which a corrector may have chosen for this image.
  private let initialPotential: [Float]
  private var sin: SINStatistics?

  /// When the code is complete for one of the T, ascending, and the state at the last of these.
  private var readings: ArraySlice<CodeReading>
  private var code = CodeTally()

  init(index: Int, of simulation: Simulation, reference: LayerReference?, steps: [Int]) {
    self.index = index
    self.reference = reference
    neuron = simulation.network.layers[index].neuron
    initialPotential = simulation.populations[index].membranePotential
    counts = SpikeCounts(neurons: initialPotential.count, of: neuron)
    sin = reference.map(SINStatistics.init)
    let neuron = neuron
    let complete = Set(steps.compactMap { neuron.reading(upTo: $0) })
    readings = complete.sorted { $0.step < $1.step }[...]
  }

  mutating func observe(_ population: Population, step: Int) {
    counts.observe(population, neuron: neuron, step: step)
    guard let reference else { return }
    sin?.observe(population, neuron: neuron, reference: reference)
    read(population, reference: reference, at: step)
  }

  /// Takes in some steps, after the last of which a code may be complete.
  mutating func observe(_ chunk: SpikeChunk, _ population: Population) {
    for step in chunk.first...chunk.last {
      let spikes = reference.flatMap { sin?.observe(chunk[step], reference: $0) }
      counts.addStep(spikes: spikes ?? chunk[step].firstCount)
    }
    counts.observe(chunk)
    if let reference { read(population, reference: reference, at: chunk.last) }
  }

  mutating func lendReleased() -> [Float] { counts.lendReleased() }

  private mutating func read(_ population: Population, reference: LayerReference, at step: Int) {
    guard let reading = readings.first, reading.step == step else { return }
    readings.removeFirst()
    code = CodeTally(
      counts: counts, potential: population.membranePotential, initialPotential: initialPotential,
      neuron: neuron, reference: reference, reading: reading)
  }

  func tally(operations: Int) -> LayerTally {
    LayerTally(
      counts: counts, sin: sin, synapticOperations: operations, reference: reference, code: code)
  }
}

/// What the analog network says about one image, put into the order of each layer once.
struct ImageReferences {
  private struct Key: Hashable {
    let node: Int?
    let shape: MapShape
    let channelScale: [Float]
  }

  private let activations: AnalogActivations
  private var known: [Key: LayerReference] = [:]

  init(_ activations: AnalogActivations) {
    self.activations = activations
  }

  /// One per spiking layer of the entry; networks of the same weights share them.
  mutating func layers(of entry: EvaluationPlan.Entry) -> [LayerReference] {
    let network = entry.packed.network
    return entry.comparedLayers.map { index in
      let layer = network.layers[index]
      let key = Key(
        node: layer.activationNode, shape: layer.shape, channelScale: layer.channelScale)
      if let reference = known[key] { return reference }
      guard let analog = activations.layers.first(where: { $0.node == key.node }) else {
        preconditionFailure("the analog network has no activation at node \(key.node ?? -1)")
      }
      let reference = LayerReference(analog, of: layer)
      known[key] = reference
      return reference
    }
  }
}
