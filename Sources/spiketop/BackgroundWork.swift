import Dashboard
import Dispatch
import Evaluation
import Foundation
import Synchronization
import TimeTravel

/// What takes too long for the thread that draws: loading images and methods, diagnosing, and
/// writing files.
///
/// Results wait until the main loop takes them, in the order in which they came.
final class BackgroundWork: Sendable {
  enum Result: Sendable {
    case loaded(LoadedSubject)
    case event(DashboardEvent)
  }

  /// A request to stop.
  private final class Stop: Sendable {
    let isWanted = Atomic(false)
  }

  private let loader: Mutex<any SubjectSource>
  private let diagnose: @Sendable (Int, @escaping @Sendable () -> Bool) throws -> DiagnosisReport?
  private let results = Mutex<[Result]>([])
  private let wanted = Mutex<(image: Int, method: Int, rival: String?)?>(nil)
  private let diagnosis = Mutex<Stop?>(nil)
  private let loading = DispatchQueue(label: "loading")
  private let diagnosing = DispatchQueue(label: "diagnosing")
  private let writing = DispatchQueue(label: "writing")

  /// - Parameter diagnose: Diagnoses a method by its number, until it shall stop; `nil` if it was
  ///   stopped early.
  init(
    _ loader: sending any SubjectSource,
    diagnose: @escaping @Sendable (Int, @escaping @Sendable () -> Bool) throws -> DiagnosisReport?
  ) {
    self.loader = Mutex(loader)
    self.diagnose = diagnose
  }

  func takeResults() -> [Result] {
    results.withLock { results in
      defer { results = [] }
      return results
    }
  }

  /// Loads at once, on the calling thread.
  ///
  /// - Parameter rival: The second network to compare with; see `RivalChoice`.
  func loadNow(image: Int, method: Int, rival: String?) throws -> LoadedSubject {
    try loader.withLock { try $0.load(image: image, method: method, rival: rival) }
  }

  /// Puts an image before a network, instead of what still waits to be loaded.
  func load(image: Int, method: Int, rival: String?) {
    wanted.withLock { $0 = (image, method, rival) }
    loading.async { [self] in
      guard let next = wanted.withLock({ $0.take() }) else { return }
      do {
        report(
          .loaded(try loadNow(image: next.image, method: next.method, rival: next.rival)))
      } catch {
        report(.event(.failed("\(error)")))
      }
    }
  }

  /// Starts a diagnosis, and ends the one under way.
  func diagnose(method: Int) {
    let stop = Stop()
    diagnosis.withLock { diagnosis in
      diagnosis?.isWanted.store(true, ordering: .relaxed)
      diagnosis = stop
    }
    diagnosing.async { [self] in
      let isStopped = { @Sendable in stop.isWanted.load(ordering: .relaxed) }
      let outcome: Diagnosis.Outcome
      do {
        let report = isStopped() ? nil : try diagnose(method, isStopped)
        outcome =
          isStopped()
          ? .failed("the diagnosis was stopped")
          : report.map(Diagnosis.Outcome.found) ?? .failed("there is no image to diagnose with")
      } catch {
        outcome = .failed("\(error)")
      }
      // Nobody waits for what was replaced by another one.
      if diagnosis.withLock({ $0 === stop }) { report(.event(.diagnosed(outcome))) }
    }
  }

  /// Does short work, such as writing a file, one after the other.
  func perform(_ work: @escaping @Sendable () -> DashboardEvent) {
    writing.async { [self] in report(.event(work())) }
  }

  func stopDiagnosis() {
    diagnosis.withLock { $0?.isWanted.store(true, ordering: .relaxed) }
  }

  private func report(_ result: Result) {
    results.withLock { $0.append(result) }
  }
}
