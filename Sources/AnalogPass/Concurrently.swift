import Dispatch
import Synchronization

/// Calls `body` for each of `0..<count` on several threads and returns what each thread has made of
/// its state.
///
/// Which thread takes which number is not determined, so states must be combined by an operation
/// that does not depend on order, such as adding integers.
///
/// - Parameters:
///   - threads: How many threads work at most.
///   - makeState: The start of a thread's state; called on that thread.
///   - body: Takes in one number; returns whether to go on. The first error ends all threads.
///   - result: What of a thread's state is returned, if a state cannot leave its thread.
/// - Throws: The first error that any thread met.
package func concurrently<State, Result: Sendable>(
  count: Int, threads: Int, makeState: @Sendable () -> State,
  body: @Sendable (inout State, Int) throws -> Bool,
  result: @Sendable (State) -> Result
) throws -> [Result] {
  let board = Board<Result>(count: count)
  DispatchQueue.concurrentPerform(iterations: max(min(threads, count), 1)) { _ in
    var state = makeState()
    while let index = board.takeIndex() {
      do {
        guard try body(&state, index) else {
          board.stop()
          break
        }
      } catch {
        board.fail(error)
        break
      }
    }
    board.finish(result(state))
  }
  return try board.states()
}

/// The same, returning the states.
package func concurrently<State: Sendable>(
  count: Int, threads: Int, makeState: @Sendable () -> State,
  body: @Sendable (inout State, Int) throws -> Bool
) throws -> [State] {
  try concurrently(
    count: count, threads: threads, makeState: makeState, body: body, result: { $0 })
}

/// Changes each element of an array on several threads, in place, and returns what `body` makes of
/// each, in their order.
///
/// - Parameters:
///   - threads: How many threads work at most.
///   - body: Changes one element, whose position it is told.
/// - Throws: The first error that any thread met.
package func concurrently<Element: Sendable, Result: Sendable>(
  changing elements: inout [Element], threads: Int,
  body: @Sendable (inout Element, Int) throws -> Result
) throws -> [Result] {
  let held = elements.map(Held.init)
  elements = []  // Or each would be copied when it changes.
  defer { elements = held.map { $0.content.withLock(\.self) } }
  let parts = try concurrently(
    count: held.count, threads: threads, makeState: { [(Int, Result)]() },
    body: { results, index in
      let result = try held[index].content.withLock { try body(&$0, index) }
      results.append((index, result))
      return true
    })
  return parts.joined().sorted { $0.0 < $1.0 }.map(\.1)
}

/// One element, which one thread at a time changes.
private final class Held<Element: Sendable>: Sendable {
  let content: Mutex<Element>

  init(_ element: Element) {
    content = Mutex(element)
  }
}

/// What the threads share: the next number, the first error, and the finished states.
private final class Board<State: Sendable>: Sendable {
  private struct Content {
    var next = 0
    var end: Int
    var states: [State] = []
    var error: (any Error)?
  }

  private let content: Mutex<Content>

  init(count: Int) {
    content = Mutex(Content(end: count))
  }

  func takeIndex() -> Int? {
    content.withLock { content in
      guard content.next < content.end else { return nil }
      content.next += 1
      return content.next - 1
    }
  }

  func stop() {
    content.withLock { $0.end = 0 }
  }

  func fail(_ error: any Error) {
    content.withLock { content in
      content.end = 0
      if content.error == nil { content.error = error }
    }
  }

  func finish(_ state: State) {
    content.withLock { $0.states.append(state) }
  }

  func states() throws -> [State] {
    try content.withLock { content in
      if let error = content.error { throw error }
      return content.states
    }
  }
}
