import ArgumentParser
import PlainText

/// The options of a command as they are typed, before they are read.
///
/// ArgumentParser takes what looks like an option, as -1 does, for one.
package struct TypedOptions {
  /// What its help says of one option.
  private struct Declaration {
    /// As messages have it: `--output`, also of `-o`.
    var name: String
    var takesValue: Bool
  }

  /// By each way to type it.
  private let declarations: [String: Declaration]

  /// - Parameter command: A command without commands below it, or the options of one.
  init(of command: any ParsableArguments.Type) {
    // What ArgumentParser writes of itself; where it were to change, all is taken as it is typed.
    declarations = (try? Self.declarations(in: command._dumpHelp())) ?? [:]
  }

  /// - Parameter help: What ArgumentParser knows of a command, in JSON.
  private static func declarations(in help: String) throws(JSONError) -> [String: Declaration] {
    var declarations: [String: Declaration] = [:]
    let command = try JSONPlace(Array(help.utf8)).required("command")
    for argument in try command.member("arguments")?.elements() ?? [] {
      guard let preferred = try argument.member("preferredName") else { continue }
      let declaration = Declaration(
        name: try typed(preferred), takesValue: try argument.required("kind").text() == "option")
      for name in try argument.member("names")?.elements() ?? [] {
        declarations[try typed(name)] = declaration
      }
    }
    return declarations
  }

  /// A name as it is typed: `--output` or `-o`.
  private static func typed(_ name: JSONPlace) throws(JSONError) -> String {
    let isLong = try name.required("kind").text() == "long"
    return (isLong ? "--" : "-") + (try name.required("name").text())
  }

  /// - Parameter arguments: Those of the program, which say which command.
  package init(ofCommandIn arguments: [String]) {
    self.init(of: Self.command(in: arguments))
  }

  /// The command that is asked for.
  static func command(in arguments: [String]) -> any ParsableCommand.Type {
    Spiketop.configuration.subcommands.first { $0._commandName == arguments.first } ?? Demo.self
  }

  /// The same arguments with negative numbers joined to the options that they are values of: -1 is
  /// what is wrong about `--steps -1`, or right about `--mean -1`.
  package func joiningNegativeValues(in arguments: [String]) -> [String] {
    var joined: [String] = []
    var rest = arguments[...]
    while let word = rest.popFirst(), word != "--" {
      guard let option = declarations[word], option.takesValue, let value = rest.first,
        Self.isNegative(value)
      else {
        joined.append(word)
        continue
      }
      joined.append("\(option.name)=\(value)")
      rest = rest.dropFirst()
    }
    return joined + arguments.drop { $0 != "--" }
  }

  /// The options among these words that were typed, in their order, as messages have them.
  ///
  /// A value that is joined to a name is left out; `--help` is none of them.
  func names(in arguments: [String]) -> [String] {
    arguments.prefix { $0 != "--" }.compactMap { word in
      declarations[String(word.prefix { $0 != "=" })]?.name
    }.filter { $0 != "--help" }
  }

  /// The first word that looks like an option, and is none of these.
  func unknownName(in arguments: [String]) -> String? {
    arguments.prefix { $0 != "--" }.lazy.filter { $0.hasPrefix("-") && !Self.isNegative($0) }
      .map { String($0.prefix { $0 != "=" }) }.first { declarations[$0] == nil }
  }

  /// Whether a word begins with a negative number, as `-0.5,1` and `-1/255` do.
  private static func isNegative(_ word: String) -> Bool {
    guard word.first == "-" else { return false }
    let digits = word.dropFirst().drop { $0 == "." }
    return digits.first.map { $0.isASCII && $0.isNumber } ?? false
      || ["-inf", "-infinity", "-nan"].contains(word.lowercased())
  }
}
