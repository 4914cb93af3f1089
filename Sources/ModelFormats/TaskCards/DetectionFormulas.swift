import Networks
import PlainText

/// Formulas in the cards of detectors, as people write them.
///
/// A formula is one of a few known forms as a whole, blanks aside; all others are refused, because
/// boxes would be read by another rule than the one that stands there.
enum DetectionFormulas {
  /// A rule for both axes, with the numbers before it and the one within.
  struct AxisRule<Kind: Equatable> {
    var kind: Kind
    /// What the formulas of both axes multiply by; `nil` where they do not.
    var factors: (x: Double, y: Double)?
    var limit: Double?
  }

  private static let centers: [(form: String, kind: BoxCoding.Center)] = [
    ("N * (cell + sigmoid(x))", .sigmoid), ("N * (cell - 0.5 + 2 * sigmoid(x))", .wideSigmoid),
    ("N * (cell + 2 * sigmoid(x) - 0.5)", .wideSigmoid), ("N * (cell + x)", .linear),
    ("cell + sigmoid(x)", .sigmoid), ("cell - 0.5 + 2 * sigmoid(x)", .wideSigmoid),
    ("cell + 2 * sigmoid(x) - 0.5", .wideSigmoid), ("cell + x", .linear),
  ]

  private static let sizes: [(form: String, kind: BoxCoding.Size)] = [
    ("N * exp(w)", .exponential), ("N * exp(min(w, N))", .exponential),
    ("N * (2 * sigmoid(w))^2", .squared), ("exp(w)", .exponential),
    ("exp(min(w, N))", .exponential), ("(2 * sigmoid(w))^2", .squared),
  ]

  /// `8 * (cell + sigmoid(x)), 8 * (cell + sigmoid(y))` and so on, or the first of both alone.
  static func center(_ place: JSONPlace) throws(JSONError) -> AxisRule<BoxCoding.Center> {
    try rule(place, centers, axes: ("x", "y"), remarks: [": the centre", ": the center"])
  }

  /// `28 * exp(min(w, 4)), 28 * exp(min(h, 4))` and so on, or the first of both alone.
  static func size(_ place: JSONPlace) throws(JSONError) -> AxisRule<BoxCoding.Size> {
    try rule(place, sizes, axes: ("w", "h"), remarks: [": the size"])
  }

  private static func rule<Kind>(
    _ place: JSONPlace, _ known: [(form: String, kind: Kind)], axes: (String, String),
    remarks: [String]
  ) throws(JSONError) -> AxisRule<Kind> {
    let text = try place.text()
    for (form, kind) in known {
      let second = form.replacing("(\(axes.0)", with: "(\(axes.1)").replacing(
        "+ \(axes.0)", with: "+ \(axes.1)")
      for ending in [""] + remarks {
        let count = form.count { $0 == "N" }
        if let numbers = FormulaWords(text).numbers(of: form + ending) {
          return rule(kind, form, numbers + numbers)
        }
        guard let numbers = FormulaWords(text).numbers(of: "\(form), \(second)\(ending)") else {
          continue
        }
        // A rule has one limit for both.
        guard !hasLimit(form) || numbers[count - 1] == numbers[2 * count - 1] else { continue }
        return rule(kind, form, numbers)
      }
    }
    throw refusal(
      place, text, known.map(\.form),
      "for both axes, or one for '\(axes.0)' and one for "
        + "'\(axes.1)' behind a comma")
  }

  private static func hasLimit(_ form: String) -> Bool { form.contains("min(") }

  /// - Parameter numbers: Those of the first axis, then those of the second.
  private static func rule<Kind>(
    _ kind: Kind, _ form: String, _ numbers: [Double]
  ) -> AxisRule<Kind> {
    let count = numbers.count / 2
    return AxisRule(
      kind: kind, factors: form.hasPrefix("N *") ? (numbers[0], numbers[count]) : nil,
      limit: hasLimit(form) ? numbers[count - 1] : nil)
  }

  /// `sigmoid(objectness) * max softmax(classes), kept if > 0.05`, or the product alone.
  ///
  /// - Parameter hasObjectness: Whether the boxes have a number for it; then the score must, too.
  static func score(
    _ place: JSONPlace, hasObjectness: Bool
  ) throws(JSONError) -> (shares: ClassShares, minimum: Double?) {
    let text = try place.text()
    let known: [(form: String, shares: ClassShares)] =
      hasObjectness
      ? [
        ("sigmoid(objectness) * max softmax(classes)", .softmax),
        ("sigmoid(objectness) * softmax(classes)", .softmax),
        ("sigmoid(objectness) * max sigmoid(classes)", .sigmoid),
        ("sigmoid(objectness) * sigmoid(classes)", .sigmoid),
        ("objectness * max classes", .identity), ("objectness * classes", .identity),
      ]
      : [
        ("max softmax(classes)", .softmax), ("softmax(classes)", .softmax),
        ("max sigmoid(classes)", .sigmoid), ("sigmoid(classes)", .sigmoid),
        ("max classes", .identity), ("classes", .identity),
      ]
    for (form, shares) in known {
      for ending in ["", ", kept if > N"] {
        if let numbers = FormulaWords(text).numbers(of: form + ending) {
          return (shares, numbers.first)
        }
      }
    }
    throw refusal(
      place, text, known.map(\.form),
      "with or without ', kept if > 0.05' behind it"
        + (hasObjectness ? "" : "; boxes have no 'objectness' here"))
  }

  /// `0.5`, or a sentence about `IoU >= 0.5`; `nil` for false.
  static func overlap(_ place: JSONPlace) throws(JSONError) -> Double? {
    if case .number = place.value { return try place.double() }
    if case .boolean(false) = place.value { return nil }
    let text = try place.text()
    for start in ["", "per class, ", "in order of score, ", "per class, in order of score, "] {
      for form in ["dropped if IoU >= N", "dropped if IoU >= N with a kept one", "IoU >= N"] {
        if let numbers = FormulaWords(text).numbers(of: start + form) { return numbers.first }
      }
    }
    throw refusal(
      place, text,
      ["per class, in order of score, dropped if IoU >= N with a kept one", "IoU >= N"],
      "or the number alone, or false")
  }

  private static func refusal(
    _ place: JSONPlace, _ text: String, _ known: [String], _ ending: String
  ) -> JSONError {
    let forms = known.map { "'\($0)'" }.joined(separator: ", ")
    return JSONError(
      key: place.key,
      what: "is '\(text)', but must be one of \(forms), \(ending)"
        + (known.joined().contains("N") ? "; N is a number" : ""))
  }
}

/// A formula as words, numbers and signs; blanks are between them or not.
private struct FormulaWords {
  private enum Part: Equatable {
    case word(Substring)
    case number(Double)
    case sign(Character)
  }

  private var parts: [Part] = []

  init(_ text: String) {
    var rest = text[...]
    while let first = rest.first {
      if first == " " {
        rest = rest.dropFirst()
      } else if first.isASCII, first.isLetter {
        let word = rest.prefix { $0.isASCII && ($0.isLetter || $0 == "_") }
        parts.append(.word(word))
        rest = rest[word.endIndex...]
      } else if let match = rest.prefixMatch(
        of: /(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+\-]?[0-9]+)?/),
        let number = Double(match.output), number.isFinite
      {
        parts.append(.number(number))
        rest = rest[match.range.upperBound...]
      } else {
        parts.append(.sign(first))
        rest = rest.dropFirst()
      }
    }
  }

  /// What stands where a form has `N`; `nil` where this is not of the form from end to end.
  func numbers(of form: String) -> [Double]? {
    let wanted = FormulaWords(form).parts
    guard parts.count == wanted.count else { return nil }
    var numbers: [Double] = []
    for (part, wanted) in zip(parts, wanted) {
      if case .number(let number) = part, wanted == .word("N") {
        numbers.append(number)
      } else if part != wanted {
        return nil
      }
    }
    return numbers
  }
}
