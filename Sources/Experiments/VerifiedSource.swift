import Runs

/// A run that is computed again beside its recording, as long as it is the same run.
package struct VerifiedSource: RunSource {
  private var computed: RunLoader
  private var recorded: RecordedSource

  /// Whether what is computed has turned out to be another run, so that only the recording is left.
  private var isOtherRun = false

  package init(computed: RunLoader, recorded: RecordedSource) {
    self.computed = computed
    self.recorded = recorded
  }

  package var generation: Int {
    get { isOtherRun ? recorded.generation : computed.generation }
    set {
      computed.generation = newValue
      recorded.generation = newValue
    }
  }

  package mutating func position(ofMethod text: String, beside method: Int) throws -> Int {
    guard !isOtherRun else { return try recorded.position(ofMethod: text, beside: method) }
    return try computed.position(ofMethod: text, beside: method)
  }

  package mutating func evaluation(method: Int, steps: Int) throws -> DataSetEvaluation {
    guard !isOtherRun else { return try recorded.evaluation(method: method, steps: steps) }
    return try computed.evaluation(method: method, steps: steps)
  }

  package func input(of image: Int) throws -> InputFacts {
    try isOtherRun ? recorded.input(of: image) : computed.input(of: image)
  }

  package mutating func load(image: Int, method: Int, secondRun: String?) throws -> LoadedRun {
    guard !isOtherRun else {
      return try recorded.load(image: image, method: method, secondRun: secondRun)
    }
    let isCompared = recorded.shows(image: image) && secondRun == nil
    var loaded = try computed.load(
      image: image, method: method, secondRun: secondRun, recorded: isCompared ? recorded : nil)
    let header = loaded.header.take()
    guard isCompared else { return loaded }
    // Another method is beside the recording because somebody has chosen it.
    if method == 0, let change = header.flatMap(recorded.change) {
      computed.warn(change.words)
      guard change.isDoubtOnly else { return try loadRecording(image: image, without: change) }
      loaded.facts.notes.insert("warning: \(change.words)", at: 0)
    }
    loaded.facts.secondRun = RunFacts.Method(name: "recording", title: "recording")
    loaded.facts.events = recorded.events
    return loaded
  }

  /// The recording alone, from now on.
  private mutating func loadRecording(
    image: Int, without change: RecordedChange
  ) throws -> LoadedRun {
    recorded.generation = computed.generation - 1
    recorded.notes.append("warning: without its model: \(change.words)")
    isOtherRun = true
    return try recorded.load(image: image, method: 0, secondRun: nil)
  }
}
