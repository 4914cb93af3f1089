import Dashboard
import Networks
import RunFiles
import SpikingEngine
import TerminalUI
import TimeTravel

/// A run that is told, for the dashboard to look at.
struct RecordedSource: RunSource {
  private let run: ReplayedRun
  private let memory: MemoryLimits
  var generation = -1

  /// What the user should know beside the notes of the run, one line each.
  var notes: [String] = []

  init(_ run: ReplayedRun, memory: MemoryLimits) {
    self.run = run
    self.memory = memory
  }

  mutating func load(image: Int, method: Int, secondRun: String?) throws -> LoadedRun {
    guard shows(image: image), method == 0, secondRun == nil else {
      throw UsageError(description: "a recording is one image before one network")
    }
    generation += 1
    return LoadedRun(
      engine: EngineLoad(
        timeline: timeline(), horizon: max(run.source.lastStep, 1), generation: generation),
      context: context)
  }

  /// Whether the recording is about this image.
  func shows(image: Int) -> Bool { image == run.description.image }

  /// - Parameter share: How many timelines share the memory.
  func timeline(share: Int = 1) -> Timeline {
    let packed = PackedNetwork(replaying: run.description.network)
    return Timeline(
      Simulation(replaying: run.source, of: packed), setting: run.setting(of: packed),
      checkpoints: CheckpointBudget(interval: 64, bytes: memory.checkpoints / share),
      rasterBytes: memory.spikes / share, probes: run.probes)
  }

  private var context: RunContext {
    let about = run.description
    let picture = PixelImage(
      input: run.image ?? Array(repeating: 0, count: about.inputShape.count),
      shape: about.inputShape)
    var context = RunContext(
      generation: generation, model: about.name, methods: [about.method],
      methodNames: [about.methodName], method: 0, image: about.image,
      imageCount: about.imageCount, dataset: about.dataset, label: about.label,
      classNames: about.classNames, picture: picture, logits: about.logits,
      notes: ["recorded by \(about.program)"] + notes + about.notes)
    context.marks = marks
    return context
  }

  /// What is marked in the recording, by letter; of several with one letter the last.
  var marks: [Mark] {
    var marks: [Character: Mark] = [:]
    for event in run.events where event.kind == Mark.kind {
      let mark = Mark(
        recorded: event.text, step: event.step, image: run.description.image, method: 0)
      if let mark, isThere(mark.place) { marks[mark.letter] = mark }
    }
    return marks.values.sorted { $0.letter < $1.letter }
  }

  private func isThere(_ place: Place) -> Bool {
    let layers = run.description.network.firingLayers
    return place.layer < layers.endIndex && place.unit < layers[place.layer].shape.count
  }
}

extension BackgroundWork {
  /// Shows a run that is told; other networks can be opened from there.
  ///
  /// - Parameter refusal: Why it cannot be diagnosed.
  convenience init(
    replayed source: sending any RunSource, memory: MemoryLimits, display: ProgressDisplay,
    refusal: String
  ) {
    let source = DashboardSource(loader: source) { _, _ in throw UsageError(description: refusal) }
    self.init(source) { model, data in
      try Watch.named(model, data: data).source(memory: memory, display: display)
    }
  }
}

/// A run that is computed again beside its recording.
struct VerifiedSource: RunSource {
  private var computed: RunLoader
  private let recorded: RecordedSource

  init(computed: RunLoader, recorded: RecordedSource) {
    self.computed = computed
    self.recorded = recorded
  }

  var generation: Int {
    get { computed.generation }
    set { computed.generation = newValue }
  }

  mutating func load(image: Int, method: Int, secondRun: String?) throws -> LoadedRun {
    var loaded = try computed.load(image: image, method: method, secondRun: secondRun)
    loaded.header = nil
    guard recorded.shows(image: image), secondRun == nil else { return loaded }
    loaded.engine.secondRun = recorded.timeline(share: 2)
    loaded.context.secondRun = RunContext.SecondRun(text: "recording", title: "recording")
    loaded.context.marks = recorded.marks
    return loaded
  }
}
