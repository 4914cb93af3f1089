import ArgumentParser
import Dashboard
import RunFiles

/// The network, and the image before it, whose spikes another program has written.
struct KnownNetwork {
  /// What a recording of the run would say.
  let header: RunHeader

  private let subject: SubjectOptions
  private let workbench: Workbench

  /// - Parameter arguments: As `run` takes them.
  init(_ arguments: [String], display: ProgressDisplay) throws {
    subject = try SubjectOptions.parse(arguments)
    var workbench = try subject.workbench(display: display)
    let session = try Session(subject, in: &workbench)
    header = RunHeader(
      session, steps: subject.steps ?? session.converted.defaultSteps, workbench: workbench)
    self.workbench = workbench
  }

  /// The spikes, beside those of our own simulation if these shall be compared.
  func source(
    for run: ToldRun, memory: MemoryLimits, isCompared: Bool
  ) throws -> any SubjectSource {
    let recorded = RecordedSource(run, memory: memory)
    guard isCompared else { return recorded }
    let computed = SubjectLoader(
      workbench: workbench, choices: [try subject.choice()], steps: run.source.lastStep,
      methods: subject.methods, memory: memory)
    return VerifiedSource(computed: computed, recorded: recorded)
  }
}
