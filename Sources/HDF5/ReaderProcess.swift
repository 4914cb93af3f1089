import Foundation
import PlainText

/// This program again, in another process, which reads one file.
final class ReaderProcess {
  private let identifier: pid_t
  private var ending: Ending?

  /// How a process has ended.
  enum Ending: Equatable {
    case exit(Int32)
    case signal(Int32)
  }

  /// - Throws: `HDF5Error` where no process can be started.
  init(
    socket: borrowing Descriptor, file: borrowing Descriptor, of path: String
  ) throws(HDF5Error) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for stream: Int32 in 0...2 where stream != socket.number && stream != file.number {
      posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0)
    }
    // To itself: it stays open.
    for number in [socket.number, file.number] {
      posix_spawn_file_actions_adddup2(&actions, number, number)
    }
    let words = [
      CommandLine.arguments[0], HDF5Service.command, "\(socket.number)", "\(file.number)",
    ]
    var identifier: pid_t = 0
    let problem = Self.withDefaultSignals { attributes in
      Self.withCStrings(words) { arguments in
        Self.withCStrings(Self.environment) { environment in
          posix_spawn(
            &identifier, "/proc/self/exe", &actions, attributes, arguments, environment)
        }
      }
    }
    guard problem == 0 else {
      throw HDF5Error(
        file: path, object: "/",
        reason: "no process can be started to read it (\(systemReason(problem)))",
        cause: .resources)
    }
    self.identifier = identifier
  }

  deinit { _ = end(within: .zero) }

  /// Ours, but without threads for matrices and without a picture of a crash.
  private static var environment: [String] {
    let own = ProcessInfo.processInfo.environment
    return own.merging(["OPENBLAS_NUM_THREADS": "1", "SWIFT_BACKTRACE": "enable=no"]) { $1 }
      .map { "\($0)=\($1)" }
  }

  private static func withCStrings(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Int32
  ) -> Int32 {
    let pointers = texts.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
  }

  /// The process blocks no signal, and is not deaf to any.
  private static func withDefaultSignals(
    _ body: (UnsafePointer<posix_spawnattr_t>) -> Int32
  ) -> Int32 {
    var (attributes, all, none) = (posix_spawnattr_t(), sigset_t(), sigset_t())
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    return body(&attributes)
  }

  /// Waits for the end, and brings it about after a while.
  func end(within time: Duration) -> Ending {
    if let ending { return ending }
    let deadline = ContinuousClock.now + time
    var status: Int32 = 0
    var isOver = waitpid(identifier, &status, WNOHANG) != 0
    while !isOver, ContinuousClock.now < deadline {
      usleep(1000)
      isOver = waitpid(identifier, &status, WNOHANG) != 0
    }
    if !isOver {
      kill(identifier, SIGKILL)
      while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    }
    let signal = status & 0x7f
    let found: Ending = signal == 0 ? .exit(status >> 8 & 0xff) : .signal(signal)
    ending = found
    return found
  }
}
