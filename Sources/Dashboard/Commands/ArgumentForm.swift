import TimeTravel

/// A line that calls a command, with the dashboard that it was typed into.
package struct CommandCall: Sendable {
  package let line: CommandLine

  /// The whole name of the command.
  package let command: String
  package let registry: DashboardRegistry

  package var argument: String { line.argument }
}

/// How the argument of a command is read and completed.
package struct ArgumentForm<Argument>: Sendable {
  /// As help and errors show it; empty for nothing.
  package let usage: String

  /// Reads the argument; `nil` where the usage says what is wrong.
  let parse: @Sendable (CommandCall) throws(CommandError) -> Argument?

  /// What may follow a line, of which the argument begins at a position.
  private(set) var completion:
    @Sendable (DashboardState, _ line: String, _ start: Int) -> Completion? = { _, _, _ in nil }

  /// Why the network in use refuses the argument, or `nil`.
  private(set) var problem: @Sendable (DashboardState, Argument) -> String? = { _, _ in nil }

  package init(
    _ usage: String, parse: @escaping @Sendable (CommandCall) throws(CommandError) -> Argument?
  ) {
    self.usage = usage
    self.parse = parse
  }

  /// The same, completed by words.
  package func completed(
    by words: @escaping @Sendable (DashboardState) -> [String]
  ) -> ArgumentForm {
    var form = self
    form.completion = { state, line, start in
      Completion(of: line, after: start, from: words(state))
    }
    return form
  }

  /// The same, completed as a function says of a line, of which the argument begins at a position.
  package func completed(
    _ completion: @escaping @Sendable (DashboardState, _ line: String, _ start: Int) -> Completion?
  ) -> ArgumentForm {
    var form = self
    form.completion = completion
    return form
  }

  /// The same, of which the last word is completed by words that may stand there.
  package func completedByWord(
    by words: @escaping @Sendable (DashboardState, _ number: Int, _ word: String) -> [String]
  ) -> ArgumentForm {
    var form = self
    form.completion = { state, line, start in
      let typed = line.dropFirst(start).split(separator: " ", omittingEmptySubsequences: false)
      let word = typed.last.map(String.init) ?? ""
      let number = typed.dropLast().count { !$0.isEmpty }
      return Completion(of: line, after: line.count - word.count, from: words(state, number, word))
    }
    return form
  }

  /// The same, completed as conditions are, and refused where the network cannot be asked.
  fileprivate func checked(
    _ condition: @escaping @Sendable (Argument) -> StopCondition?
  ) -> ArgumentForm {
    var form = self
    form.completion = { $0.conditionCompletion(of: $1, from: $2) }
    form.problem = { state, argument in
      condition(argument).flatMap { state.engine?.problem(with: $0) }
    }
    return form
  }
}

extension ArgumentForm<Void> {
  package static var none: ArgumentForm {
    ArgumentForm("") { $0.argument.isEmpty ? () : nil }
  }
}

extension ArgumentForm<Int> {
  package static func number(_ usage: String, in range: ClosedRange<Int>) -> ArgumentForm {
    ArgumentForm(usage) { call throws(CommandError) in try call.number(in: range) }
  }
}

extension ArgumentForm<String> {
  /// Anything but nothing, with single blanks between its words.
  package static func words(_ usage: String) -> ArgumentForm {
    ArgumentForm(usage) { $0.argument.isEmpty ? nil : $0.argument }
  }

  /// Anything, with single blanks between its words.
  package static func optionalWords(_ usage: String) -> ArgumentForm {
    ArgumentForm(usage) { $0.argument }
  }
}

extension ArgumentForm<StopCondition> {
  static var condition: ArgumentForm {
    ArgumentForm("CONDITION") { call throws(CommandError) in
      try call.line.condition(of: call.registry.figures)
    }
    .checked { $0 }
  }
}

extension ArgumentForm<StopCondition?> {
  static var optionalCondition: ArgumentForm {
    ArgumentForm("[CONDITION]") { call throws(CommandError) in
      .some(call.argument.isEmpty ? nil : try call.line.condition(of: call.registry.figures))
    }.checked { $0 }
  }
}

extension CommandCall {
  /// The argument as a whole number; `nil` where it is none.
  func number(in range: ClosedRange<Int>) throws(CommandError) -> Int? {
    guard let number = Int(argument) else { return nil }
    guard range.contains(number) else {
      let bounds =
        range.upperBound == .max
        ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
      throw CommandError(description: "\(command) \(argument) is out of reach: \(bounds)")
    }
    return number
  }
}
