import ArgumentParser

/// Wrong usage in one line: what is wrong, and which command tells what is right.
struct UsageMessage {
  let line: String

  /// - Parameters:
  ///   - error: What ArgumentParser, or the check of a command, has found.
  ///   - command: Which one was asked for.
  init(_ error: any Error, of command: any ParsableCommand.Type) {
    let message = command.message(for: error)
    let sentence = Self.sentence(message)
    guard !message.contains("--help'") else {
      line = sentence
      return
    }
    let help = Self.help(in: command.fullMessage(for: error))
    line = "\(sentence); '\(help)' lists the options"
  }

  /// The command that ArgumentParser points to in its last line.
  private static func help(in text: String) -> String {
    let name = text.matches(of: /See '([^']+)' for more information/).last?.1
    let program = Spiketop.configuration.commandName ?? "spiketop"
    guard let name else { return "\(program) --help" }
    return name.hasPrefix(program) ? String(name) : "\(program) \(name)"
  }

  /// A message in one line, as those of the program begin and end.
  private static func sentence(_ message: String) -> String {
    let lines = message.split(separator: "\n").map { $0.drop { $0 == " " } }
    let words = lines.joined(separator: " ")
    let text = words.hasSuffix(".") ? words.dropLast() : words[...]
    // `Unknown option`, but not `NIR files`.
    guard text.dropFirst().first?.isLowercase == true else { return String(text) }
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
