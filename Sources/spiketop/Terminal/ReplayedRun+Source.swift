import Experiments
import Runs

extension ReplayedRun {
  /// The recording, with the run computed beside it where its model is still as it was.
  ///
  /// - Parameter isComputed: Whether the model is wanted.
  func shownSource(
    isComputed: Bool, memory: MemoryLimits, cache: CalibrationCache, progress: ProgressDisplay
  ) throws -> any RunSource {
    var recorded = RecordedSource(self, memory: memory)
    guard isComputed else {
      recorded.notes.append("without its model, as asked for with --no-model")
      return recorded
    }
    do {
      let computed = try RecordedModel(description).loader(
        for: knownRequest(), memory: memory, by: Spiketop.origin, cache: cache,
        display: progress)
      return VerifiedSource(computed: computed, recorded: recorded)
    } catch let error as RecordedModel.Absence {
      let kind = error.isDamage ? "warning: " : ""
      recorded.notes.append("\(kind)without its model: \(error)")
      return recorded
    }
  }

  /// What was asked for; in files of earlier versions only the command says.
  private func knownRequest() throws(RecordedModel.Absence) -> RunRequest {
    let recorded: RunRequest?
    do {
      recorded = try request()
    } catch {
      throw RecordedModel.Absence(description: "\(error)", isDamage: true)
    }
    if let recorded { return recorded }
    return try RunRequest(recordedArguments: description.arguments)
  }
}
