import SpikeStatistics

/// Which images are meant: conditions that all must hold, as `ann right snn wrong margin<-0.1`.
///
/// A condition is `ann` or `snn` with `right` or `wrong` behind it; `lost` (the SNN is wrong where
/// the ANN is not); a class, `class=cat` of the label, `ann=cat`, `snn=cat`, by its name, the
/// beginning of it, or its number; or a number that images have, compared with one.
package struct ImageFilter: Equatable, Sendable {
  /// A number that an image has.
  package enum Figure: String, Equatable, Sendable, CaseIterable {
    case number = "#"
    case margin
    case annMargin = "annmargin"
    /// Of boxes and places: as margins stand in the list, from 0 to 1.
    case score
    case annScore = "annscore"
    case boxes
    case found
    case same
    case settles
    /// The share of SIN neurons, 0 to 1.
    case sin
    case spikes
    case operations = "synops"
  }

  package enum Answerer: Equatable, Sendable {
    case label, ann, snn
  }

  package enum Condition: Equatable, Sendable {
    case isRight(Answerer, Bool)
    case isLost
    case isClass(Answerer, Int)
    case number(Figure, FilterComparison, Double)
  }

  package let conditions: [Condition]

  /// As typed.
  package let text: String

  package init() {
    conditions = []
    text = ""
  }

  package var isEmpty: Bool { conditions.isEmpty }

  /// - Parameters:
  ///   - text: Conditions with blanks between them; none at all for every image.
  ///   - classes: The names of the classes, by number; empty where there are none.
  ///   - classCount: How many classes there are.
  package init(_ text: String, classes: [String], classCount: Int) throws(CommandError) {
    var words = text.split(separator: " ").map(String.init)[...]
    var conditions: [Condition] = []
    while let word = words.popFirst() {
      if let answerer = Self.answerers[word] {
        guard let verdict = words.popFirst(), let isRight = Self.verdicts[verdict] else {
          throw CommandError(description: "behind '\(word)' comes 'right' or 'wrong'")
        }
        conditions.append(.isRight(answerer, isRight))
      } else if word == "lost" {
        conditions.append(.isLost)
      } else {
        conditions.append(
          try Self.comparison(word, classes: classes, classCount: classCount))
      }
    }
    self.conditions = conditions
    self.text = text.split(separator: " ").joined(separator: " ")
  }

  private static let answerers: [String: Answerer] = ["ann": .ann, "snn": .snn]
  private static let verdicts = ["right": true, "wrong": false]

  /// What can be typed, in a line.
  static let hint =
    "as ann right snn wrong, lost, class=cat, margin<0.1, score, boxes, found, same, settles, sin, "
    + "spikes, synops, #"

  private static func comparison(
    _ word: String, classes: [String], classCount: Int
  ) throws(CommandError) -> Condition {
    let name = word.prefix { $0.isLetter || $0 == "#" }
    let rest = word.dropFirst(name.count)
    guard let comparison = FilterComparison(beginning: rest) else {
      throw CommandError(description: "'\(word)' is no condition; type \(hint)")
    }
    let value = String(rest.dropFirst(comparison.rawValue.count))
    let places: [String: Answerer] = ["class": .label, "ann": .ann, "snn": .snn]
    if let place = places[String(name)], comparison == .equal {
      return .isClass(
        place, try classNumber(value, classes: classes, classCount: classCount))
    }
    guard let figure = Figure(rawValue: String(name)) else {
      throw CommandError(description: "there is no '\(name)' of an image; type \(hint)")
    }
    guard let number = Double(value), number.isFinite else {
      throw CommandError(description: "'\(value)' behind '\(name)' is not a number")
    }
    return .number(figure, comparison, number)
  }

  /// A class by its name without blanks, in any case, by the beginning of it, or by its number.
  private static func classNumber(
    _ text: String, classes: [String], classCount: Int
  ) throws(CommandError) -> Int {
    let letters = { (name: String) in name.lowercased().filter { !$0.isWhitespace } }
    let wanted = letters(text)
    let names = classes.map(letters)
    if let exact = names.firstIndex(of: wanted) { return exact }
    if let number = Int(text), (0..<classCount).contains(number) { return number }
    let matching = names.indices.filter { !wanted.isEmpty && names[$0].hasPrefix(wanted) }
    guard matching.count == 1 else {
      let known = (matching.isEmpty ? classes : matching.map { classes[$0] })
      let choices = known.isEmpty ? "0 to \(classCount - 1)" : known.joined(separator: ", ")
      throw CommandError(description: "'\(text)' is no class; there are \(choices)")
    }
    return matching[0]
  }

  /// What an image does not have matches no condition on it.
  package func matches(_ outcome: ImageOutcome) -> Bool {
    conditions.allSatisfy { condition in
      switch condition {
      case .isRight(.ann, let isRight): outcome.analogIsRight == isRight
      case .isRight(_, let isRight): outcome.isRight == isRight
      case .isLost: outcome.isLost
      case .isClass(let answerer, let number): self.answer(of: answerer, outcome) == number
      case .number(let figure, let comparison, let bound):
        value(figure, of: outcome).map { comparison.holds($0, bound) } ?? false
      }
    }
  }

  private func answer(of answerer: Answerer, _ outcome: ImageOutcome) -> Int? {
    switch answerer {
    case .label: outcome.label
    case .ann: outcome.analog?.index
    case .snn: outcome.spiking?.index
    }
  }

  private func value(_ figure: Figure, of outcome: ImageOutcome) -> Double? {
    let column: ImageColumn =
      switch figure {
      case .number: .number
      case .margin, .score: .margin
      case .annMargin, .annScore: .analogMargin
      case .boxes: .spiking
      case .found: .found
      case .same: .same
      case .settles: .settled
      case .sin: .sin
      case .spikes: .spikes
      case .operations: .operations
      }
    return column.value(of: outcome).flatMap { $0.isNaN ? nil : $0 }
  }
}
