import Conversion
import Dashboard
import Foundation
import Networks
import SpikingEngine
import TerminalUI
import TimeTravel

/// Puts images before converted networks, for the dashboard to look at.
struct SubjectLoader {
  private var workbench: Workbench
  private let choices: [MethodChoice]
  private let steps: Int?
  private let memory: MemoryLimits

  /// The network of the method in use, with its table of costs.
  private var current: (method: Int, converted: Workbench.Converted, fanOut: [[Int32]])?

  /// The number of the latest subject.
  private var generation = -1

  /// - Parameters:
  ///   - choices: The methods to choose from.
  ///   - steps: How far a run goes; `nil` for what suits the method.
  init(workbench: Workbench, choices: [MethodChoice], steps: Int?, memory: MemoryLimits) {
    self.workbench = workbench
    self.choices = choices
    self.steps = steps
    self.memory = memory
  }

  /// - Throws: What reading the image or converting the network throws.
  mutating func load(image: Int, method: Int) throws -> (EngineLoad, DashboardSubject) {
    let (converted, fanOut) = try network(of: method)
    let session = try Session(
      of: image, converted: converted, workbench: workbench, fanOut: fanOut)
    let interval = checkpointInterval(for: session)
    let timeline = Timeline(
      session.simulation, setting: session.setting,
      checkpoints: CheckpointBudget(interval: interval, bytes: memory.checkpoints),
      rasterBytes: memory.spikes)
    generation += 1
    return (
      EngineLoad(
        timeline: timeline, horizon: steps ?? converted.defaultSteps,
        generation: generation),
      subject(session, method: method)
    )
  }

  private mutating func network(
    of method: Int
  ) throws -> (Workbench.Converted, fanOut: [[Int32]]) {
    if let current, current.method == method { return (current.converted, current.fanOut) }
    let converted = try workbench.converted(by: choices[method])
    let fanOut = converted.packed.fanOutTable()
    current = (method, converted, fanOut)
    return (converted, fanOut)
  }

  /// So many steps that replaying them takes no longer than a twentieth of a second.
  private func checkpointInterval(for session: Session) -> Int {
    var moment = Moment(session.simulation, setting: session.setting)
    let engine = Engine()
    let duration = ContinuousClock().measure {
      for _ in 0..<4 { moment.advance(setting: session.setting, on: engine) }
    }
    let perStep = Double(duration.components.attoseconds) / 1e18 / 4
    return min(max(Int(0.05 / max(perStep, 1e-6)), 1), 64)
  }

  private func subject(_ session: Session, method: Int) -> DashboardSubject {
    DashboardSubject(
      generation: generation, model: session.model.network.name,
      methods: choices.map(\.recipe.title), method: method, image: session.index,
      imageCount: workbench.data.images.count, dataset: workbench.data.images.name,
      label: session.label, classNames: session.model.classNames,
      picture: PixelImage(input: session.image.elements, shape: session.model.network.inputShape),
      logits: session.logits, notes: workbench.notes)
  }
}

extension PixelImage {
  /// The input as a grey picture: the mean of its channels, its full range as black to white.
  init(input: [Float], shape: MapShape) {
    let means = (0..<shape.pixels).map { pixel in
      (0..<shape.channels).reduce(Float(0)) { $0 + input[$1 * shape.pixels + pixel] }
    }
    let (low, high) = (means.min() ?? 0, means.max() ?? 1)
    let range = max(high - low, .leastNormalMagnitude)
    self.init(
      width: shape.width, height: shape.height, values: means.map { ($0 - low) / range })
  }
}
