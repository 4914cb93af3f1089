import Dashboard
import Dispatch
import Experiments
import Foundation
import LiveStreams
import Runs
import SpikeStatistics
import Synchronization
import TerminalUI
import TimeTravel

package let noNextRun = UsageError(
  description: "nobody sends these spikes: there is no other run")

/// What takes too long for the thread that draws: loading images and methods, diagnosing, and
/// writing files.
///
/// Results wait until the main loop takes them, in the order in which they came.
package final class BackgroundWork: DashboardWork, Sendable {
  /// A request to stop.
  private final class Stop: Sendable {
    let isWanted = Atomic(false)
  }

  private let source: Mutex<DashboardSource>
  /// Makes ready another network.
  package typealias Open =
    @Sendable (_ model: String?, _ data: String?, _ options: [String]) throws
    -> sending DashboardSource

  /// Makes ready the run that a sender has begun since.
  package typealias OpenNext = @Sendable () throws -> sending DashboardSource

  private let openSource: Open
  private let openNextSource: OpenNext
  private let results = Mutex<[WorkResult]>([])
  /// What is to be loaded next.
  private let wanted = Mutex<(@Sendable () throws -> LoadedRun)?>(nil)
  private let diagnosis = Mutex<Stop?>(nil)
  private let loading = DispatchQueue(label: "loading")
  private let diagnosing = DispatchQueue(label: "diagnosing")
  private let writing = DispatchQueue(label: "writing")
  private let evaluation = Mutex<Stop?>(nil)
  private let evaluating = DispatchQueue(label: "evaluating")
  private let progress = Mutex<EvaluationProgress?>(nil)

  /// - Parameters:
  ///   - openNext: Makes ready the run that a sender has begun since, where there is a sender.
  ///   - open: Makes ready another network; `nil` for the bundled one.
  package init(
    _ source: sending DashboardSource,
    openNext: @escaping OpenNext = { throw noNextRun },
    open: @escaping Open
  ) {
    self.source = Mutex(source)
    openNextSource = openNext
    openSource = open
  }

  package func takeResults() -> [WorkResult] {
    let pace = progress.withLock { $0?.takePace() }
    if let pace { report(.event(.evaluated(.pace(pace.pace), request: pace.request))) }
    return results.withLock { results in
      defer { results = [] }
      return results
    }
  }

  /// Loads at once, on the calling thread.
  ///
  /// - Parameter secondRun: The second network to compare with; see `SecondRunChoice`.
  func loadNow(image: Int, method: Int, secondRun: String?) throws -> LoadedRun {
    try source.withLock { try $0.loader.load(image: image, method: method, secondRun: secondRun) }
  }

  /// Converts by a method that is not in the menu yet, at once, on the calling thread.
  func convertNow(
    image: Int, by text: String, beside method: Int, secondRun: String?
  ) throws -> LoadedRun {
    try source.withLock { source in
      let position = try source.loader.position(ofMethod: text, beside: method)
      return try source.loader.load(image: image, method: position, secondRun: secondRun)
    }
  }

  /// Opens another network at once, on the calling thread, and loads its first image.
  func openNow(model: String?, data: String?, options: [String]) throws -> LoadedRun {
    try replaceNow { try openSource(model, data, options) }
  }

  /// Goes on with the run that a sender has begun since, at once, on the calling thread.
  func openNextNow() throws -> LoadedRun { try replaceNow { try openNextSource() } }

  private func replaceNow(
    by open: () throws -> sending DashboardSource
  ) throws -> LoadedRun {
    try source.withLock { source in
      var next = try open()
      next.loader.generation = source.loader.generation
      let loaded = try next.loader.load(
        image: next.loader.firstImage, method: 0, secondRun: nil)
      source = next
      return loaded
    }
  }

  /// Opens another network; the one at hand stays if that fails.
  package func open(model: String?, data: String?, options: [String]) -> [WorkResult] {
    replace { try $0.openNow(model: model, data: data, options: options) }
  }

  /// Goes on with the run that a sender has begun since.
  package func openNext() -> [WorkResult] { replace { try $0.openNextNow() } }

  private func replace(
    by open: @escaping @Sendable (BackgroundWork) throws -> LoadedRun
  ) -> [WorkResult] {
    wanted.withLock { $0 = nil }
    stopDiagnosis()
    stopEvaluation()
    loading.async { [self] in
      do {
        report(.loaded(try open(self)))
      } catch {
        report(.event(.failed("\(error)")))
      }
    }
    return []
  }

  /// Puts an image before a network, instead of what still waits to be loaded.
  package func load(image: Int, method: Int, secondRun: String?) -> [WorkResult] {
    loadNext { [self] in try loadNow(image: image, method: method, secondRun: secondRun) }
  }

  /// Converts by a method that is not in the menu yet, instead of what still waits to be loaded.
  package func convert(
    image: Int, by text: String, beside method: Int, secondRun: String?
  ) -> [WorkResult] {
    loadNext { [self] in
      try convertNow(image: image, by: text, beside: method, secondRun: secondRun)
    }
  }

  private func loadNext(_ load: @escaping @Sendable () throws -> LoadedRun) -> [WorkResult] {
    wanted.withLock { $0 = load }
    loading.async { [self] in
      guard let next = wanted.withLock({ $0.take() }) else { return }
      do {
        report(.loaded(try next()))
      } catch {
        report(.event(.failed("\(error)")))
      }
    }
    return []
  }

  /// Starts a diagnosis, and ends the one under way.
  package func diagnose(method: Int, steps: Int) -> [WorkResult] {
    let stop = Stop()
    diagnosis.withLock { diagnosis in
      diagnosis?.isWanted.store(true, ordering: .relaxed)
      diagnosis = stop
    }
    diagnosing.async { [self] in
      let isStopped = { @Sendable in stop.isWanted.load(ordering: .relaxed) }
      let outcome: Diagnosis.Outcome
      do {
        let diagnose = source.withLock { $0.diagnose }
        let report = isStopped() ? nil : try diagnose(method, steps, isStopped)
        outcome =
          isStopped()
          ? .failed("the diagnosis was stopped")
          : report.map { .found(Diagnosis.Report($0)) }
            ?? .failed("there is no image to diagnose with")
      } catch {
        outcome = .failed("\(error)")
      }
      // Nobody waits for what was replaced by another one.
      if diagnosis.withLock({ $0 === stop }) { report(.event(.diagnosed(outcome))) }
    }
    return []
  }

  /// Does short work, such as writing a file, one after the other.
  package func perform(_ work: @escaping @Sendable () -> DashboardEvent) -> [WorkResult] {
    writing.async { [self] in report(.event(work())) }
    return []
  }

  package func stopDiagnosis() {
    diagnosis.withLock { $0?.isWanted.store(true, ordering: .relaxed) }
  }

  /// Ends what nobody waits for any more: files are written to their end, and for the rest there
  /// are 100 ms.
  ///
  /// What is at work longer goes on until the process ends, and must not meet the destructors of
  /// the libraries that it calls; see `leave`.
  package func finish() {
    wanted.withLock { $0 = nil }
    stopDiagnosis()
    stopEvaluation()
    let end = DispatchTime.now() + .milliseconds(100)
    for queue in [loading, diagnosing, evaluating] {
      let isDone = DispatchSemaphore(value: 0)
      queue.async { isDone.signal() }
      _ = isDone.wait(timeout: end)
    }
    writing.sync {}
  }

  private func report(_ result: WorkResult) {
    results.withLock { $0.append(result) }
  }
}

// All images, behind the dashboard.
extension BackgroundWork {
  package func evaluate(_ request: ImageEvaluationRequest) -> [WorkResult] {
    let stop = Stop()
    evaluation.withLock { evaluation in
      evaluation?.isWanted.store(true, ordering: .relaxed)
      evaluation = stop
    }
    evaluating.async { [self] in
      var problem: String?
      if !request.isKnownOnly {
        progress.withLock { $0 = EvaluationProgress(request: request.number) }
      }
      defer { endProgress(of: request.number) }
      do {
        try evaluate(request) { stop.isWanted.load(ordering: .relaxed) }
      } catch {
        problem = "\(error)"
      }
      report(.event(.evaluated(.ended(problem: problem), request: request.number)))
    }
    return []
  }

  private func evaluate(
    _ request: ImageEvaluationRequest, isStopped: @escaping @Sendable () -> Bool
  ) throws {
    guard !isStopped() else { return }
    let evaluation = try source.withLock {
      try $0.loader.evaluation(method: request.method, steps: request.steps)
    }
    let known = evaluation.known()
    reportFound(known, for: request.number)
    guard !request.isKnownOnly else { return }
    // A processor is left to the dashboard.
    try evaluation.run(
      from: request.firstImage, known: known, threads: max(processorCount - 1, 1),
      isStopped: isStopped
    ) { outcome in
      self.progress.withLock { $0?.count(for: request.number) }
      self.reportFound([outcome], for: request.number)
    }
  }

  private func endProgress(of request: Int) {
    progress.withLock { if $0?.request == request { $0 = nil } }
  }

  /// What is found between two frames is taken in as one.
  private func reportFound(_ outcomes: [ImageOutcome], for request: Int) {
    results.withLock { results in
      if case .event(.evaluated(.found(let before), request)) = results.last {
        results[results.count - 1] = .event(.evaluated(.found(before + outcomes), request: request))
      } else if !outcomes.isEmpty {
        results.append(.event(.evaluated(.found(outcomes), request: request)))
      }
    }
  }

  package func stopEvaluation() {
    evaluation.withLock { $0?.isWanted.store(true, ordering: .relaxed) }
  }

  package func picture(of image: Int) -> [WorkResult] {
    loading.async { [self] in
      let input = source.withLock { try? $0.loader.input(of: image) }
      report(.event(.picture(input.map { ColorImage($0) }, image: image, label: input?.label)))
    }
    return []
  }
}

extension BackgroundWork {
  /// Shows a network that is run here; others can be opened from there.
  convenience init(
    _ request: RunRequest, memory: MemoryLimits, probes: LayerList, cache: CalibrationCache,
    display: ProgressDisplay
  ) throws {
    try self.init(
      DashboardSource(
        request, memory: memory, probes: probes, by: Spiketop.origin, cache: cache,
        display: display),
      open: BackgroundWork.opening(memory: memory, cache: cache, display: display))
  }

  /// Shows a run that is replayed; other networks can be opened from there.
  ///
  /// - Parameters:
  ///   - refusal: Why it cannot be diagnosed.
  ///   - runs: Where its sender goes on, if there is one.
  convenience init(
    replaying source: sending any RunSource, memory: MemoryLimits, cache: CalibrationCache,
    display: ProgressDisplay, refusal: String, runs: LiveRuns? = nil
  ) {
    self.init(
      DashboardSource(replaying: source, refusal: refusal),
      openNext: {
        guard let next = runs?.takeNext() else { throw noNextRun }
        return DashboardSource(
          replaying: RecordedSource(ReplayedRun(next), memory: memory.besideSource),
          refusal: refusal)
      },
      open: BackgroundWork.opening(memory: memory, cache: cache, display: display))
  }

  private static func opening(
    memory: MemoryLimits, cache: CalibrationCache, display: ProgressDisplay
  ) -> Open {
    { model, data, options in
      try DashboardSource(
        RunOptions.request(opening: model, data: data, options: options), memory: memory,
        probes: LayerList(),
        by: Spiketop.origin, cache: cache, display: display)
    }
  }
}
