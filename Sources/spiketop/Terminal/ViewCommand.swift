import Dashboard
import Experiments
import PlainText
import Runs

/// The command line that opens what a dashboard shows, to be pasted into a shell.
struct ViewCommand: Sendable {
  /// What is shown where nothing is computed by request, as it was asked for.
  enum Source: Equatable, Sendable {
    /// All that is shown is computed by request.
    case requests
    /// A file.
    case replay
    /// Spikes as they come; `isReachable` where others can ask for them, too.
    case stream(isReachable: Bool)
  }

  var source = Source.requests

  /// What was typed behind the name of the program.
  var typed: [String] = []

  /// How the dashboard looks, as options.
  var look: [String] = []

  /// The words behind the name of the program.
  ///
  /// - Parameters:
  ///   - request: What is computed; `nil` where that was not asked for by a request.
  ///   - view: Which part of it is shown, as options.
  /// - Throws: `UsageError` where no command opens it.
  func words(for request: RunRequest?, view: [String]) throws(UsageError) -> [String] {
    if let request {
      let run = request.demoWords().map { ["demo"] + $0 } ?? ["watch"] + request.watchWords()
      return run + look + view
    }
    switch source {
    case .requests:
      throw UsageError(description: "what is printed once has no command of its own")
    case .replay:
      return Self.inserting(view, into: Self.withoutView(typed))
    case .stream(isReachable: false):
      throw UsageError(
        description: "what comes through standard input has no command line of its own")
    case .stream(isReachable: true):
      // Steps count from the moment at which one looks on.
      return Self.inserting(Self.withoutStep(view), into: Self.withoutView(typed))
    }
  }

  /// In front of what stands behind `--`, which is another command's.
  private static func inserting(_ options: [String], into words: [String]) -> [String] {
    let own = words.prefix { $0 != "--" }
    return own + options + words.dropFirst(own.count)
  }

  /// `--at conv2#412` of `--at conv2#412@37`; texts of settings may have such a sign, too.
  private static func withoutStep(_ words: [String]) -> [String] {
    var words = words
    if let at = words.firstIndex(of: "--at"), at + 1 < words.count,
      let sign = words[at + 1].lastIndex(of: "@")
    {
      words[at + 1] = String(words[at + 1][..<sign])
    }
    return words
  }

  /// What is typed, without the options that ask for another part, or for no dashboard.
  private static func withoutView(_ words: [String]) -> [String] {
    var kept: [String] = []
    var own = words.prefix { $0 != "--" }[...]
    while let word = own.popFirst() {
      let name = word.prefix { $0 != "=" }
      if DisplayOptions.viewOptions.contains(String(name)) {
        if word == name { _ = own.popFirst() }
      } else if !DisplayOptions.viewFlags.contains(word) {
        kept.append(word)
      }
    }
    return kept + words.drop { $0 != "--" }
  }
}

extension DisplayOptions {
  /// The options with a value, and those without, that say which part is shown, and when.
  fileprivate static let viewOptions: Set = [
    "--screen", "--at", "--set", "--plain-steps", "--plain-keys", "--plain-size",
  ]
  fileprivate static let viewFlags: Set = ["--tour", "--paused"]

  /// The command line of what is shown.
  func viewCommand(of source: ViewCommand.Source = .requests) -> ViewCommand {
    ViewCommand(source: source, typed: Spiketop.origin.arguments, look: look)
  }

  private var look: [String] {
    let valued: [(String, String?)] = [
      ("--theme", theme?.rawValue), ("--colors", colors?.rawValue), ("--glyphs", glyphs?.rawValue),
      ("--config", config),
    ]
    let flags: [(String, Bool)] = [
      ("--ascii", ascii), ("--utf8", utf8), ("--mouse", mouse == true),
      ("--no-mouse", mouse == false), ("--line", line), ("--no-cache", kept.noCache),
    ]
    return valued.flatMap { $0.1.words(of: $0.0) } + flags.filter(\.1).map(\.0)
  }
}

extension String? {
  /// An option with this value; a value that looks like an option must be joined to its name.
  fileprivate func words(of option: String) -> [String] {
    guard let self else { return [] }
    return self.begins(with: "-") ? ["\(option)=\(self)"] : [option, self]
  }
}
