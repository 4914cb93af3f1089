import Foundation
import Synchronization

/// Standard output: where all that a command was asked for goes, and by nobody else.
///
/// Lines wait until they are many or until `flush`, which also says whether all of them have got
/// through. May be used from any thread.
package enum StandardOutput {
  private struct State {
    var waiting: [UInt8] = []
    /// Why the first piece that was lost did not get through.
    var fault: Int32?
  }

  private static let state = Mutex(State())
  private static let mostWaiting = 1 << 16

  /// Prints a line, visible whatever is in it.
  package static func print(_ line: String) { write(Array((visible(line) + "\n").utf8)) }

  /// Prints lines, each as `print` does.
  package static func print(lines: some Sequence<String>) { for line in lines { print(line) } }

  /// Prints text with line breaks of this program's own, and one at its end.
  package static func print(text: String) {
    print(lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  /// Writes bytes of a format that is made for other programs, as they are.
  package static func write(_ bytes: some Collection<UInt8>) {
    state.withLock { state in
      state.waiting += bytes
      if state.waiting.count >= mostWaiting { write(&state) }
    }
  }

  /// Writes what still waits.
  ///
  /// - Throws: `OutputError` if something was lost, now or before.
  package static func flush() throws(OutputError) {
    let fault = state.withLock { state in
      write(&state)
      return state.fault
    }
    if let fault { throw OutputError(reason: systemReason(fault)) }
  }

  /// Nothing is written behind a gap.
  private static func write(_ state: inout State) {
    if state.fault == nil { state.fault = writeAll(state.waiting, to: STDOUT_FILENO) }
    state.waiting.removeAll(keepingCapacity: true)
  }
}

/// What was printed did not get through.
package struct OutputError: Error, CustomStringConvertible {
  package let reason: String

  package var description: String {
    "standard output cannot be written (\(reason)); choose another place"
  }
}

/// Writes bytes, waiting as long as it takes.
///
/// - Returns: The system's error if it did not take all.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
    if count >= 0 {
      rest = rest.dropFirst(count)
    } else if errno == EAGAIN {
      // Somebody else has made it so for all who share it.
      var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = poll(&request, 1, -1)
    } else if errno != EINTR {
      return errno
    }
  }
  return nil
}
