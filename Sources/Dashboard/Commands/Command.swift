import TerminalUI
import TimeTravel

/// What the command line of the dashboard understands.
package enum Command: Equatable, Sendable {
  /// Shows the diagnosis of the method in use, after making one if there is none.
  case diagnose(again: Bool)
  case seek(step: Int)
  case move(steps: Int)
  case run
  case pause
  /// In steps per second; infinity for as fast as possible.
  case speed(Double)
  case setBreak(StopCondition)
  case runUntil(StopCondition)
  /// Back to where a breakpoint, or this condition, would have stopped a run.
  case runBack(StopCondition?)
  case remove(BreakSelection)
  case enable(BreakSelection, Bool)
  case setMark(Character)
  case goToMark(Character)
  /// A layer as `conv2`, or a neuron as `conv2#412`.
  case goTo(place: String)
  case image(Int)
  /// Another network; `nil` for the bundled one, and for the data set that its card names.
  case open(model: String?, data: String?)
  /// The start of a method's name.
  case method(String)
  /// A second network as `--compare` takes it; `nil` for none.
  case compare(String?)
  case show(ScreenName)
  /// At most so many; `nil` for as many as the configuration says.
  case framesPerSecond(Double?)
  /// What dots are drawn with.
  case glyphs(GlyphChoice)
  case theme(Theme)
  case export(ExportRequest)
  /// To a file; `nil` for one that is named after the run.
  case record(path: String?)
  case stopRecording
  case help
  case quit

  package enum BreakSelection: Equatable, Sendable {
    case all
    case number(Int)
  }

  /// - Parameter text: As typed; a name may be shortened as long as one form alone begins so.
  package init(_ text: String) throws(CommandError) {
    let line = CommandLine(text)
    guard !line.name.isEmpty else { throw CommandError(description: "no command was typed") }
    let form = try Command.form(named: line.name)
    let argument = line.argument
    switch form.kind {
    case .diagnose where argument.isEmpty: self = .diagnose(again: false)
    case .diagnose where argument == "again": self = .diagnose(again: true)
    case .seek: self = .seek(step: try form.number(argument, in: 0...1_000_000))
    case .move: self = .move(steps: try form.number(argument, in: -1_000_000...1_000_000))
    case .run where argument.isEmpty: self = .run
    case .pause where argument.isEmpty: self = .pause
    case .speed: self = .speed(try form.speed(argument))
    case .setBreak: self = .setBreak(try line.condition())
    case .until: self = .runUntil(try line.condition())
    case .back: self = .runBack(argument.isEmpty ? nil : try line.condition())
    case .delete: self = .remove(try form.selection(argument))
    case .enable: self = .enable(try form.selection(argument), true)
    case .disable: self = .enable(try form.selection(argument), false)
    case .mark: self = .setMark(try form.letter(argument))
    case .jump: self = .goToMark(try form.letter(argument))
    case .go where !argument.isEmpty: self = .goTo(place: argument)
    case .demo where argument.isEmpty: self = .open(model: nil, data: nil)
    case .open where !argument.isEmpty: self = try form.open(line.restOfLine)
    case .image: self = .image(try form.number(argument, in: 0...Int.max))
    case .method where !argument.isEmpty: self = .method(argument)
    case .compare where !argument.isEmpty:
      self = .compare(argument == Command.noSecondRun ? nil : argument)
    case .screen: self = .show(try form.screen(argument))
    case .glyphs:
      guard let choice = GlyphChoice(rawValue: argument) else { throw form.usage }
      self = .glyphs(choice)
    case .theme: self = .theme(try form.theme(argument))
    case .fps:
      self = .framesPerSecond(
        argument == "auto" ? nil : Double(try form.number(argument, in: 2...60)))
    case .export: self = .export(try form.export(line.restOfLine))
    case .record where argument == "off": self = .stopRecording
    case .record:
      self = .record(path: line.restOfLine.isEmpty ? nil : line.restOfLine)
    case .help where argument.isEmpty: self = .help
    case .quit where argument.isEmpty: self = .quit
    case .diagnose, .run, .pause, .go, .demo, .open, .method, .compare, .help, .quit:
      throw form.usage
    }
  }

  /// What `:compare` takes to end a comparison.
  static let noSecondRun = "off"

  private static func form(named name: String) throws(CommandError) -> Form {
    let matching = forms(beginningWith: name)
    guard matching.count == 1 else {
      let names = (matching.isEmpty ? forms : matching).map(\.name).joined(separator: ", ")
      throw CommandError(
        description: matching.isEmpty
          ? "there is no command '\(name)'; there are \(names)"
          : "'\(name)' may be \(names)")
    }
    return matching[0]
  }
}

/// A line as typed: the name of a command, and what it is told.
struct CommandLine {
  let name: String
  /// With single blanks between its words.
  let argument: String

  /// What follows the name, unchanged, and the column at which it begins, from 1 on.
  let rest: String
  let restColumn: Int

  init(_ text: String) {
    let start = text.drop { $0 == " " }
    name = String(start.prefix { $0 != " " })
    rest = String(start.dropFirst(name.count))
    restColumn = text.count - rest.count + 1
    argument = rest.split(separator: " ").joined(separator: " ")
  }

  /// The argument as typed, without the blanks around it.
  var restOfLine: String { rest.trimmingBlanks }

  /// The condition that the argument spells; errors count columns from the start of the line.
  func condition() throws(CommandError) -> StopCondition {
    do {
      return try StopCondition(rest, firstColumn: restColumn)
    } catch {
      throw CommandError(description: error.description)
    }
  }
}

extension String {
  /// Without the blanks around it.
  fileprivate var trimmingBlanks: String {
    let end = lastIndex { $0 != " " }.map(index(after:)) ?? startIndex
    return String(self[..<end].drop { $0 == " " })
  }
}

/// Why a command was not understood.
package struct CommandError: Error {
  package var description: String
}

extension Command.Form {
  fileprivate var usage: CommandError {
    CommandError(description: "type ':\(name)\(argument.isEmpty ? "" : " ")\(argument)'")
  }

  fileprivate func number(
    _ text: String, in range: ClosedRange<Int>
  ) throws(CommandError) -> Int {
    guard let number = Int(text) else { throw usage }
    guard range.contains(number) else {
      throw CommandError(description: "\(name) \(text) is out of reach")
    }
    return number
  }

  fileprivate func speed(_ text: String) throws(CommandError) -> Double {
    if text == "max" { return .infinity }
    guard let speed = Double(text) else { throw usage }
    guard (0.1...1_000_000).contains(speed) else {
      throw CommandError(
        description: "speed \(text) is not between 0.1 and 1000000 steps per second")
    }
    return speed
  }

  fileprivate func selection(_ text: String) throws(CommandError) -> Command.BreakSelection {
    if text == "all" { return .all }
    guard let number = Int(text) else { throw usage }
    return .number(number)
  }

  fileprivate func letter(_ text: String) throws(CommandError) -> Character {
    guard text.count == 1, let letter = text.first, Mark.isLetter(letter) else { throw usage }
    return letter
  }

  fileprivate func theme(_ text: String) throws(CommandError) -> Theme {
    guard let theme = Theme(rawValue: text) else {
      let names = Theme.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandError(description: "the themes are \(names)")
    }
    return theme
  }

  /// A path may have blanks in it, so the second one stands behind an option.
  fileprivate func open(_ text: String) throws(CommandError) -> Command {
    let parts = text.split(separator: " --data ", omittingEmptySubsequences: false)
      .map { String($0).trimmingBlanks }
    guard parts.count <= 2, !parts.contains(""), !text.hasPrefix("-"), !text.hasSuffix(" --data")
    else { throw usage }
    return .open(model: parts[0], data: parts.count > 1 ? parts[1] : nil)
  }

  fileprivate func export(_ path: String) throws(CommandError) -> ExportRequest {
    guard !path.isEmpty else { throw usage }
    return try ExportRequest(path)
  }

  fileprivate func screen(_ text: String) throws(CommandError) -> ScreenName {
    let matching = ScreenName.allCases.filter { $0.title.lowercased().hasPrefix(text.lowercased()) }
    guard !text.isEmpty, let screen = matching.first else {
      let names = ScreenName.allCases.map { $0.title.lowercased() }.joined(separator: ", ")
      throw CommandError(description: "the screens are \(names)")
    }
    return screen
  }
}
