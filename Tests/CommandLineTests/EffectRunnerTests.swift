import Dashboard
import ExampleNetworks
import Experiments
import Foundation
import SpikingEngine
import Testing
import TimeTravel
import spiketop

/// Everything that the dashboard can ask of the world, behind a screen, behind lines, and behind
/// text that is printed once.
@Suite(.serialized) struct EffectRunnerTests {
  private let scratch: Scratch
  private let source: OneNetwork
  private let background: BackgroundWork
  private let view = ScreenView(size: .init(rows: 24, columns: 80))
  private let state = DashboardState()

  init() throws {
    scratch = try Scratch()
    let source = OneNetwork(try ExampleRun(Example.residual.network(seed: 1)))
    self.source = source
    background = BackgroundWork(DashboardSource(replaying: source, refusal: "no diagnosis")) {
      model, _, _ in
      guard model != nil else { throw UsageError(description: "no such network") }
      return DashboardSource(replaying: source, refusal: "no diagnosis")
    }
  }

  private func load() throws -> EngineLoad {
    var source = source
    return try source.load(image: 0, method: 0, secondRun: nil).engine
  }

  /// The effect of asking for a picture, as the dashboard makes it.
  private func export(_ name: String) throws -> DashboardEffect {
    var state = DashboardState()
    let effects = state.update(.line("export \(scratch.path(name))"))
    return try #require(effects.first)
  }

  @Test func textShowsOneRunAndWritesPictures() throws {
    var runner = EffectRunner(PrintedEngine(try load()), work: PrintedWork())

    #expect(runner.run(.engine(.seek(to: 3)), of: state, in: view).isEmpty)
    #expect(runner.engine.status.runState.step == 3)
    #expect(isExported(runner.run(try export("a.txt"), of: state, in: view)))
    #expect(FileManager.default.fileExists(atPath: scratch.path("a.txt")))
    for effect in [
      DashboardEffect.load(image: 1, method: 0), .open(model: "net.onnx", data: nil),
      .diagnose(method: 0, steps: 64), .stopDiagnosis, .record(path: scratch.path("run.snn")),
      .stopRecording, .noteInRecording(step: 1, kind: "mark", text: "a"),
    ] {
      #expect(runner.run(effect, of: state, in: view).isEmpty)
    }
    #expect(!FileManager.default.fileExists(atPath: scratch.path("run.snn")))
    #expect(runner.engine.status.runState.step == 3)
    #expect(!runner.isDone)
    #expect(runner.run(.quit, of: state, in: view).isEmpty)
    #expect(runner.isDone)
  }

  @Test func linesGetTheirAnswerAtOnce() throws {
    var runner = EffectRunner(LineEngine(try load()), work: ForegroundWork(background))
    let answer = { (effect: DashboardEffect) in runner.run(effect, of: state, in: view).first }

    #expect(step(answer(.engine(.seek(to: 3)))) == 3)
    let refusedSpeed = failure(answer(.engine(.setSpeed(stepsPerSecond: 5))))
    #expect(refusedSpeed?.hasPrefix("line mode runs as fast") == true)
    #expect(image(answer(.load(image: 1, method: 0))) == 1)
    #expect(failure(answer(.load(image: 7, method: 0))) == "there is no image 7")
    #expect(image(answer(.open(model: "net.onnx", data: nil))) == 0)
    #expect(failure(answer(.open(model: nil, data: nil))) == "no such network")
    #expect(refusedDiagnosis(answer(.diagnose(method: 0, steps: 64))) == "no diagnosis")
    #expect(answer(.stopDiagnosis) == nil)
    #expect(isExported([answer(try export("a.txt"))].compactMap(\.self)))
    #expect(answer(.stopRecording) == nil)
    #expect(answer(.noteInRecording(step: 1, kind: "mark", text: "a")) == nil)
    guard case .measured(let memory) = answer(.measureMemory) else {
      Issue.record("the memory of the program is told at once")
      return
    }
    #expect(memory.resident.map { $0 > 1 << 20 } != false && memory.viewers == nil)
    #expect(answer(.quit) == nil)
    #expect(runner.isDone)
  }

  @Test func aScreenGetsItsAnswersLater() throws {
    let thread = EngineThread(try load(), speed: .infinity)
    var runner = EffectRunner(ThreadedEngine(thread), work: background)
    for effect in [
      DashboardEffect.engine(.seek(to: 3)), .load(image: 1, method: 0), try export("a.txt"),
      .stopDiagnosis, .stopRecording, .noteInRecording(step: 1, kind: "mark", text: "a"),
    ] {
      #expect(runner.run(effect, of: state, in: view).isEmpty)
    }
    #expect(runner.engine.isAwaited)

    var said: [DashboardEvent] = []
    #expect(image(try later { image($0) != nil }) == 1)
    #expect(try later { isExported([$0]) } != nil)
    #expect(runner.run(.diagnose(method: 0, steps: 64), of: state, in: view).isEmpty)
    #expect(refusedDiagnosis(try later { refusedDiagnosis($0) != nil }) == "no diagnosis")
    #expect(runner.run(.open(model: nil, data: nil), of: state, in: view).isEmpty)
    #expect(failure(try later { failure($0) != nil }) == "no such network")
    #expect(runner.run(.quit, of: state, in: view).isEmpty)
    #expect(runner.isDone)
    thread.send(.stop)

    /// What long work says, once it says what is waited for. Two may have come at once.
    func later(_ isWanted: (DashboardEvent) -> Bool) throws -> DashboardEvent? {
      let deadline = ContinuousClock.now + .seconds(20)
      while ContinuousClock.now < deadline {
        said += runner.take(background.takeResults())
        if let index = said.firstIndex(where: isWanted) { return said.remove(at: index) }
        usleep(1000)
      }
      return nil
    }
  }
}

private func step(_ event: DashboardEvent?) -> Int? {
  if case .engine(let status) = event { status.runState.step } else { nil }
}

private func image(_ event: DashboardEvent?) -> Int? {
  if case .loaded(let context) = event { context.image } else { nil }
}

private func failure(_ event: DashboardEvent?) -> String? {
  if case .failed(let reason) = event { reason } else { nil }
}

private func refusedDiagnosis(_ event: DashboardEvent?) -> String? {
  if case .diagnosed(.failed(let reason)) = event { reason } else { nil }
}

private func isExported(_ events: [DashboardEvent]) -> Bool {
  events.contains { if case .exported(_, .written) = $0 { true } else { false } }
}

/// A small network before one of three images that are all alike.
private struct OneNetwork: RunSource {
  var generation = -1
  private let run: ExampleRun

  init(_ run: ExampleRun) {
    self.run = run
  }

  mutating func load(image: Int, method: Int, secondRun: String?) throws -> LoadedRun {
    guard image < 3 else { throw UsageError(description: "there is no image \(image)") }
    generation += 1
    return LoadedRun(
      engine: EngineLoad(
        timeline: Timeline(run.simulation, setting: run.setting), horizon: 20,
        generation: generation),
      facts: RunFacts(
        model: "example", methods: [RunFacts.Method(name: "robust", title: "robust 99.9%")],
        method: 0, image: image, imageCount: 3, dataset: "random", label: nil, classNames: [],
        input: run.image.elements, inputShape: run.network.inputShape, analogOutputs: [],
        notes: [],
        neuronCounts: run.network.firingLayers.map(\.shape.count)))
  }
}
