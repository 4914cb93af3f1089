import Glibc
import Synchronization

/// Keeps the promise that the terminal is usable after the program, however it ends.
///
/// Installed by `CursesScreen`; what it learns from signals the main loop reads from the screen.
/// The handlers are functions of the file, because a closure formed on the main actor must not run
/// elsewhere, and do nothing but what is allowed in a signal handler.
package enum CrashGuard {
  /// The signal that told the program to stop, or `nil`.
  package static var stopSignal: Int32? {
    let signal = stopRequest.load(ordering: .relaxed)
    return signal == 0 ? nil : signal
  }

  /// Ends the program as the signal that told it to stop would have, if there was one.
  ///
  /// Call it last, when the screen is gone and everything is saved: the shell sees 128 + n.
  package static func endByStopSignal() {
    guard let number = stopSignal else { return }
    fflush(nil)
    signal(number, SIG_DFL)
    raise(number)
  }

  /// Restarts the program once so that Swift's backtracer asks no questions after a crash.
  ///
  /// The runtime reads `SWIFT_BACKTRACE` before `main`, and its default is to take over the
  /// terminal for half a minute. Call it first; a value that the user has set stays.
  package static func silenceBacktracer() {
    guard isatty(STDIN_FILENO) == 1, getenv("SWIFT_BACKTRACE") == nil else { return }
    setenv("SWIFT_BACKTRACE", "interactive=no,color=no", 1)
    var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    guard readlink("/proc/self/exe", &path, Int(PATH_MAX)) > 0 else { return }
    execv(path, CommandLine.unsafeArgv)
  }

  /// Lets every signal end the program that ends programs, whether a screen is taken or not.
  ///
  /// Swift's backtracer shows where a crash was and returns, to let it happen again. What somebody
  /// else sends is no crash, and the program went on. Call it early; more calls do nothing.
  package static func endsOnSignals() { _ = crashHandlers }

  /// Saves the mode of the terminal and installs all handlers; `newterm` must come later, because
  /// ncurses takes the signals that nobody has.
  static func install() {
    tcgetattr(STDIN_FILENO, &savedMode)
    stopRequest.store(0, ordering: .relaxed)
    interruptCount.store(0, ordering: .relaxed)
    _ = suspendRequest.exchange(false, ordering: .relaxed)
    _ = resumeNotice.exchange(false, ordering: .relaxed)
    _ = resizeNotice.exchange(false, ordering: .relaxed)
    isInstalled.store(true, ordering: .relaxed)
    endsOnSignals()
    for number in endSignals { handle(number, by: restoreBeforeEnd) }
    for number in stopSignals { handle(number, by: noteStop) }
    handle(SIGALRM, by: endIfStuck)
    handle(SIGTSTP, by: noteSuspend)
    handle(SIGCONT, by: noteResume)
    handle(SIGWINCH, by: noteResize)
  }

  /// Restores the terminal, if it is taken, for an end that is neither a signal nor the main
  /// loop's; does only what a signal handler may.
  package static func restoreTerminal() {
    if isInstalled.load(ordering: .relaxed) { leaveScreen() }
  }

  /// Puts back the handlers from before `install`.
  static func remove() {
    isInstalled.store(false, ordering: .relaxed)
    alarm(0)
    for number in endSignals + stopSignals + [SIGALRM, SIGTSTP, SIGCONT, SIGWINCH] {
      sigaction(number, oldActions + Int(number), nil)
    }
  }

  /// Does what may wait for a terminal that takes nothing, and then cannot be left otherwise: with
  /// ^S pressed, or behind a link that is dead.
  static func whileWriting(_ body: () -> Void) {
    _ = writeDepth.wrappingAdd(1, ordering: .relaxed)
    body()
    _ = writeDepth.wrappingSubtract(1, ordering: .relaxed)
  }

  /// Acts as if a signal had arrived; a terminal that went away does not always send one.
  static func requestStop(_ number: Int32) {
    noteStop(number)
  }

  /// Whether the user asked to suspend the program since the last call.
  static func takeSuspendRequest() -> Bool {
    suspendRequest.exchange(false, ordering: .relaxed)
  }

  /// Whether the program was resumed since the last call.
  static func takeResumeNotice() -> Bool {
    resumeNotice.exchange(false, ordering: .relaxed)
  }

  /// Whether the terminal has changed its size since the last call.
  static func takeResizeNotice() -> Bool {
    resizeNotice.exchange(false, ordering: .relaxed)
  }

  /// Stops the program until it is resumed; the terminal must be in its usual mode.
  static func suspend() {
    var old = sigaction()
    var standard = sigaction()
    standard.__sigaction_handler.sa_handler = SIG_DFL
    sigaction(SIGTSTP, &standard, &old)
    raise(SIGTSTP)
    sigaction(SIGTSTP, &old, nil)
    _ = resumeNotice.exchange(true, ordering: .relaxed)
  }
}

private let crashSignals = [SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGQUIT]
/// Those that end a process which does not expect them.
private let endSignals = [
  SIGUSR1, SIGUSR2, SIGPIPE, SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ, SIGSYS, SIGIO, SIGPWR, SIGSTKFLT,
]
private let stopSignals = [SIGINT, SIGTERM, SIGHUP]

/// In seconds, for which a stopped program may wait for the terminal.
private let patience: UInt32 = 1

private let stopRequest = Atomic<Int32>(0)
private let interruptCount = Atomic<Int32>(0)
private let writeDepth = Atomic<Int32>(0)
private let isInstalled = Atomic<Bool>(false)
private let suspendRequest = Atomic<Bool>(false)
private let resumeNotice = Atomic<Bool>(false)
private let resizeNotice = Atomic<Bool>(false)

/// The mode of the terminal as it was found.
///
/// Unchecked, because a signal handler may take no lock: it is written before the handlers are
/// installed, and only read afterwards.
nonisolated(unsafe) private var savedMode = termios()

/// What was there before, by signal number.
///
/// Unchecked for the same reason: only the handlers of crashes read it, and each entry of theirs is
/// written before the handler is installed. The others belong to the thread that installs.
nonisolated(unsafe) private let oldActions: UnsafeMutablePointer<sigaction> = {
  let actions = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
  actions.initialize(repeating: sigaction(), count: 65)
  return actions
}()

/// Without `SA_RESTART`, so that waiting for a key ends.
private func handle(_ number: Int32, by handler: @escaping @convention(c) (Int32) -> Void) {
  var action = sigaction()
  action.__sigaction_handler.sa_handler = handler
  install(action, for: number)
}

/// Installed once, by whoever comes first, and never removed.
private let crashHandlers: Void = {
  useSignalStack()
  for number in crashSignals {
    var action = sigaction()
    action.__sigaction_handler.sa_sigaction = restoreAfterCrash
    action.sa_flags = SA_NODEFER | SA_ONSTACK | SA_SIGINFO
    install(action, for: number)
  }
}()

/// Keeps what was there before; a signal that is ignored stays so.
private func install(_ action: sigaction, for number: Int32) {
  let old = oldActions + Int(number)
  sigaction(number, nil, old)
  let address = old.pointee.__sigaction_handler.sa_handler.map { unsafeBitCast($0, to: Int.self) }
  guard address != unsafeBitCast(SIG_IGN, to: Int.self) else { return }
  var action = action
  sigaction(number, &action, nil)
}

/// Gives the main thread a stack for handlers, without which a stack overflow would go unhandled.
private func useSignalStack() {
  var current = stack_t()
  guard sigaltstack(nil, &current) == 0, current.ss_flags & Int32(SS_DISABLE) != 0
  else { return }
  let size = 64 * 1024
  var stack = stack_t(ss_sp: .allocate(byteCount: size, alignment: 16), ss_flags: 0, ss_size: size)
  sigaltstack(&stack, nil)
}

private func noteStop(_ number: Int32) {
  // Nothing of the terminal is to be left, and what the main loop does with it would stop it.
  if isInBackground { return restoreBeforeEnd(number) }
  stopRequest.store(number, ordering: .relaxed)
  alarm(patience)
  guard number == SIGINT else { return }
  // A main loop that does not come back must not keep the user: the third ^C ends the program.
  if interruptCount.wrappingAdd(1, ordering: .relaxed).newValue >= 3 {
    leaveScreen()
    signal(number, SIG_DFL)
    raise(number)
  }
}

private func noteSuspend(_ number: Int32) {
  _ = suspendRequest.exchange(true, ordering: .relaxed)
}

private func noteResume(_ number: Int32) {
  _ = resumeNotice.exchange(true, ordering: .relaxed)
}

private func noteResize(_ number: Int32) {
  _ = resizeNotice.exchange(true, ordering: .relaxed)
}

/// Restores the terminal and ends the process by the same signal.
private func restoreBeforeEnd(_ number: Int32) {
  leaveScreen()
  signal(number, SIG_DFL)
  raise(number)
}

/// Ends the process by the signal that told it to stop, if it still waits for the terminal; an
/// alarm without such a signal comes from outside.
private func endIfStuck(_ number: Int32) {
  let stop = stopRequest.load(ordering: .relaxed)
  if stop == 0 {
    restoreBeforeEnd(number)
  } else if writeDepth.load(ordering: .relaxed) > 0 {
    restoreBeforeEnd(stop)
  } else {
    alarm(patience)
  }
}

/// Restores the terminal and leaves the rest to whoever handled the signal before.
private func restoreAfterCrash(
  _ number: Int32, _ info: UnsafeMutablePointer<siginfo_t>?, _ context: UnsafeMutableRawPointer?
) {
  let hadScreen = isInstalled.load(ordering: .relaxed)
  CrashGuard.restoreTerminal()
  if isRepeatable(number), let info, info.pointee.si_code > 0 {
    if hadScreen { sayCrash() }
    // The instruction fails again under the old handler, whose backtrace then shows the true line.
    sigaction(number, oldActions + Int(number), nil)
    return
  }
  signal(number, SIG_DFL)
  raise(number)
}

/// Says what the user waits for: finding out where a crash was takes seconds.
private func sayCrash() {
  let text: StaticString =
    "spiketop has crashed, which is its fault; where it was follows in some seconds (^C ends)\r\n"
  _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
}

/// Whether the instruction that caused the signal runs again when the handler returns.
private func isRepeatable(_ number: Int32) -> Bool {
  #if arch(arm64)
    if number == SIGTRAP { return true }
  #endif
  return number == SIGSEGV || number == SIGILL || number == SIGBUS || number == SIGFPE
}

/// Leaves synchronized output, mouse reports, colours, keypad mode and the alternate screen, and
/// shows the cursor; then the line discipline as it was, without the terminal's late answers.
///
/// Waits for nothing: of a terminal that takes nothing, what it was sent is dropped, and ^S ends.
/// In the background the terminal is another's, and touching it would stop the program.
private func leaveScreen() {
  guard !isInBackground else { return }
  let sequence: StaticString = """
    \u{1b}[?2026l\u{1b}[?1003l\u{1b}[?1002l\u{1b}[?1000l\u{1b}[?1006l\
    \u{1b}[0m\u{1b}[?25h\u{1b}[?1l\u{1b}>\u{1b}[?1049l\r\n
    """
  if !takesOutput {
    tcflow(STDOUT_FILENO, TCOOFF)
    tcflow(STDOUT_FILENO, TCOON)
    tcflush(STDOUT_FILENO, TCOFLUSH)
  }
  let isAlive = takesOutput
  if isAlive { _ = write(STDOUT_FILENO, sequence.utf8Start, sequence.utf8CodeUnitCount) }
  tcsetattr(STDIN_FILENO, isAlive ? TCSAFLUSH : TCSANOW, &savedMode)
}

/// Whether the terminal belongs to another job.
private var isInBackground: Bool {
  let group = tcgetpgrp(STDIN_FILENO)
  return group > 0 && group != getpgrp()
}

/// Whether the terminal takes something at once.
private var takesOutput: Bool {
  var status = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
  return poll(&status, 1, 0) > 0 && status.revents & Int16(POLLOUT) != 0
}
