import SpikeStatistics

/// What something means that the screens show: what it is, in what unit, and who says so.
package struct Definition: Equatable, Sendable {
  /// Where a definition comes from.
  package typealias Source = Figure.Source

  /// Its name, by which panes ask for it.
  package let name: String

  /// How screens call it, beside the name.
  package let words: [String]

  /// In whole sentences, with the equation.
  package let text: String

  package let unit: String
  package let source: Source

  package init(
    _ name: String, words: [String] = [], _ text: String, unit: String, source: Source
  ) {
    self.name = name
    self.words = words
    self.text = text
    self.unit = unit
    self.source = source
  }

  init(_ figure: Figure) {
    // One spike is counted, too.
    let one = figure.title.hasSuffix("s") ? [String(figure.title.dropLast())] : []
    self.init(
      figure.title, words: [figure.columnTitle, figure.word].compactMap(\.self) + one,
      figure.definition, unit: figure.unit, source: figure.source)
  }

  /// The unit and the source, behind the text.
  package var origin: String { "Unit: \(unit). Source: \(source.text)." }
}

extension Figure.Source {
  /// As people read it.
  package var text: String {
    switch self {
    case .common: "common in the field"
    case .own: "ours, this project's own definition"
    case .paper(let paper): paper
    }
  }
}

/// All that can be asked for, by name or as it is shown.
package struct Definitions: Sendable {
  package let all: [Definition]

  /// - Parameter figures: Theirs come first.
  package init(_ figures: Figures) {
    all = figures.all.map { Definition($0) } + Definition.further
  }

  package subscript(name name: String) -> Definition? { all.first { $0.name == name } }

  /// What something on the screen means, as `SIN 596 (24 %)`: the definition of the longest of its
  /// words; `nil` where none is known.
  ///
  /// - Parameter names: Those of the pane that shows it, which are preferred.
  package func definition(ofShown text: String, preferring names: [String] = []) -> Definition? {
    if let named = self[name: text] { return named }
    let tokens = text.tokens
    var best: (rank: (Int, Int), definition: Definition)?
    for definition in all {
      for word in [definition.name] + definition.words {
        guard tokens.contains(inARow: word.tokens) else { continue }
        let rank = (names.contains(definition.name) ? 1 : 0, word.count)
        // Of several the first one, as the registry has them.
        if best.map({ rank > $0.rank }) ?? true { best = (rank, definition) }
      }
    }
    return best?.definition
  }

  /// All that a sentence is told by, in its order: the definitions of its words, of several in one
  /// place the one of the longest.
  ///
  /// - Parameter names: Those that it can be of; others are called the same elsewhere. Of words of
  ///   one letter only names count.
  func definitions(usedIn sentence: String, of names: [String]) -> [Definition] {
    let tokens = sentence.tokens
    var found: [(place: Range<Int>, definition: Definition)] = []
    for definition in all where names.contains(definition.name) {
      let words = [definition.name] + definition.words.filter { $0.count > 1 }
      for word in Set(words.map(\.tokens)) where !word.isEmpty {
        found += tokens.places(of: word).map { ($0, definition) }
      }
    }
    var used: [(place: Range<Int>, definition: Definition)] = []
    for candidate in found.sorted(by: { $0.place.count > $1.place.count }) {
      let isNew = !used.contains { $0.definition == candidate.definition }
      if isNew, !used.contains(where: { $0.place.overlaps(candidate.place) }) {
        used.append(candidate)
      }
    }
    return used.sorted { $0.place.lowerBound < $1.place.lowerBound }.map(\.definition)
  }
}

extension String {
  /// Words and signs, without the blanks, commas and brackets between them.
  fileprivate var tokens: [Substring] {
    split { " ,;()=:".contains($0) }
  }
}

extension [Substring] {
  fileprivate func contains(inARow other: [Substring]) -> Bool { !places(of: other).isEmpty }

  /// Where others stand in it, one behind the other.
  fileprivate func places(of other: [Substring]) -> [Range<Int>] {
    guard !other.isEmpty, other.count <= count else { return [] }
    return (0...count - other.count).map { $0..<$0 + other.count }.filter {
      self[$0].elementsEqual(other)
    }
  }
}
