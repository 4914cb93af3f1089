import AnalogPass
import Conversion
import Dashboard
import Networks
import SpikeStatistics
import SpikingEngine
import Tensors
import TerminalUI
import TimeTravel

/// A small network before one image, without files, threads or a terminal.
///
/// All weights and thresholds are multiples of 1/8, so that every sum is exact and the screens are
/// the same on every machine.
struct ExampleRun {
  private(set) var state: DashboardState
  private(set) var engine: EngineStepper

  /// The effects of the last key.
  private(set) var effects: [DashboardEffect] = []

  private let method: any ConversionMethod
  private let corrector: SpikeCorrector?
  private let secondRun: (any ConversionMethod)?
  private let isTrainedSpiking: Bool
  private let isReplayed: Bool
  private let figures: Figures

  init(
    method: any ConversionMethod = Robust(), corrector: SpikeCorrector? = nil, steps: Int = 0,
    secondRun: (any ConversionMethod)? = nil, isTrainedSpiking: Bool = false,
    isReplayed: Bool = false,
    registry: DashboardRegistry = .standard
  ) throws {
    state = DashboardState(registry: registry)
    figures = registry.figures
    self.method = method
    self.corrector = corrector
    self.secondRun = secondRun
    self.isTrainedSpiking = isTrainedSpiking
    self.isReplayed = isReplayed
    engine = EngineStepper(
      try ExampleRun.load(
        image: 0, methods: (method, secondRun), corrector: corrector, isTrainedSpiking,
        isReplayed: isReplayed, generation: 0, figures: figures))
    var context = RunContext(
      generation: 0, model: "example", methods: [method.title, "max"], method: 0, image: 3,
      imageCount: 5, dataset: "numbers", label: 1, classNames: ["one", "two", "three"],
      picture: ColorImage(
        grey: PixelImage(width: 6, height: 6, values: ExampleRun.image(0).elements)),
      logits: isTrainedSpiking ? [] : ExampleRun.activations(of: ExampleRun.image(0)).logits,
      notes: ["calibrated on nothing: thresholds are given"])
    context.steps = 64
    context.secondRun = secondRun.map { RunContext.SecondRun(text: $0.name, title: $0.title) }
    _ = state.update(.loaded(context))
    engine.seek(to: steps)
    _ = state.update(.engine(engine.status))
  }

  static let network = AnalogNetwork.example

  private static func activations(of image: Tensor) -> AnalogActivations {
    var pass = ForwardPass(network)
    return pass.activations(of: image)
  }

  private static func load(
    image number: Int, methods: (any ConversionMethod, (any ConversionMethod)?),
    corrector: SpikeCorrector?, _ isTrainedSpiking: Bool, isReplayed: Bool, generation: Int,
    figures: Figures
  ) throws -> EngineLoad {
    let image = image(number)
    let activations = activations(of: image)
    let timeline = { (method: any ConversionMethod) throws in
      var packed = try converted(by: method, corrector: corrector)
      if isTrainedSpiking { packed = PackedNetwork(packed.network.withLeakyNeurons) }
      let setting = RunSetting(
        packed: packed, fanOut: packed.fanOutTable(),
        references: packed.network.references(from: activations),
        annClass: isTrainedSpiking ? nil : argmax(activations.logits), label: 1,
        figures: figures)
      let simulation =
        isReplayed
        ? Simulation(replaying: ScatteredSpikes(network: packed.network), of: packed)
        : Simulation(packed, stimulus: .image(image))
      return Timeline(simulation, setting: setting)
    }
    return EngineLoad(
      timeline: try timeline(methods.0), secondRun: try methods.1.map(timeline), horizon: 64,
      generation: generation)
  }

  /// Puts another image before the network, at a step, as if nobody had seen the way there.
  mutating func load(image: Int, at step: Int) throws {
    guard var context = state.context else { return }
    context.generation += 1
    context.image = image
    context.logits =
      isTrainedSpiking ? [] : ExampleRun.activations(of: ExampleRun.image(image)).logits
    engine.load(
      try ExampleRun.load(
        image: image, methods: (method, secondRun), corrector: corrector, isTrainedSpiking,
        isReplayed: isReplayed, generation: context.generation, figures: figures))
    engine.seek(to: step)
    receive(.loaded(context))
    receive(.engine(engine.status))
  }

  private static func converted(
    by method: any ConversionMethod, corrector: SpikeCorrector?
  ) throws -> PackedNetwork {
    var spiking = try method.spikingNetwork(from: network, thresholds: [1.5, 2])
    spiking.corrector = corrector
    return PackedNetwork(spiking)
  }

  /// One of many images.
  static func image(_ number: Int) -> Tensor {
    Tensor(shape: [1, 6, 6], elements: (0..<36).map { Float(($0 + number) * 7 % 9) / 8 })
  }

  /// Presses keys; the engine obeys at once.
  mutating func press(_ keys: Key...) {
    for key in keys {
      effects = state.update(.key(key))
      for effect in effects {
        if case .engine(let command) = effect, command != .run { engine.execute(command) }
      }
      _ = state.update(.engine(engine.status))
    }
  }

  /// Types characters; after a colon the line is ended by Enter.
  mutating func type(_ text: String) {
    for character in text { press(.character(character)) }
    if text.hasPrefix(":") { press(.enter) }
  }

  /// Goes to a neuron by its name, as `fc1#3`.
  mutating func go(to name: String) {
    press(.character("g"))
    for character in name { press(.character(character)) }
    press(.enter)
  }

  /// Lets the dashboard know how large the terminal is.
  mutating func resize(to size: Size) {
    state.size = size
  }

  /// Lets the lists of the next frame begin where those of this one are.
  mutating func remember(_ canvas: Canvas) {
    state.scroll = canvas.scroll
  }

  /// Tells the dashboard something.
  mutating func receive(_ event: DashboardEvent) {
    effects = state.update(event)
  }

  /// Tells the dashboard something, and lets the engine obey.
  mutating func receiveAndObey(_ event: DashboardEvent) {
    receive(event)
    for case .engine(let command) in effects { engine.execute(command) }
    _ = state.update(.engine(engine.status))
  }

  func canvas(
    rows: Int = 24, columns: Int = 80, capabilities: Capabilities = .standard
  ) -> Canvas {
    draw(state, size: Size(rows: rows, columns: columns), capabilities: capabilities)
  }
}

extension AnalogNetwork {
  /// Convolution, pool and two affine layers on a 6x6 image; three classes.
  fileprivate static var example: AnalogNetwork {
    let map = MapShape(channels: 4, height: 6, width: 6)
    let pooled = MapShape(channels: 4, height: 3, width: 3)
    let convolution = Conv2dLayer(
      weight: eighths([4, 1, 3, 3], seed: 3), bias: eighths([4], seed: 5),
      padding: Margins(top: 1, left: 1, bottom: 1, right: 1))
    let hidden = AffineLayer(weight: eighths([12, 36], seed: 29), bias: eighths([12], seed: 2))
    let output = AffineLayer(weight: eighths([3, 12], seed: 7), bias: eighths([3], seed: 1))
    let pooling = Pooling(kernel: Grid(2, 2), stride: Grid(2, 2))
    let steps: [(String, AnalogOperation, MapShape)] = [
      ("input", .input, MapShape(channels: 1, height: 6, width: 6)),
      ("conv1", .convolution(convolution), map), ("relu1", .activation(.relu), map),
      ("pool1", .averagePool(pooling), pooled), ("flatten1", .flatten, MapShape(channels: 36)),
      ("fc1", .affine(hidden), MapShape(channels: 12)),
      ("relu2", .activation(.relu), MapShape(channels: 12)),
      ("fc2", .affine(output), MapShape(channels: 3)),
    ]
    let nodes = steps.enumerated().map { index, step in
      AnalogNode(
        name: step.0, fileName: step.0, operation: step.1, inputs: index == 0 ? [] : [index - 1],
        shape: step.2)
    }
    return AnalogNetwork(name: "example", nodes: nodes, output: nodes.count - 1)
  }
}

extension SpikingNetwork {
  /// The same weights before LIF neurons, as if they had been trained so; no ANN stands behind.
  fileprivate var withLeakyNeurons: SpikingNetwork {
    var network = self
    for index in layers.indices where layers[index].activationNode != nil {
      network.layers[index].activationNode = nil
      network.layers[index].neuron = .continuous(
        ContinuousNeuron(
          timeStep: 0.5,
          membrane: .leaky(
            timeConstant: .uniform(1), resistance: .uniform(2), leakPotential: .uniform(0)),
          firing: ContinuousNeuron.Firing(threshold: .uniform(1), reset: .toZero)))
    }
    return network
  }
}

/// Spikes that come without weights and potentials: of each neuron some, at intervals of its own.
private struct ScatteredSpikes: SpikeSource {
  let network: SpikingNetwork
  let lastStep = 64
  let isGrowing = false

  func step(_ step: Int, of layer: Int) -> ReplayedStep {
    let count = network.layers[layer].shape.count
    var words = Array(repeating: UInt64(0), count: (count + 63) / 64)
    var hasFired = false
    guard network.firingLayers.indices.contains(layer) else {
      return ReplayedStep(words: words, values: [])
    }
    for unit in 0..<count where (unit * unit + step * step) % (3 + unit % 5) == 0 {
      words[unit / 64] |= 1 << UInt64(unit % 64)
      hasFired = true
    }
    return ReplayedStep(words: words, values: hasFired ? [1] : [])
  }
}

/// Multiples of 1/8 between -1 and 1, scattered.
private func eighths(_ shape: [Int], seed: Int) -> Tensor {
  let count = shape.reduce(1, *)
  return Tensor(
    shape: shape, elements: (0..<count).map { Float(($0 * 37 + seed * 101) % 17 - 8) / 8 })
}
