import Foundation

/// A program on a pseudo-terminal of its own, with a terminal's user at the other end.
final class TerminalProcess {
  enum Ending: Equatable {
    case exited(Int32)
    case signaled(Int32)
    case running
  }

  /// All that the program has written, byte by byte; bytes beyond ASCII are single characters.
  private(set) var output = ""
  /// Whether the terminal answers questions about its state.
  var answers = true
  private let master: Int32
  /// Kept open, so that the mode can be read when the program is gone.
  private let slave: Int32
  private(set) var id: pid_t = 0
  private var answered = 0
  private let firstMode: [UInt8]
  private var isClosed = false

  /// - Parameter environment: The whole environment of the program.
  init?(
    _ arguments: [String], environment: [String: String], rows: UInt16 = 24, columns: UInt16 = 80
  ) {
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var isLocked: Int32 = 0
    var number: Int32 = 0
    guard master >= 0, ioctl(master, unlockRequest, &isLocked) == 0,
      ioctl(master, numberRequest, &number) == 0
    else { return nil }
    let name = "/dev/pts/\(number)"
    slave = open(name, O_RDWR | O_NOCTTY)
    firstMode = modeBytes(of: slave)
    resize(rows: rows, columns: columns)
    guard spawn(arguments, environment, terminal: name) else { return nil }
  }

  deinit {
    if ending() == .running {
      kill(id, SIGKILL)
      waitpid(id, nil, 0)
    }
    hangUp()
  }

  /// Closes the terminal; nothing can be read or sent afterwards.
  func hangUp() {
    guard !isClosed else { return }
    isClosed = true
    close(slave)
    close(master)
  }

  func resize(rows: UInt16, columns: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  func send(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      // The end of another test's process may interrupt it.
      guard count >= 0 || errno == EINTR else { return }
      bytes = bytes.dropFirst(max(count, 0))
    }
  }

  /// Reads until the output since `start` contains a text; false if it did not within the time.
  @discardableResult
  func read(until text: String? = nil, from start: Int = 0, seconds: Double = 5) -> Bool {
    let end = Date(timeIntervalSinceNow: seconds)
    repeat {
      if let text, output.dropFirst(start).contains(text) { return true }
      readAvailable()
    } while Date() < end
    return text == nil
  }

  /// How the program ended, after reading what it still writes.
  ///
  /// Patient: beside busy neighbours a program that is already leaving may not be scheduled for
  /// many seconds.
  func waitForEnd(seconds: Double = 60) -> Ending {
    let end = Date(timeIntervalSinceNow: seconds)
    repeat {
      let result = ending()
      readAvailable()
      guard result == .running else {
        readRest()
        return result
      }
    } while Date() < end
    return .running
  }

  /// Whether the terminal edits lines and echoes, as a shell expects it.
  var isCooked: Bool {
    var mode = termios()
    tcgetattr(slave, &mode)
    let flags = tcflag_t(ECHO | ICANON)
    return mode.c_lflag & flags == flags
  }

  /// Whether keys that interrupt drop what the program has not read yet, and what it has written.
  var dropsOnInterrupt: Bool {
    var mode = termios()
    tcgetattr(slave, &mode)
    return mode.c_lflag & tcflag_t(NOFLSH) == 0
  }

  /// Whether the terminal is in every respect in the mode that the program found.
  var hasModeOfStart: Bool { modeBytes(of: slave) == firstMode }

  /// Whether the terminal was told to leave the mouse alone after it was told to report it.
  var isMouseOff: Bool {
    ["1000", "1002", "1006"].allSatisfy { output.isLast("\u{1b}[?\($0)l", after: "\u{1b}[?\($0)h") }
  }

  /// Whether the program has sent no control sequence.
  var hasNoEscapeCodes: Bool { !output.contains("\u{1b}") }

  /// Whether the program entered the alternate screen as often as it left it, and ended outside.
  var hasLeftAlternateScreen: Bool {
    output.isLast("\u{1b}[?1049l", after: "\u{1b}[?1049h")
  }

  var isCursorVisible: Bool {
    output.isLast("\u{1b}[?25h", after: "\u{1b}[?25l")
  }

  var isOutputASCII: Bool {
    output.unicodeScalars.allSatisfy(\.isASCII)
  }

  func count(of text: String) -> Int {
    output.components(separatedBy: text).count - 1
  }

  /// Reads until nothing has come for so long, or for a while; false in the latter case.
  func isQuiet(seconds: Double) -> Bool {
    let (size, end) = (output.utf8.count, Date(timeIntervalSinceNow: seconds))
    while Date() < end { readAvailable() }
    return output.utf8.count == size
  }

  /// How many milliseconds pass from a key to the last byte before a pause; 0 if nothing comes.
  func delayOfLastByte(afterSending key: String) -> Double {
    let start = ContinuousClock.now
    var (size, last) = (output.utf8.count, start)
    send(key)
    while last.duration(to: .now) < .milliseconds(400) {
      readAvailable(milliseconds: 1)
      guard output.utf8.count > size else { continue }
      (size, last) = (output.utf8.count, .now)
    }
    return start.duration(to: last) / .milliseconds(1)
  }

  /// How often the program has called `write`.
  var writeCount: Int? {
    let text = try? String(contentsOfFile: "/proc/\(id)/io", encoding: .utf8)
    let line = text?.split(separator: "\n").first { $0.hasPrefix("syscw:") }
    return line?.split(separator: " ").last.flatMap { Int($0) }
  }

  /// How much processor time the program has taken, all threads together, in hundredths of a
  /// second.
  var processorTicks: Int? {
    let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
    let fields = text?.split(separator: ")").last?.split(separator: " ").map { Int($0) }
    guard let fields, fields.count > 12, let user = fields[11], let system = fields[12] else {
      return nil
    }
    return user + system
  }

  /// Reads once, waiting at most so long.
  func readWhatIsThere(milliseconds: Int32) { readAvailable(milliseconds: milliseconds) }

  private func ending() -> Ending {
    if let known { return known }
    var status: Int32 = 0
    guard waitpid(id, &status, WNOHANG) == id else { return .running }
    known = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signaled(status & 0x7F)
    return known ?? .running
  }

  private var known: Ending?

  /// What the program has written since, after waiting for it at most so long; it is neither kept
  /// nor answered.
  func nextBytes(milliseconds: Int32) -> ArraySlice<UInt8> {
    guard !isClosed else {
      usleep(20_000)
      return []
    }
    var status = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    guard poll(&status, 1, milliseconds) > 0 else { return [] }
    return bytes[..<max(Glibc.read(master, &bytes, bytes.count), 0)]
  }

  /// Reads what a program has left behind that is no more: one read need not give all of it, or may
  /// be interrupted by the end of another test's process.
  private func readRest() {
    var looks = 0
    while looks < 3 {
      let size = output.utf8.count
      readAvailable()
      looks = output.utf8.count > size ? 0 : looks + 1
    }
  }

  private func readAvailable(milliseconds: Int32 = 20) {
    let bytes = nextBytes(milliseconds: milliseconds)
    guard !bytes.isEmpty else { return }
    output.unicodeScalars.append(contentsOf: bytes.map { Unicode.Scalar($0) })
    let questions = self.count(of: "\u{1b}[5n")
    if answers, questions > answered { send("\u{1b}[0n") }
    answered = questions
  }

  /// Opening the terminal in a session of its own makes it the controlling terminal.
  private func spawn(
    _ arguments: [String], _ environment: [String: String], terminal: String
  ) -> Bool {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    // The threads of a test runner block signals, and their children would inherit that.
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, spawnInNewSession | Int16(POSIX_SPAWN_SETSIGMASK))
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    posix_spawn_file_actions_addclose(&actions, master)
    posix_spawn_file_actions_addclose(&actions, slave)
    var argv = arguments.map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for string in argv + envp { free(string) } }
    return posix_spawn(&id, arguments[0], &actions, &attributes, &argv, &envp) == 0
  }
}

/// The modes and the control characters of a terminal.
private func modeBytes(of terminal: Int32) -> [UInt8] {
  var mode = termios()
  tcgetattr(terminal, &mode)
  let flags = [mode.c_iflag, mode.c_oflag, mode.c_cflag, mode.c_lflag]
  return flags.flatMap { flag in withUnsafeBytes(of: flag) { Array($0) } }
    + withUnsafeBytes(of: mode.c_cc) { Array($0) }
}

// What Glibc's module leaves out: TIOCSPTLCK, TIOCGPTN and POSIX_SPAWN_SETSID.
private let unlockRequest: UInt = 0x4004_5431
private let numberRequest: UInt = 0x8004_5430
private let spawnInNewSession: Int16 = 0x80

extension String {
  /// Whether a text occurs, and after the last occurrence of another one if that occurs at all.
  fileprivate func isLast(_ text: String, after other: String) -> Bool {
    guard let last = range(of: text, options: .backwards) else { return false }
    guard let otherLast = range(of: other, options: .backwards) else { return true }
    return otherLast.lowerBound < last.lowerBound
  }
}
