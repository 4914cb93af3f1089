import TerminalUI

extension DashboardState {
  mutating func pressInCommand(_ key: Key, text: String) -> [DashboardEffect] {
    switch key {
    case .character(let character):
      overlay = .command(text: text + String(character))
    case .backspace:
      overlay = text.isEmpty ? nil : .command(text: String(text.dropLast()))
    case .tab:
      overlay = .command(text: completed(text))
    case .enter:
      overlay = nil
      return text.allSatisfy { $0 == " " } ? [] : obey(text)
    case .escape:
      overlay = nil
    case .up, .down, .left, .right, .backtab, .delete, .home, .end, .pageUp, .pageDown, .function,
      .control, .resized:
      break
    }
    return []
  }

  /// As far as all names that begin so agree, with a blank behind a whole one.
  private func completed(_ text: String) -> String {
    let candidates: [String]
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    switch words.count {
    case 1: candidates = Command.forms(beginningWith: text).map { $0.name + " " }
    case 2: candidates = arguments(of: words[0]).map { "\(words[0]) \($0)" }
    default: candidates = []
    }
    let matching = candidates.filter { $0.hasPrefix(text) }
    guard let first = matching.first else { return text }
    return matching.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
  }

  /// The words that a command takes, where they are known.
  private func arguments(of name: String) -> [String] {
    switch Command.forms(beginningWith: name).first?.name {
    case "diagnose": ["again"]
    case "go": network?.layers.dropLast().map(\.name) ?? []
    case "method": subject?.methods ?? []
    case "glyphs": GlyphChoice.allCases.map(\.rawValue)
    default: []
    }
  }

  private mutating func obey(_ text: String) -> [DashboardEffect] {
    let command: Command
    do {
      command = try Command(text)
    } catch {
      message = Message(text: error.description, isError: true)
      return []
    }
    switch command {
    case .diagnose(let again): return showDiagnosis(again: again)
    case .seek(let step): return [.engine(.seek(to: step))]
    case .move(let steps): return [.engine(.move(by: steps))]
    case .goTo(let place): return goTo(place)
    case .image(let number): return load(imageNumber: number)
    case .method(let name): return load(methodNamed: name)
    case .glyphs(let choice):
      glyphs = choice
      return []
    case .help: return perform(.help)
    case .quit: return perform(.quit)
    }
  }

  private mutating func load(imageNumber number: Int) -> [DashboardEffect] {
    guard let subject else { return [] }
    guard (0..<subject.imageCount).contains(number) else {
      message = Message(
        text: "the images are numbered from 0 to \(subject.imageCount - 1)", isError: true)
      return []
    }
    return load(image: number, method: subject.method)
  }

  private mutating func load(methodNamed name: String) -> [DashboardEffect] {
    guard let subject else { return [] }
    let exact = subject.methods.firstIndex(of: name)
    guard let method = exact ?? subject.methods.firstIndex(where: { $0.hasPrefix(name) }) else {
      message = Message(
        text: "there is no '\(name)' among the methods \(subject.methods.joined(separator: ", "))",
        isError: true)
      return []
    }
    return load(image: subject.image, method: method)
  }
}
