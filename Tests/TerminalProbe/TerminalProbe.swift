import CursesTerminal
import Glibc
import TerminalUI

/// Shows frames and echoes keys on a real terminal, for the end-to-end tests; not shipped.
///
///     TerminalProbe [--colors mono|8|16|256|truecolor] [--ascii|--utf8] [--moving] [--loud]
///
/// `q` quits, `X` runs into a trap, `S` accesses memory that is not there, `O` exhausts the stack,
/// and `Z` never comes back. `--loud` leaves Swift's backtracer as it is.
@main struct TerminalProbe {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if !arguments.contains("--loud") { CrashGuard.silenceBacktracer() }
    var counts = (frames: 0, keys: 0)
    do {
      var screen = try CursesScreen(options(arguments))
      counts = watch(&screen, isMoving: arguments.contains("--moving"))
    } catch {
      print("TerminalProbe: \(error)")
      exit(69)
    }
    CrashGuard.endByStopSignal()
    print("bye after \(counts.frames) frames and \(counts.keys) keys")
  }
}

private func options(_ arguments: [String]) -> TerminalOptions {
  var options = TerminalOptions()
  if arguments.contains("--ascii") { options.glyphs = .ascii }
  if arguments.contains("--utf8") { options.glyphs = .braille }
  if let index = arguments.firstIndex(of: "--colors"), index + 1 < arguments.count {
    options.colors = ColorDepth(rawValue: arguments[index + 1])
  }
  return options
}

private func watch(_ screen: inout CursesScreen, isMoving: Bool) -> (frames: Int, keys: Int) {
  var state = ProbeState()
  while screen.stopSignal == nil {
    while let input = screen.nextInput() {
      guard case .key(let key) = input else {
        state.report = input
        continue
      }
      if key == .character("q") { return (state.frames, state.keys.count) }
      crashIfAsked(key)
      state.keys.append(key)
    }
    if isMoving { state.frames += 1 }
    state.pace = screen.pace
    screen.show(draw(state, size: screen.size, capabilities: screen.capabilities))
  }
  return (state.frames, state.keys.count)
}

private func crashIfAsked(_ key: Key) {
  if key == .character("X") {
    let numbers: [Int] = []
    print(numbers[Int(getpid())])
  }
  if key == .character("S") {
    UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1
  }
  if key == .character("O") {
    print(depth(Int(getpid())))
  }
  while key == .character("Z") { pause() }
}

/// Calls itself until the stack is full.
@inline(never) private func depth(_ number: Int) -> Int {
  number < 0 ? 0 : (depth(number + 1) >> 1) &- number
}
