import Networks

/// A running network: the only mutable state of the engine.
///
/// A simulation is a value. A copy is a checkpoint, and assigning the copy back travels to its
/// step; the weights are shared, so a copy costs the state arrays only. The same network, image
/// and step always give the same spikes.
package struct Simulation: Sendable {
  /// What is simulated; shared by all copies.
  package let packed: PackedNetwork

  /// The number of time steps taken.
  package private(set) var step = 0

  /// One per layer, in the order of the network.
  package private(set) var populations: [Population]

  /// The constant currents of each layer: of its biases, and of what the stimulus shows in all
  /// steps.
  private let constantInputs: [[ConstantInput]]

  /// Where the spikes come from if nobody computes them.
  private let source: (any SpikeSource)?
  /// The layers that reach each layer a step later.
  private let recurrentSources: [[Int]]

  /// The potentials before the first step of layers whose correction moved them, by position.
  private var shiftedPotentials: [Int: [Float]] = [:]

  /// Puts every neuron at its initial potential, at step 0, before a stimulus.
  ///
  /// A corrector that needs a trial makes it here; it costs about as much as its steps.
  ///
  /// - Parameters:
  ///   - substitutes: Layers that deliver given activations instead of spikes, by position, in
  ///     channels-last order: all of it in every step, in cycle coding once per cycle.
  ///   - engine: What runs the trial of a corrector; a new one without.
  package init(
    _ packed: PackedNetwork, stimulus: Stimulus, substitutes: [Int: [Float]] = [:],
    on engine: Engine? = nil
  ) {
    self.init(plain: packed, stimulus: stimulus, substitutes: substitutes)
    switch packed.network.corrector {
    case nil: break
    case .residualMask(let trialSteps): silenceResting(after: trialSteps, on: engine ?? Engine())
    case .offsetSpikes(let trialSteps): shiftOffsets(after: trialSteps, on: engine ?? Engine())
    case .negativeSpikes(let allowance):
      for layer in populations.indices where packed.network.layers[layer].activationNode != nil {
        populations[layer].takesBack(allowance: allowance)
      }
    }
    prepareShuffles(on: engine ?? Engine())
  }

  /// A simulation without corrections.
  private init(plain packed: PackedNetwork, stimulus: Stimulus, substitutes: [Int: [Float]]) {
    self.packed = packed
    source = nil
    populations = packed.network.layers.enumerated().map { index, layer in
      Population(
        layer, packed: packed.layers[index], coding: packed.network.coding,
        substitute: substitutes[index])
    }
    let input = packed.network.constantInput(of: stimulus)
    recurrentSources = packed.network.layers.indices.map(packed.network.recurrentSources)
    constantInputs = packed.layers.indices.map { packed.constantInputs(of: $0, input: input) }
  }

  /// A run that is not computed but told, at step 0.
  ///
  /// - Parameter network: Who fires; what it says of synapses is not asked for.
  package init(replaying source: any SpikeSource, of network: PackedNetwork) {
    packed = network
    self.source = source
    constantInputs = network.layers.map { _ in [] }
    recurrentSources = network.layers.map { _ in [] }
    populations = network.network.layers.map(Population.init(replayed:))
  }

  /// The description of what is simulated.
  package var network: SpikingNetwork { packed.network }

  /// Whether the spikes are told, not computed, so that nobody knows the currents behind them.
  package var isReplay: Bool { source != nil }

  /// The last step that can be taken now; `nil` where there is no such step.
  package var lastAvailableStep: Int? { source?.lastStep }

  /// What the source of the spikes keeps in memory; `nil` where they are computed.
  package var sourceMemory: SourceMemory? { source?.memory }

  /// Whether steps after `lastAvailableStep` may become available.
  package var isGrowing: Bool { source?.isGrowing ?? false }

  /// Takes some time steps: in each, each layer in turn meets the spikes of this step before it,
  /// and along recurrent projections those of the step before.
  ///
  /// Layer by layer, many steps at a time, because the weights of a layer are then read once for
  /// all of them. The spikes do not depend on how many steps are taken at a time, nor on the
  /// engine. Costs O(events · synapses of each) per step, plus O(neurons).
  package mutating func advance(by count: Int, on engine: Engine) {
    advance(by: count, on: engine, observer: Observer())
  }

  /// The same, for those who measure layers.
  ///
  /// - Parameter passing: Called with a layer's position whenever it has taken the steps at hand.
  package mutating func advance(
    by count: Int, on engine: Engine, passing: (_ layer: Int) -> Void
  ) {
    withoutActuallyEscaping(passing) { passing in
      advance(by: count, on: engine, observer: Observer(passing: passing))
    }
  }

  /// The same under the eyes of an observer.
  ///
  /// - Parameter observe: Called after each step of each layer: a layer's steps in order, and
  ///   layers in order for the same step, but not step by step over all layers.
  package mutating func advance(
    by count: Int, on engine: Engine,
    observe: (_ layer: Int, _ population: Population, _ step: Int) -> Void
  ) {
    advance(by: count, on: engine, attention: { _ in .eachStep }, lendReleased: { _ in [] }) {
      guard case .step(let step, let population) = $1 else { return }
      observe($0, population, step)
    }
  }

  /// The same under the eyes of an observer that may see some steps of a layer at once, which then
  /// take hardly longer than without one.
  ///
  /// - Parameters:
  ///   - attention: How closely it looks at a layer.
  ///   - lendReleased: Called before steps that are seen at once: the charge that resets have
  ///     removed from each neuron of a layer so far, to be added to and given back with the chunk;
  ///     empty where nobody wants to know.
  ///   - observe: Called in the order of steps for each layer, and of layers for each step, but not
  ///     step by step over all layers.
  package mutating func advance(
    by count: Int, on engine: Engine, attention: (_ layer: Int) -> Attention,
    lendReleased: (_ layer: Int) -> [Float], observe: (_ layer: Int, Observation) -> Void
  ) {
    withoutActuallyEscaping(attention) { attention in
      withoutActuallyEscaping(lendReleased) { lendReleased in
        withoutActuallyEscaping(observe) { observe in
          advance(
            by: count, on: engine,
            observer: Observer(
              attention: attention, lendReleased: lendReleased, observe: observe))
        }
      }
    }
  }

  private mutating func advance(by count: Int, on engine: Engine, observer: Observer) {
    if let source { return replay(count, from: source, observer: observer) }
    let (length, end) = (engine.chunkLength(for: network), step + count)
    while step < end {
      // The readout begins to listen between two chunks.
      let first = step < network.readoutStart ? network.readoutStart - step : count
      advance(together: min(length, first, end - step), on: engine, observer: observer)
    }
  }

  /// Takes some steps, layer by layer.
  private mutating func advance(together steps: Int, on engine: Engine, observer: Observer) {
    for layer in populations.indices {
      for source in recurrentSources[layer] {
        engine.keep(
          populations[source].output, of: source, shape: network.layers[source].shape)
      }
      guard network.listens(layer, atStep: step + 1) else {
        engine.output(of: layer).clear(shape: network.layers[layer].shape, steps: steps)
        for passed in 0..<steps { engine.output(of: layer).silence(step: passed) }
        for passed in 1...steps where observer.attention(layer) != .none {
          observer.observe(layer, .step(step + passed, populations[layer]))
        }
        continue
      }
      let work = LayerSteps(
        index: layer, layer: packed.layers[layer], description: network.layers[layer],
        coding: network.coding,
        constantInputs: constantInputs[layer], first: step + 1, count: steps,
        source: { $0 < layer ? engine.output(of: $0) : engine.earlierOutput(of: $0) },
        output: engine.output(of: layer))
      run(work, on: engine, observer: observer)
      observer.passing(layer)
    }
    step += steps
  }

  /// Takes some steps of a layer.
  private mutating func run(_ steps: LayerSteps, on engine: Engine, observer: Observer) {
    let layer = steps.index
    let attention = observer.attention(layer)
    let isTogether =
      attention == .together && network.coding == .rate && populations[layer].takesStepsTogether
    let isLent = isTogether && !steps.description.neuron.role.isPassage
    if isLent { populations[layer].borrow(released: observer.lendReleased(layer)) }
    let isSeen = engine.run(
      steps, &populations[layer], isObserved: attention != .none && !isTogether
    ) {
      if attention != .none { observer.observe(layer, .step($1, $0)) }
    }
    let released = isLent ? populations[layer].giveBackReleased() : nil
    guard isTogether, !isSeen else { return }
    let chunk = SpikeChunk(
      first: steps.first, count: steps.count, neurons: steps.neurons,
      words: steps.output.spikeWords, value: steps.output[0].value, released: released)
    observer.observe(layer, .chunk(chunk, populations[layer]))
  }

  private mutating func replay(
    _ count: Int, from source: any SpikeSource, observer: Observer
  ) {
    precondition(
      step + count <= source.lastStep, "step \(step + count) of \(source.lastStep) recorded ones")
    for _ in 0..<count {
      step += 1
      for layer in populations.indices {
        populations[layer].replay(source.step(step, of: layer))
        observer.observe(layer, .step(step, populations[layer]))
      }
    }
  }

  /// How much memory a copy holds once the original has moved on, in bytes; what all copies share,
  /// such as weights, is not counted.
  package func byteCount(_ counting: ByteCounting) -> Int {
    populations.byteCount(counting) + populations.reduce(0) { $0 + $1.byteCount(counting) }
  }

  /// Gives back the memory that grew for steps with more spikes, for a copy that is kept.
  package mutating func trim() {
    for layer in populations.indices { populations[layer].trim() }
  }

  /// The first accumulated output, by class; `SpikingNetwork.outputTime(atStep:)` says of how much
  /// input.
  ///
  /// In cycle coding it holds the answer of complete cycles while the last spiking layer rests;
  /// while it fires, the most significant digits of the next cycle come in.
  package var readout: [Float] { network.readouts.first.map(accumulated(in:)) ?? [] }

  /// Every accumulated output per unit of input, in the order of unit numbers; `nil` before all
  /// readouts have heard from the whole network, and where spikes come without outputs.
  package var meanOutputs: [[Float]]? {
    let readouts = network.readouts
    guard step >= network.firstReadout, readouts.allSatisfy({ populations[$0].knowsPotential })
    else { return nil }
    return readouts.map { layer in
      let time = Float(max(network.outputTime(atStep: step, of: layer), 1))
      return accumulated(in: layer).map { $0 / time }
    }
  }

  private func accumulated(in readout: Int) -> [Float] {
    network.layers[readout].shape.unitOrder(populations[readout].membranePotential)
  }

  /// The class with the largest accumulated output, or `nil` before the first complete readout.
  package var prediction: Int? {
    network.readouts.first.flatMap { layer in
      populations[layer].knowsPotential
        ? network.prediction(from: populations[layer].membranePotential, atStep: step) : nil
    }
  }

  /// The constant current, of image and biases, that flows into a neuron at a step.
  ///
  /// 0 while a readout does not listen yet.
  package func constantCurrent(of unit: Int, in layer: Int, atStep step: Int) -> Float {
    guard network.listens(layer, atStep: step) else { return 0 }
    return constantInputs[layer].reduce(0) { sum, constantInput in
      constantInput.flows(atStep: step, coding: network.coding)
        ? sum + constantInput.current[unit] : sum
    }
  }

  /// v(0) of a neuron, before this image: that of the network, and what a correction added.
  ///
  /// - Parameter unit: In channels-last order.
  package func initialPotential(of unit: Int, in layer: Int) -> Float {
    shiftedPotentials[layer]?[unit] ?? network.layers[layer].initialPotential.value(of: unit)
  }

  /// The constant currents of one layer.
  func constantInputs(of layer: Int) -> [ConstantInput] { constantInputs[layer] }

  /// Lets the corrections of an image reach the populations before the first step.
  mutating func correct(_ layer: Int, _ change: (inout Population) -> Void) {
    precondition(step == 0, "a correction after step \(step)")
    change(&populations[layer])
  }

  /// Moves the membrane potentials of a layer before the first step.
  mutating func shift(_ layer: Int, by amounts: [Float]) {
    correct(layer) { $0.shift(by: amounts) }
    shiftedPotentials[layer] = populations[layer].membranePotential
  }
}

extension SpikingNetwork {
  /// The class that the accumulated output stands for, or `nil` before the first complete readout,
  /// and of a network whose task is another.
  ///
  /// - Parameter output: The membrane potentials of the readout, in channels-last order.
  package func prediction(from output: [Float], atStep step: Int) -> Int? {
    guard task.isClassification, step >= firstReadout, let shape = outputShape else { return nil }
    return argmax(shape.unitOrder(output))
  }
}

/// The class that an output stands for, `nil` of none.
///
/// The position of the largest value, the first of equal ones; of a single value, which tells two
/// classes apart, 1 if it is positive and else 0.
package func argmax(_ values: [Float]) -> Int? {
  if values.count == 1 { return values[0] > 0 ? 1 : 0 }
  return values.indices.max { values[$0] < values[$1] || (values[$0] == values[$1] && $0 > $1) }
}

extension NetworkTask {
  /// The class that an output stands for; `nil` where the task is another.
  package func label(from output: [Float]) -> Int? { isClassification ? argmax(output) : nil }
}
