import Foundation

/// One who has connected.
enum Arrival {
  case viewer(StreamSocket)
  /// One whom the process has no descriptor for but the spare one.
  case beyondDescriptors(StreamSocket)
  /// Nobody yet, though somebody may wait: the system is short of something.
  case nobody
}

/// A descriptor that is kept to tell one more that there is none left.
final class SpareDescriptor {
  private var descriptor: Int32 = -1

  init() { take() }
  deinit { give() }

  /// Takes one, if there is any and none is kept.
  func take() {
    if descriptor < 0 { descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC) }
  }

  /// Gives it to whoever asks for one next.
  func give() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }
}

extension StreamSocket {
  /// Waits for the next one who connects.
  ///
  /// - Returns: `nil` once the socket is shut down.
  func accept() -> StreamSocket? {
    while true {
      switch connection() {
      case .success(let socket): return socket
      case .failure(let error): guard error.isPassing else { return nil }
      }
    }
  }

  /// The same for one who serves many: nothing ends it but that the socket is shut down.
  ///
  /// Where the process has no descriptor left, the spare one is used.
  func accept(with spare: SpareDescriptor) -> Arrival? {
    spare.take()
    switch connection() {
    case .success(let socket): return .viewer(socket)
    case .failure(let error) where error.isEnd: return nil
    case .failure(let error) where error.code == .EMFILE:
      spare.give()
      guard case .success(let socket) = connection() else { return .nobody }
      return .beyondDescriptors(socket)
    case .failure: return .nobody
    }
  }

  private func connection() -> Result<StreamSocket, POSIXError> {
    let connection = Foundation.accept(descriptor, nil, nil)
    guard connection >= 0 else {
      return .failure(POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO))
    }
    return .success(StreamSocket(connection, at: address))
  }
}

extension POSIXError {
  /// Whether the next attempt may well succeed.
  fileprivate var isPassing: Bool { code == .EINTR || code == .ECONNABORTED }

  /// Whether the socket listens no more.
  fileprivate var isEnd: Bool { code == .EINVAL || code == .EBADF || code == .ENOTSOCK }
}
