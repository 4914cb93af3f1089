import AnalogPass
import Networks
import SpikeStatistics
import SpikingEngine
import Tasks

/// One network before many images, each by itself: what a list of them shows.
///
/// Unlike an `EvaluationPlan` it keeps how the answer went step by step, and can be stopped within
/// an image.
package struct ImageEvaluation: Sendable {
  /// What a thread needs of its own.
  package struct Tools {
    fileprivate var pass: ForwardPass?
    fileprivate let engine = Engine()

    package init(_ evaluation: ImageEvaluation) {
      pass = evaluation.analog.map(ForwardPass.init)
    }
  }

  /// `nil` where there is none to compare with.
  package let analog: AnalogNetwork?
  package let packed: PackedNetwork

  /// T.
  package let steps: Int

  /// What a spike of each neuron costs, per layer in channels-last order.
  private let fanOut: [[Int32]]

  /// The layers with an analog counterpart.
  private let comparedLayers: [Int]

  /// So many steps are taken before somebody is asked whether to go on.
  private static let stepsAtATime = 8

  package init(analog: AnalogNetwork?, packed: PackedNetwork, steps: Int) {
    self.analog = analog
    self.packed = packed
    self.steps = max(steps, 1)
    fanOut = packed.fanOutTable()
    comparedLayers = analog == nil ? [] : packed.network.comparedLayers
  }

  /// How many layers have a share of SIN.
  package var layerCount: Int { comparedLayers.count }

  package var answersByClass: Bool { packed.network.task.isClassification }

  package var classes: Int {
    packed.network.task.classCount(ofOutputs: packed.network.resultShapes)
  }

  /// Runs one image to T.
  ///
  /// - Parameter isStopped: Asked every few steps.
  /// - Returns: `nil` where it was stopped.
  /// - Throws: `ActivationOverflow`.
  package func outcome(
    of index: Int, image: EvaluationImage, with tools: inout Tools, isStopped: () -> Bool
  ) throws(ActivationOverflow) -> ImageOutcome? {
    let activations = tools.pass?.activations(of: image.input)
    try tools.pass?.check()
    guard !isStopped() else { return nil }
    let network = packed.network
    let references =
      activations.map { network.references(from: $0) } ?? network.layers.map { _ in nil }
    var simulation = Simulation(packed, stimulus: .image(image.input), on: tools.engine)
    let judge = AnswerJudge(TaskReader(network), image, analog: activations?.outputs)
    var watch = OutcomeWatch(network, references: references)
    while simulation.step < steps {
      guard !isStopped() else { return nil }
      simulation.advance(
        by: min(Self.stepsAtATime, steps - simulation.step), on: tools.engine,
        attention: watch.attention, lendReleased: { _ in [] }
      ) { layer, seen in
        watch.observe(layer, seen, fanOut: fanOut[layer])
      }
      watch.observe(simulation, judge)
    }
    let outcome = outcome(
      of: index, label: image.label, logits: activations?.logits ?? [], simulation, watch)
    guard let judge else { return outcome }
    return outcome.with(judge.figures(of: simulation.meanOutputs))
  }

  private func outcome(
    of index: Int, label: Int?, logits: [Float], _ simulation: Simulation, _ watch: OutcomeWatch
  ) -> ImageOutcome {
    let network = packed.network
    let answer = network.task.label(from: logits)
    let truth = label ?? answer
    let time = Float(max(network.outputTime(atStep: steps), 1))
    let output = simulation.readout.map { $0 / time }
    return ImageOutcome(
      index: index, label: network.task.isClassification ? label : nil,
      analog: answer.map { .init(index: $0, margin: margin(of: logits, truth: truth)) },
      spiking: simulation.prediction.map {
        .init(index: $0, margin: margin(of: output, truth: truth))
      },
      course: watch.course, sin: comparedLayers.map { watch.sinCount(of: $0) },
      spikes: watch.activity.spikes, operations: watch.activity.operations.reduce(0, +))
  }
}

/// The probability of a class less that of the strongest other one; of the strongest class where
/// nobody says which it should be.
private func margin(of output: [Float], truth: Int?) -> Float {
  let shares = probabilities(output)
  guard let best = truth ?? argmax(output), shares.indices.contains(best) else {
    return .nan
  }
  let other = shares.indices.filter { $0 != best }.map { shares[$0] }.max() ?? 0
  return Float(shares[best] - other)
}

/// What is seen of one run.
private struct OutcomeWatch {
  private let network: SpikingNetwork
  private let references: [LayerReference?]
  private let readout: Int?
  private var sin: [SINStatistics?]
  private(set) var activity: LayerActivity
  private(set) var course: [ImageOutcome.Change] = []

  init(_ network: SpikingNetwork, references: [LayerReference?]) {
    self.network = network
    self.references = references
    readout = network.readouts.first
    sin = references.map { $0.map(SINStatistics.init) }
    activity = LayerActivity(layers: network.layers.count)
  }

  /// The answer may change with each step.
  func attention(to layer: Int) -> Attention { layer == readout ? .eachStep : .together }

  mutating func observe(_ layer: Int, _ seen: Observation, fanOut: [Int32]) {
    switch seen {
    case .step(let step, let population):
      observe(layer, population, step: step, fanOut: fanOut)
    case .chunk(let chunk, _):
      activity.observe(chunk, layer: layer, fanOut: fanOut)
      guard let reference = references[layer] else { return }
      for step in chunk.first...chunk.last {
        _ = sin[layer]?.observe(chunk[step], reference: reference)
      }
    }
  }

  private mutating func observe(
    _ layer: Int, _ population: Population, step: Int, fanOut: [Int32]
  ) {
    let neuron = network.layers[layer].neuron
    activity.observe(population, neuron: neuron, layer: layer, fanOut: fanOut)
    if let reference = references[layer] {
      sin[layer]?.observe(population, neuron: neuron, reference: reference)
    }
    guard layer == readout,
      let answer = network.prediction(from: population.membranePotential, atStep: step),
      course.last?.answer != Int32(answer)
    else { return }
    course.append(.init(step: Int32(step), answer: Int32(answer)))
  }

  /// Takes note of how good an answer is that is no class; decoding one takes time, so that this is
  /// asked after several steps.
  mutating func observe(_ simulation: Simulation, _ judge: AnswerJudge?) {
    guard let judge, let outputs = simulation.meanOutputs, let score = judge.score(of: outputs),
      course.last?.answer != Int32(score)
    else { return }
    course.append(.init(step: Int32(simulation.step), answer: Int32(score)))
  }

  func sinCount(of layer: Int) -> ImageOutcome.SINCount {
    .init(
      neurons: Int32(sin[layer]?.neurons ?? 0), inactive: Int32(sin[layer]?.inactiveCount ?? 0))
  }
}
