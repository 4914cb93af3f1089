import Dashboard
import Experiments
import Foundation

/// Work that takes longer than a key may take, or that touches files.
package protocol DashboardWork {
  /// Puts an image before a network.
  ///
  /// - Returns: What has come of it already; so of the others.
  func load(image: Int, method: Int, secondRun: String?) -> [WorkResult]

  /// Puts an image before a network that is converted by a method which is not in the menu yet.
  ///
  /// - Parameters:
  ///   - text: See `RunSource.position(ofMethod:beside:)`.
  ///   - method: The one whose options count where nothing else is said.
  func convert(image: Int, by text: String, beside method: Int, secondRun: String?) -> [WorkResult]

  /// Opens another network; the one at hand stays if that fails.
  func open(model: String?, data: String?, options: [String]) -> [WorkResult]

  /// Goes on with the run that a sender has begun since.
  func openNext() -> [WorkResult]

  /// Starts a diagnosis of a method at so many steps, and ends the one under way.
  func diagnose(method: Int, steps: Int) -> [WorkResult]

  func stopDiagnosis()

  /// Runs all images, instead of what is being run so.
  func evaluate(_ request: ImageEvaluationRequest) -> [WorkResult]

  func stopEvaluation()

  /// Reads an image to be seen.
  func picture(of image: Int) -> [WorkResult]

  /// Does short work, such as writing a file.
  func perform(_ work: @escaping @Sendable () -> DashboardEvent) -> [WorkResult]
}

/// What came of long work.
package enum WorkResult: Sendable {
  case loaded(LoadedRun)
  case event(DashboardEvent)
}

/// Work that is done while the user waits, which Control-C ends where it may take long.
package struct ForegroundWork: DashboardWork {
  private let background: BackgroundWork

  package init(_ background: BackgroundWork) {
    self.background = background
  }

  package func load(image: Int, method: Int, secondRun: String?) -> [WorkResult] {
    result { try background.loadNow(image: image, method: method, secondRun: secondRun) }
  }

  package func convert(
    image: Int, by text: String, beside method: Int, secondRun: String?
  ) -> [WorkResult] {
    result {
      try background.convertNow(image: image, by: text, beside: method, secondRun: secondRun)
    }
  }

  package func open(model: String?, data: String?, options: [String]) -> [WorkResult] {
    result { try background.openNow(model: model, data: data, options: options) }
  }

  package func openNext() -> [WorkResult] { result { try background.openNextNow() } }

  package func diagnose(method: Int, steps: Int) -> [WorkResult] {
    let isStopped = InterruptFlag.install()
    defer { InterruptFlag.remove() }
    _ = background.diagnose(method: method, steps: steps)
    while true {
      let results = background.takeResults()
      if !results.isEmpty { return results }
      if isStopped() { background.stopDiagnosis() }
      usleep(50_000)
    }
  }

  package func evaluate(_ request: ImageEvaluationRequest) -> [WorkResult] {
    let isStopped = InterruptFlag.install()
    defer { InterruptFlag.remove() }
    _ = background.evaluate(request)
    var results: [WorkResult] = []
    while true {
      results += background.takeResults()
      if case .event(.evaluated(.ended, _)) = results.last { return results }
      if isStopped() { background.stopEvaluation() }
      usleep(50_000)
    }
  }

  /// There is none under way while another line is read.
  package func stopEvaluation() {}

  /// Nobody sees it.
  package func picture(of image: Int) -> [WorkResult] { [] }

  /// There is none under way while another line is read.
  package func stopDiagnosis() {}

  package func perform(_ work: @escaping @Sendable () -> DashboardEvent) -> [WorkResult] {
    [.event(work())]
  }

  private func result(_ load: () throws -> LoadedRun) -> [WorkResult] {
    do {
      return [.loaded(try load())]
    } catch {
      return [.event(.failed("\(error)"))]
    }
  }
}

/// Behind text that is printed once, which shows one run and can write a picture of it.
package struct PrintedWork: DashboardWork {
  package init() {}

  package func load(image: Int, method: Int, secondRun: String?) -> [WorkResult] { [] }

  package func convert(
    image: Int, by text: String, beside method: Int, secondRun: String?
  ) -> [WorkResult] { [] }

  package func open(model: String?, data: String?, options: [String]) -> [WorkResult] { [] }

  package func openNext() -> [WorkResult] { [] }

  package func diagnose(method: Int, steps: Int) -> [WorkResult] { [] }

  package func stopDiagnosis() {}

  package func evaluate(_ request: ImageEvaluationRequest) -> [WorkResult] { [] }

  package func stopEvaluation() {}

  package func picture(of image: Int) -> [WorkResult] { [] }

  package func perform(_ work: @escaping @Sendable () -> DashboardEvent) -> [WorkResult] {
    [.event(work())]
  }
}
