import Dashboard
import Networks
import RunFiles
import SpikingEngine
import TerminalUI
import TimeTravel

/// A run that is told, for the dashboard to look at.
struct RecordedSource: SubjectSource {
  private let run: ToldRun
  private let memory: MemoryLimits
  var generation = -1

  /// What the user should know beside the notes of the run, one line each.
  var notes: [String] = []

  init(_ run: ToldRun, memory: MemoryLimits) {
    self.run = run
    self.memory = memory
  }

  mutating func load(image: Int, method: Int, rival: String?) throws -> LoadedSubject {
    guard shows(image: image), method == 0, rival == nil else {
      throw UsageError(description: "a recording is one image before one network")
    }
    generation += 1
    return LoadedSubject(
      engine: EngineLoad(
        timeline: timeline(), horizon: max(run.source.lastStep, 1), generation: generation),
      subject: subject)
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

  private var subject: DashboardSubject {
    let about = run.description
    let picture = PixelImage(
      input: run.image ?? Array(repeating: 0, count: about.inputShape.count),
      shape: about.inputShape)
    var subject = DashboardSubject(
      generation: generation, model: about.name, methods: [about.method],
      methodNames: [about.methodName], method: 0, image: about.image,
      imageCount: about.imageCount, dataset: about.dataset, label: about.label,
      classNames: about.classNames, picture: picture, logits: about.logits,
      notes: ["recorded by \(about.program)"] + notes + about.notes)
    subject.marks = marks
    return subject
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
    let layers = run.description.layers
    return place.layer < layers.count - 1 && place.unit < layers[place.layer].shape.count
  }
}

extension BackgroundWork {
  /// Shows a run that is told; other networks can be opened from there.
  ///
  /// - Parameter refusal: Why it cannot be diagnosed.
  convenience init(
    told source: sending any SubjectSource, memory: MemoryLimits, display: ProgressDisplay,
    refusal: String
  ) {
    let workshop = Workshop(loader: source) { _, _ in throw UsageError(description: refusal) }
    self.init(workshop) { model, data in
      try Watch.named(model, data: data).workshop(memory: memory, display: display)
    }
  }
}

/// A run that is computed again beside its recording.
struct VerifiedSource: SubjectSource {
  private var computed: SubjectLoader
  private let recorded: RecordedSource

  init(computed: SubjectLoader, recorded: RecordedSource) {
    self.computed = computed
    self.recorded = recorded
  }

  var generation: Int {
    get { computed.generation }
    set { computed.generation = newValue }
  }

  mutating func load(image: Int, method: Int, rival: String?) throws -> LoadedSubject {
    var loaded = try computed.load(image: image, method: method, rival: rival)
    loaded.header = nil
    guard recorded.shows(image: image), rival == nil else { return loaded }
    loaded.engine.rival = recorded.timeline(share: 2)
    loaded.subject.rival = DashboardSubject.Rival(text: "recording", title: "recording")
    loaded.subject.marks = recorded.marks
    return loaded
  }
}
