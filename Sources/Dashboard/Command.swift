/// What the command line of the dashboard understands.
package enum Command: Equatable, Sendable {
  /// Shows the diagnosis of the method in use, after making one if there is none.
  case diagnose(again: Bool)
  case seek(step: Int)
  case move(steps: Int)
  /// A layer as `conv2`, or a neuron as `conv2#412`.
  case goTo(place: String)
  case image(Int)
  /// The start of a method's name.
  case method(String)
  /// What dots are drawn with.
  case glyphs(GlyphChoice)
  case help
  case quit

  /// What can be typed, as completion and help show it.
  package struct Form: Equatable, Sendable {
    package var name: String
    package var argument: String
    package var summary: String
  }

  package static let forms = [
    Form(
      name: "diagnose", argument: "[again]",
      summary: "why the SNN is worse than the ANN, and what helps"),
    Form(name: "t", argument: "STEP", summary: "go to a step"),
    Form(name: "step", argument: "[-]STEPS", summary: "so many steps on, or back"),
    Form(name: "go", argument: "LAYER[#NEURON]", summary: "go to a layer or a neuron"),
    Form(name: "image", argument: "NUMBER", summary: "another image"),
    Form(name: "method", argument: "NAME", summary: "convert by another method"),
    Form(
      name: "glyphs", argument: GlyphChoice.allCases.map(\.rawValue).joined(separator: "|"),
      summary: "what dots are drawn with"),
    Form(name: "help", argument: "", summary: "all keys, and what the numbers mean"),
    Form(name: "quit", argument: "", summary: "leave"),
  ]

  /// - Parameter text: As typed; a name may be shortened as long as one form alone begins so.
  package init(_ text: String) throws(CommandError) {
    let words = text.split(separator: " ").map(String.init)
    guard let first = words.first else { throw CommandError(description: "no command was typed") }
    let argument = words.dropFirst().joined(separator: " ")
    let form = try Command.form(named: first)
    switch form.name {
    case "diagnose" where argument.isEmpty: self = .diagnose(again: false)
    case "diagnose" where argument == "again": self = .diagnose(again: true)
    case "t": self = .seek(step: try form.number(argument, in: 0...1_000_000))
    case "step": self = .move(steps: try form.number(argument, in: -1_000_000...1_000_000))
    case "go" where !argument.isEmpty: self = .goTo(place: argument)
    case "image": self = .image(try form.number(argument, in: 0...Int.max))
    case "method" where !argument.isEmpty: self = .method(argument)
    case "glyphs":
      guard let choice = GlyphChoice(rawValue: argument) else { throw form.usage }
      self = .glyphs(choice)
    case "help" where argument.isEmpty: self = .help
    case "quit" where argument.isEmpty: self = .quit
    default: throw form.usage
    }
  }

  /// The forms that begin so, by their whole name or any start of it.
  package static func forms(beginningWith name: String) -> [Form] {
    let exact = forms.filter { $0.name == name }
    return exact.isEmpty ? forms.filter { $0.name.hasPrefix(name) } : exact
  }

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
}
