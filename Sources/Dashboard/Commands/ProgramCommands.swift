import TerminalUI

extension Command {
  /// What is drawn with, and what is wrong.
  static let looks: [Command] = [
    Command(
      "glyphs", .glyphs, does: "what dots are drawn with",
      effect: { state, choice in
        state.glyphs = choice
        return []
      }),
    Command(
      "diagnose", letter: "d", .diagnosis,
      does: "why the SNN is worse than the ANN, and what helps; at another T, or once more",
      effect: { $0.showDiagnosis(again: $1.isAgain, steps: $1.steps) }),
  ]

  static let files: [Command] = [
    Command(
      "export", letter: "e", .export,
      does: "this screen, or a part of it, as a picture or text; csv: the numbers",
      effect: { state, request in
        if let request { return [.export(request)] }
        let (all, plotted) = (state.panelNames, state.panelNamesWithNumbers)
        let some = plotted == all ? "" : " of \(plotted.joined(separator: ", "))"
        let numbers = plotted.isEmpty ? "" : "; FILE.csv takes the numbers\(some)"
        state.message = Message(
          text: "the parts of this screen are \(all.joined(separator: ", ")); type ':export "
            + "FILE.png', or a part behind the file\(numbers)", isError: false)
        return []
      }),
    figure,
    Command(
      "save", .session(replaces: false), does: "this session; 'watch --session' goes on with it",
      effect: { [.save($1)] }),
    Command(
      "save!", .session(replaces: true), does: "the same, in place of a file that exists",
      effect: { [.save($1)] }),
    Command(
      "record", .recording, does: "write every step to a file that replay opens",
      effect: { $1 == stop ? $0.stopRecording() : $0.record(to: $1) }),
  ]

  /// What `:record` takes to end a recording.
  private static let stop = "off"

  static let program: [Command] = [
    Command(
      "theme", .theme, does: "other colours",
      effect: { state, theme in
        state.theme = theme
        return []
      }),
    Command(
      "fps", .frames, does: "at most so many frames per second",
      effect: { state, rate in
        state.framesPerSecond = rate
        return []
      }),
    tour,
    Command(
      "memory", .none, does: "what is kept of the run, how far back, in how much memory",
      effect: { state, _ in state.showMemory() }),
    Command(
      "define", .optionalWords("[FIGURE]").completed { $0.definitions.all.map(\.name) },
      does: "what a figure means, in what unit, and who says so",
      effect: { state, figure in
        if figure.isEmpty { return state.perform("explain") }
        state.explain(figure)
        return []
      }),
    Command(
      "help", letter: "h", .none, does: "all keys, and what the numbers mean",
      effect: { state, _ in state.perform("help") }),
    Command(
      "quit", letter: "q", .none, does: "leave", effect: { state, _ in state.perform("quit") }),
  ]
}

extension ArgumentForm<GlyphChoice> {
  fileprivate static var glyphs: ArgumentForm {
    let names = GlyphChoice.allCases.map(\.rawValue)
    return ArgumentForm(names.joined(separator: "|")) { GlyphChoice(rawValue: $0.argument) }
      .completed { _ in names }
  }
}

/// Which diagnosis is wanted.
private struct DiagnosisChoice: Sendable {
  var isAgain = false
  /// T; `nil` for that of the run.
  var steps: Int?
}

extension ArgumentForm<DiagnosisChoice> {
  fileprivate static var diagnosis: ArgumentForm {
    ArgumentForm("[T|again]") { call throws(CommandError) in
      switch call.argument {
      case "": DiagnosisChoice()
      case "again": DiagnosisChoice(isAgain: true)
      default: try call.number(in: 1...(1 << 20)).map { DiagnosisChoice(steps: $0) }
      }
    }.completed { _ in ["again"] }
  }
}

extension ArgumentForm<ExportRequest?> {
  /// `nil` for nothing typed, which asks for the names of the panels.
  fileprivate static var export: ArgumentForm {
    let formats = ExportRequest.Format.allCases.map(\.rawValue).joined(separator: "|")
    return ArgumentForm("FILE.\(formats) [PANEL]") { call throws(CommandError) in
      let path = call.line.restOfLine
      return .some(path.isEmpty ? nil : try ExportRequest(path))
    }.completed { state, line, start in
      // A panel stands behind a file.
      guard let blank = line.lastIndex(of: " "),
        (try? ExportRequest(String(line[..<blank].dropFirst(start)).trimmingBlanks)) != nil
      else { return nil }
      let count = line.distance(from: line.startIndex, to: blank) + 1
      return Completion(of: line, after: count, from: state.panelNames)
    }
  }
}

extension ArgumentForm<SessionRequest> {
  fileprivate static func session(replaces: Bool) -> ArgumentForm {
    ArgumentForm("FILE.toml") { call in
      let path = call.line.restOfLine
      guard path.hasSuffix(".toml"), path != ".toml" else { return nil }
      return SessionRequest(path: path, replaces: replaces)
    }
  }
}

extension ArgumentForm<String?> {
  fileprivate static var recording: ArgumentForm {
    ArgumentForm("[FILE.snn]|off") { call in
      .some(call.line.restOfLine.isEmpty ? nil : call.line.restOfLine)
    }
  }
}

extension ArgumentForm<Theme> {
  fileprivate static var theme: ArgumentForm {
    let names = Theme.allCases.map(\.rawValue)
    return ArgumentForm("dark|light|mono") { call throws(CommandError) in
      guard let theme = Theme(rawValue: call.argument) else {
        throw CommandError(description: "the themes are \(names.joined(separator: ", "))")
      }
      return theme
    }.completed { _ in names }
  }
}

extension ArgumentForm<Double?> {
  /// `nil` for as many frames as the configuration says.
  fileprivate static var frames: ArgumentForm {
    ArgumentForm("2...60|auto") { call throws(CommandError) in
      if call.argument == "auto" { return .some(nil) }
      return try call.number(in: 2...60).map { .some(Double($0)) }
    }.completed { _ in ["auto"] }
  }
}
