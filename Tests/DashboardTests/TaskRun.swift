import AnalogPass
import Conversion
import Dashboard
import Networks
import SpikeStatistics
import SpikingEngine
import Tensors
import TerminalUI
import TimeTravel

/// A small network whose answers are no classes, before one image with one bright corner.
///
/// The image has 1/2 in its upper right quarter. Neurons are worth 1, so that those of the quarter
/// fire at every second step, from step 2 on.
struct TaskRun {
  private(set) var state = DashboardState()
  private(set) var engine: EngineStepper

  /// Where the only object is.
  static let object = AnnotatedObject(
    box: Box(x: 3, y: 0, width: 3, height: 3), label: 0)

  /// One box in each cell of a grid of 2x2 cells.
  static let detection: NetworkTask = {
    let grid = BoxGrid(
      rows: 2, columns: 2, cell: BoxSize(width: 3, height: 3),
      anchors: [BoxSize(width: 3, height: 3)])
    let part = BoxSource.Part(
      output: 0, fields: [.objectness, .x, .y, .w, .h, .classes], layout: .map)
    return .detection(
      DetectionTask(
        sources: [BoxSource(parts: [part], places: BoxPlaces(grids: [grid]))],
        coding: BoxCoding(), shares: .softmax, classCount: 2))
  }()

  /// - Parameter analogOutput: What the analog network is said to answer instead of its own output.
  init(_ task: NetworkTask, steps: Int, analogOutput: [Float]? = nil) throws {
    // The channels of the head: what it weighs each pixel of a quarter with, and biases.
    let head: [(weight: Float, bias: Float)] =
      task == .segmentation
      ? [(0, 1), (1, 0), (0, -1)]
      : [(2, -4), (0, 0), (0, 0), (0, 0), (0, 0), (0.5, 0), (0, 0)]
    var network = Self.network(head)
    network.task = task
    let image = Self.image
    var pass = ForwardPass(network)
    let activations = pass.activations(of: image)
    let packed = PackedNetwork(try Max().spikingNetwork(from: network, thresholds: [1]))
    let setting = RunSetting(
      packed: packed, fanOut: packed.fanOutTable(),
      references: packed.network.references(from: activations), annClass: nil, label: nil)
    engine = EngineStepper(
      EngineLoad(
        timeline: Timeline(Simulation(packed, stimulus: .image(image)), setting: setting),
        horizon: 64, generation: 0))
    var context = RunContext(
      generation: 0, model: "example", methods: ["max"], method: 0, image: 0, imageCount: 4,
      dataset: "corners", label: nil, classNames: ["one", "two", "three"],
      picture: ColorImage(grey: PixelImage(width: 6, height: 6, values: image.elements)),
      logits: analogOutput ?? activations.outputs[0], notes: [])
    context.task = task
    context.objects = task == .segmentation ? nil : [Self.object]
    _ = state.update(.loaded(context))
    engine.seek(to: steps)
    _ = state.update(.engine(engine.status))
  }

  private static var image: Tensor {
    Tensor(
      shape: [1, 6, 6],
      elements: (0..<36).map { $0 / 6 < 3 && $0 % 6 >= 3 ? 0.5 : 0 })
  }

  private static func network(_ head: [(weight: Float, bias: Float)]) -> AnalogNetwork {
    let map = MapShape(channels: 1, height: 6, width: 6)
    let first = Conv2dLayer(
      weight: Tensor(shape: [1, 1, 1, 1], elements: [1]), bias: Tensor(zeros: [1]))
    let second = Conv2dLayer(
      weight: Tensor(
        shape: [head.count, 1, 3, 3],
        elements: head.flatMap { Array(repeating: $0.weight, count: 9) }),
      bias: Tensor(shape: [head.count], elements: head.map(\.bias)), stride: Grid(3, 3))
    let steps: [(String, AnalogOperation, MapShape)] = [
      ("input", .input, map), ("conv1", .convolution(first), map),
      ("relu1", .activation(.relu), map),
      (
        "conv2", .convolution(second),
        MapShape(channels: head.count, height: 2, width: 2)
      ),
    ]
    let nodes = steps.enumerated().map { index, step in
      AnalogNode(
        name: step.0, fileName: step.0, operation: step.1, inputs: index == 0 ? [] : [index - 1],
        shape: step.2)
    }
    return AnalogNetwork(name: "example", nodes: nodes, output: nodes.count - 1)
  }

  /// Tells the dashboard something.
  @discardableResult
  mutating func receive(_ event: DashboardEvent) -> [DashboardEffect] { state.update(event) }

  mutating func press(_ keys: Key...) {
    for key in keys {
      for case .engine(let command) in state.update(.key(key)) where command != .run {
        engine.execute(command)
      }
      _ = state.update(.engine(engine.status))
    }
  }

  /// The lines of the screen.
  func lines(
    rows: Int = 24, columns: Int = 80, capabilities: Capabilities = .standard
  ) -> [String] {
    draw(state, size: Size(rows: rows, columns: columns), capabilities: capabilities).text
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
