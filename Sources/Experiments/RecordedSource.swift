import Networks
import RunFiles
import SpikeStatistics
import SpikingEngine
import TimeTravel

/// A run that is replayed, to be looked at.
package struct RecordedSource: RunSource {
  private let run: ReplayedRun
  private let memory: MemoryLimits
  package var generation = -1

  /// What the user should know beside the notes of the run, one line each.
  package var notes: [String] = []

  package init(_ run: ReplayedRun, memory: MemoryLimits) {
    self.run = run
    self.memory = memory
  }

  package mutating func load(image: Int, method: Int, secondRun: String?) throws -> LoadedRun {
    guard shows(image: image), method == 0, secondRun == nil else {
      throw UsageError(description: "a recording is one image before one network")
    }
    generation += 1
    return LoadedRun(
      engine: EngineLoad(
        timeline: timeline(within: memory.budgets(for: [plan], interval: 64)[0]),
        horizon: max(run.source.lastStep, 1), generation: generation),
      facts: facts)
  }

  package var firstImage: Int { run.description.image }

  /// Whether the recording is about this image.
  func shows(image: Int) -> Bool { image == run.description.image }

  /// The run at step 0, within so much memory.
  func timeline(within budget: MemoryBudget) -> Timeline {
    let (simulation, setting) = start
    return Timeline(simulation, setting: setting, budget: budget, probes: run.probes)
  }

  /// What the run needs memory for.
  var plan: PlannedRun {
    let (simulation, setting) = start
    return PlannedRun(
      RunState(simulation, setting: setting), setting: setting, probes: run.probes)
  }

  private var start: (Simulation, RunSetting) {
    let packed = PackedNetwork(replaying: run.description.network)
    return (Simulation(replaying: run.source, of: packed), run.setting(of: packed))
  }

  private var facts: RunFacts {
    let about = run.description
    var facts = RunFacts(
      model: about.name, methods: [RunFacts.Method(name: about.methodName, title: about.method)],
      method: 0, image: about.image, imageCount: about.imageCount, dataset: about.dataset,
      label: about.label, classNames: about.classNames,
      input: run.image ?? Array(repeating: 0, count: about.inputShape.count),
      inputShape: about.inputShape, analogOutputs: about.analogOutputs,
      notes: ["recorded by \(about.program)"] + notes + about.notes, events: run.events,
      neuronCounts: about.network.firingLayers.map(\.shape.count))
    facts.hasInput = run.image != nil
    return facts
  }

  /// What of a run that is computed now is not as it was recorded.
  func change(to header: RunHeader) -> RecordedChange? {
    RecordedChange(from: run.description, image: run.image, to: header)
  }

  /// What the recording says that has happened.
  var events: [RunFileEvent] { run.events }
}
