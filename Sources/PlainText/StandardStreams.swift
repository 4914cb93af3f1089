import Foundation

/// The three streams that every process has, or should have.
package enum StandardStreams {
  /// Fills the places of streams that the caller has closed; call it first.
  ///
  /// Else the next file to be opened took the place, and messages went into it. There is nothing to
  /// be read then, writing results fails as it did, and messages are lost.
  package static func fillPlaces() {
    let streams = [(STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
    for (descriptor, flags) in streams where fcntl(descriptor, F_GETFD) < 0 {
      // The system gives the lowest place that is free, which is this one.
      _ = open("/dev/null", flags)
    }
  }
}
