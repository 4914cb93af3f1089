import Datasets
import Evaluation
import Foundation
import SpikeStatistics
import Synchronization
import ThreadPlacement

/// One network before all images of its data set, on what others leave of the machine.
///
/// What was found is kept between runs of the program, under all that it depends on.
package struct DataSetEvaluation: Sendable {
  /// How many images there are.
  package let count: Int

  private let evaluation: ImageEvaluation
  private let image: @Sendable (Int) throws -> EvaluationImage
  private let file: OutcomeFile

  /// Between two times that what was found is saved, in seconds.
  private static let savingInterval = 10.0

  init(
    _ evaluation: ImageEvaluation, count: Int, file: OutcomeFile,
    image: @escaping @Sendable (Int) throws -> EvaluationImage
  ) {
    self.evaluation = evaluation
    self.count = count
    self.file = file
    self.image = image
  }

  /// What earlier runs of the program have found, by ascending number.
  package func known() -> [ImageOutcome] { file.read(of: evaluation, images: count) }

  /// Runs the images that are not known, from one on and then those before it, until it is stopped.
  ///
  /// - Parameters:
  ///   - known: What need not be run.
  ///   - threads: How many threads work; they give way to all others.
  ///   - report: Called on any thread with each result.
  /// - Throws: The first error that reading an image or running it throws; what was found until
  ///   then is kept.
  package func run(
    from start: Int, known: [ImageOutcome], threads: Int,
    isStopped: @escaping @Sendable () -> Bool, report: @escaping @Sendable (ImageOutcome) -> Void
  ) throws {
    let done = Set(known.map(\.index))
    let missing = (0..<count).map { ($0 + start) % count }.filter { !done.contains($0) }
    let board = EvaluationBoard(missing, known: known)
    let workers = (0..<min(max(threads, 1), missing.count)).map { _ in
      let isDone = DispatchSemaphore(value: 0)
      let thread = Thread { [self] in
        tp_yield_to_others()
        work(on: board, isStopped: isStopped, report: report)
        isDone.signal()
      }
      thread.stackSize = 8 << 20
      thread.start()
      return isDone
    }
    for worker in workers { worker.wait() }
    if board.hasNews { file.write(board.outcomes) }
    if let error = board.error { throw error }
  }

  private func work(
    on board: EvaluationBoard, isStopped: @Sendable () -> Bool,
    report: @Sendable (ImageOutcome) -> Void
  ) {
    var tools = ImageEvaluation.Tools(evaluation)
    while !isStopped(), let index = board.takeIndex() {
      do {
        let outcome = try evaluation.outcome(
          of: index, image: try image(index), with: &tools, isStopped: isStopped)
        guard let outcome else { return }
        report(outcome)
        if let due = board.add(outcome, interval: Self.savingInterval) { file.write(due) }
      } catch {
        board.fail(error)
        return
      }
    }
  }
}

/// What the threads share: the next image, the results, and the first error.
private final class EvaluationBoard: Sendable {
  private struct Content {
    var next = 0
    var outcomes: [ImageOutcome]
    var error: (any Error)?
    var saved = ContinuousClock.now
    var hasNews = false
  }

  private let indices: [Int]
  private let content: Mutex<Content>

  init(_ indices: [Int], known: [ImageOutcome]) {
    self.indices = indices
    content = Mutex(Content(outcomes: known))
  }

  var outcomes: [ImageOutcome] { content.withLock { $0.outcomes } }
  var error: (any Error)? { content.withLock { $0.error } }

  /// Whether there is anything that is not saved.
  var hasNews: Bool { content.withLock { $0.hasNews } }

  func takeIndex() -> Int? {
    content.withLock { content in
      guard content.error == nil, content.next < indices.count else { return nil }
      content.next += 1
      return indices[content.next - 1]
    }
  }

  func fail(_ error: any Error) {
    content.withLock { $0.error = $0.error ?? error }
  }

  /// - Returns: All results where it is time to save them.
  func add(_ outcome: ImageOutcome, interval: Double) -> [ImageOutcome]? {
    content.withLock { content in
      content.outcomes.append(outcome)
      content.hasNews = true
      guard ContinuousClock.now - content.saved > .seconds(interval) else { return nil }
      (content.saved, content.hasNews) = (.now, false)
      return content.outcomes
    }
  }
}
