import Experiments
import Runs

/// Arguments in which a session has taken its place.
///
/// What a session asks for stands in front of what is typed, as if it had been typed before: the
/// last one of two options counts.
enum SessionArguments {
  private static let option = "--session"

  /// The arguments that a command is read from.
  ///
  /// - Throws: What reading the session throws.
  static func expanded(_ arguments: [String]) throws -> [String] {
    guard arguments.first == Watch.configuration.commandName ?? "watch",
      let path = sessionPath(in: arguments)
    else { return arguments }
    // Help needs no session.
    guard !arguments.contains(where: { $0 == "--help" || $0 == "-h" }) else { return arguments }
    let session = try SessionFile(contentsOf: path)
    return ["watch"] + session.request.watchWords() + arguments.dropFirst()
  }

  private static func sessionPath(in arguments: [String]) -> String? {
    let words = arguments.prefix { $0 != "--" }
    if let joined = words.last(where: { $0.hasPrefix("\(option)=") }) {
      return String(joined.dropFirst(option.count + 1))
    }
    guard let index = words.lastIndex(of: option), index + 1 < words.endIndex else { return nil }
    return words[index + 1]
  }
}
