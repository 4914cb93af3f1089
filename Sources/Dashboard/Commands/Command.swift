/// A command that can be typed: its name, what it takes, and what it does.
package struct Command: Sendable {
  package let name: String

  /// A letter that stands for the name, whatever else begins so.
  package let letter: String?

  /// What it takes, as help and errors show it; empty for nothing.
  package let argument: String

  package let summary: String

  /// What a line that calls the command asks of the dashboard.
  package typealias Deed = @Sendable (inout DashboardState) -> [DashboardEffect]

  /// Reads a line that begins with the name.
  let read: @Sendable (CommandCall) throws(CommandError) -> Deed

  /// Why the network in use refuses what a line asks for, or `nil`.
  let problem: @Sendable (DashboardState, CommandCall) throws(CommandError) -> String?

  /// What may follow a line that is being typed, of which the argument begins at a position.
  let completion: @Sendable (DashboardState, _ line: String, _ start: Int) -> Completion?

  /// - Parameters:
  ///   - form: How the argument is read and completed.
  ///   - effect: What to do with the argument.
  package init<Argument: Sendable>(
    _ name: String, letter: String? = nil, _ form: ArgumentForm<Argument>, does summary: String,
    effect: @escaping @Sendable (inout DashboardState, Argument) -> [DashboardEffect]
  ) {
    self.name = name
    self.letter = letter
    argument = form.usage
    self.summary = summary
    let parsed: @Sendable (CommandCall) throws(CommandError) -> Argument = {
      call throws(CommandError) in
      guard let argument = try form.parse(call) else {
        throw CommandError(
          description: form.usage.isEmpty
            ? "':\(name)' takes nothing behind it, and so no '\(call.argument)'; type ':\(name)'"
            : "type ':\(name) \(form.usage)'")
      }
      return argument
    }
    read = { call throws(CommandError) in
      let argument = try parsed(call)
      return { effect(&$0, argument) }
    }
    problem = { state, call throws(CommandError) in form.problem(state, try parsed(call)) }
    completion = form.completion
  }

  /// The commands of `DashboardRegistry.standard`.
  package static let standard: [Command] =
    breaks + time + navigation + looks + files + program
}

extension Command: Equatable {
  /// Names are unique.
  package static func == (left: Command, right: Command) -> Bool { left.name == right.name }
}

extension DashboardRegistry {
  /// The commands that begin so, by their whole name or letter or any start of the name.
  package func commands(beginningWith name: String) -> [Command] {
    let exact = commands.filter { $0.name == name || $0.letter == name }
    return exact.isEmpty ? commands.filter { $0.name.hasPrefix(name) } : exact
  }

  /// What a line asks of the dashboard.
  ///
  /// - Parameter text: As typed; a name may be shortened as long as one command alone begins so.
  package func deed(of text: String) throws(CommandError) -> Command.Deed {
    let line = CommandLine(text)
    let command = try command(of: line)
    return try command.read(CommandCall(line: line, command: command.name, registry: self))
  }

  /// Why a line would be refused, or `nil`.
  func problem(with text: String, in state: DashboardState) -> String? {
    let line = CommandLine(text)
    do {
      let command = try command(of: line)
      let call = CommandCall(line: line, command: command.name, registry: self)
      return try command.problem(state, call)
    } catch {
      return error.description
    }
  }

  /// The command that a line calls.
  private func command(of line: CommandLine) throws(CommandError) -> Command {
    guard !line.name.isEmpty else { throw CommandError(description: "no command was typed") }
    let matching = commands(beginningWith: line.name)
    guard matching.count == 1 else {
      let names = (matching.isEmpty ? commands : matching).map(\.name).joined(separator: ", ")
      throw CommandError(
        description: matching.isEmpty
          ? "there is no command '\(line.name)'; there are \(names)"
          : "'\(line.name)' may be \(names)")
    }
    return matching[0]
  }
}

extension DashboardState {
  /// Does what a line asks for, or says why it was not understood.
  mutating func execute(_ text: String) -> [DashboardEffect] {
    do {
      return try registry.deed(of: text)(&self)
    } catch {
      message = Message(text: error.description, isError: true)
      return []
    }
  }
}
