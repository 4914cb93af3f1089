import Foundation
import Synchronization

private let stopReceived = Atomic<Int32>(0)

/// What tells the program to stop, while there is no screen that would take it in.
enum StopSignal {
  private static let numbers = [SIGINT, SIGTERM, SIGHUP]

  /// Lets some work end in order where one comes; then it ends the program as it would have.
  ///
  /// A signal that is ignored stays so.
  ///
  /// - Parameter body: Is given whether one has come.
  static func catching<Value>(_ body: (_ hasCome: () -> Bool) throws -> Value) rethrows -> Value {
    let before = numbers.map { number in
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { stopReceived.store($0, ordering: .relaxed) }
      var old = sigaction()
      sigaction(number, &action, &old)
      if isIgnored(old) { sigaction(number, &old, nil) }
      return old
    }
    defer {
      for (number, old) in zip(numbers, before) {
        var old = old
        sigaction(number, &old, nil)
      }
      let received = stopReceived.exchange(0, ordering: .relaxed)
      if received != 0 { raise(received) }
    }
    return try body { stopReceived.load(ordering: .relaxed) != 0 }
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    let address = action.__sigaction_handler.sa_handler.map { unsafeBitCast($0, to: Int.self) }
    return address == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
