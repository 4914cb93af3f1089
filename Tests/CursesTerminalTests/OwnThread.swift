import Dispatch
import Testing

/// Runs the tests of a suite on a thread of their own, one at a time.
///
/// They wait for programs in terminals most of the time. On one of the few threads that all tests
/// share they would keep a processor from tests that compute.
struct OwnThread: SuiteTrait, TestScoping {
  private static let executor = SerialExecutor()

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(Self.executor) { try await function() }
  }
}

extension Trait where Self == OwnThread {
  static var ownThread: OwnThread { OwnThread() }
}

/// Carries out what it is given one after the other.
private final class SerialExecutor: TaskExecutor {
  private let queue = DispatchQueue(label: "tests that wait")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
