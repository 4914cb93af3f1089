import ArgumentParser
import Experiments
import Foundation
import LiveStreams
import PlainText

struct Attach: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Watch the spikes that another program sends, as they come.",
    discussion: """
      Connects to a sender that listens at the address, as 'watch --serve' does, or else listens \
      there until one connects, as assets/python/spiketop_stream.py does. What comes are \
      length-delimited protobuf packets or JSON lines.
      """)

  @Argument(
    help: """
      unix:PATH, tcp:HOST:PORT, tcp:PORT for this machine only, or - for standard input. To be \
      reachable from other machines, name an address of this one, or 0.0.0.0.
      """,
    transform: { try StreamAddress(typed: $0) })
  var address: StreamAddress

  @OptionGroup var display: DisplayOptions

  func validate() throws {
    if address == .standardInput, display.line {
      throw ValidationError("'--line' reads commands from standard input; name another address.")
    }
  }

  func run() throws {
    var configuration = try display.configuration()
    // Who looks on sees what is sent when it comes.
    configuration.speed = .infinity
    try display.checkTerminal()
    let runs = try StopSignal.catching { hasCome in
      try awaitingSender { isOver in
        try LiveReceiver.follow(
          address, rasterBytes: configuration.memory.ofSource,
          // Lines have nobody to remove the file of a socket where a signal ends them.
          listensAgain: !display.line && display.plainSteps == nil,
          waiting: { StandardError.say("spiketop: \(words(for: $0)); \(ending)") },
          isCalledOff: { hasCome() || isOver() })
      }
    }
    let live = runs.current
    if address == .standardInput { try takeKeysFromTerminal() }
    if let plainSteps = display.plainSteps { live.wait(forStep: plainSteps) }
    let run = ReplayedRun(live)
    var source = RecordedSource(run, memory: configuration.memory.besideSource)
    source.notes.append("live from \(address)")
    let work = WorkLine()
    try display.watch(
      BackgroundWork(
        replaying: source, memory: configuration.memory, cache: display.kept.cache,
        display: work.display, refusal: "a stream cannot be diagnosed", runs: runs),
      work: work, image: live.run.description.image, secondRun: nil,
      channels: RunChannels(
        source: { ReplayReport(runs) }, runs: runs, cache: display.kept.cache,
        command: display.viewCommand(of: .stream(isReachable: address != .standardInput))),
      configuration: configuration)
    // What was printed is all that there will ever be.
    if let plainSteps = display.plainSteps, live.lastStep < plainSteps,
      let fault = live.report.fault
    {
      throw fault
    }
  }

  /// Whether keys are typed for the screen, and not lines or spikes.
  private var takesKeys: Bool {
    !display.line && display.plainSteps == nil && address != .standardInput
  }

  private var ending: String { takesKeys ? "q or ^C ends" : "^C ends" }

  /// Drops what is typed before there is anything that it could be meant for, and ends the program
  /// where the user quits.
  private func awaitingSender<Value>(
    _ body: (_ isOver: () -> Bool) throws -> Value
  ) throws -> Value {
    guard takesKeys else { return try body { false } }
    let help = "spiketop: keys work once a sender has said what it sends; \(ending)"
    return try KeysWhileWaiting.taken(help: help) { keys in
      do {
        return try body(keys.isOver)
      } catch let error as StreamError {
        throw keys.hasQuit ? ExitCode.success : error
      }
    }
  }

  private func words(for wait: LiveReceiver.Wait) -> String {
    switch wait {
    case .sender: "waiting for a sender at \(address)"
    case .description: "the sender at \(address) is there, but has not said yet what it sends"
    }
  }

  /// Keys come from the terminal where spikes come from standard input.
  private func takeKeysFromTerminal() throws {
    let terminal = open("/dev/tty", O_RDWR)
    guard terminal >= 0 else {
      if display.plainSteps != nil { return }
      throw UsageError(
        description: "there is no terminal for the keys, since spikes come from standard input; "
          + "name a socket")
    }
    dup2(terminal, STDIN_FILENO)
    close(terminal)
  }
}

extension StreamAddress {
  /// - Parameter text: As on the command line.
  init(typed text: String) throws(ValidationError) {
    guard let address = StreamAddress(text) else {
      throw ValidationError(
        "write unix:PATH, tcp:HOST:PORT or tcp:PORT, with a port from 1 to \(UInt16.max)")
    }
    self = address
  }
}
