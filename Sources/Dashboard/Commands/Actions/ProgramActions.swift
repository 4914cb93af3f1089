import TerminalUI

extension Action {
  static let commands: [Action] = [
    Action(
      "command-line", .commands, [.character(":")],
      "command line; Tab completes, Up brings back", change: { $0.openCommandLine() }),
    Action(
      "diagnose", .commands, [.character("D")],
      "diagnose: why the SNN is worse than the ANN, and what helps",
      effect: { $0.showDiagnosis(again: false) }),
  ]

  /// What leaves the program, and how it looks.
  static let files: [Action] = [
    Action(
      "export", .files, [.character("e")],
      "write the screen to a file: picture, text, or its numbers",
      change: { $0.openCommandLine("export ") }),
    Action(
      "copy-pane", .files, [.character("y")], "copy the text of a part of the screen (Tab: which)",
      effect: { $0.copyPane() }),
    Action(
      "copy-view", .files, [.character("Y")], "copy the command line that opens this view",
      effect: { $0.copyView() }),
    Action(
      "record", .files, [.character("r")],
      "record the run to a file, from its first step; again: stop",
      effect: { $0.recording == nil ? $0.record(to: nil) : $0.stopRecording() }),
    Action(
      "next-theme", .files, [.character("t")], "another theme: dark, light, mono",
      change: { state in
        state.theme = next(after: state.theme)
        state.message = Message(text: "theme \(state.theme.rawValue)", isError: false)
      }),
  ]

  static let program: [Action] = [
    Action(
      "help", .program, [.character("?")], "this help: keys, commands, definitions",
      change: { $0.openHelp() }),
    Action(
      "explain", .program, [.character("I")],
      "what the figures of a part of the screen mean (Tab: which part)",
      change: { $0.overlay = $0.engine == nil ? nil : .definitions(names: nil, first: 0) }),
    Action(
      "escape", .program, [.escape], "close; from a v view to the usual one; on the tour: end it",
      effect: { state in
        if state.engine?.activity == .seeking { return [.engine(.pause)] }
        if state.tour.number != nil { state.endTour() } else { state.shown.showUsualView(&state) }
        return []
      }),
    Action(
      "quit", .program, [.character("q")], "quit", effect: { _ in [.engine(.stop), .quit] }),
  ]
}
