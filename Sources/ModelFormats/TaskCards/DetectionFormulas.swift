import Networks
import PlainText

/// Formulas in the cards of detectors, as people write them; what is not recognised is refused.
enum DetectionFormulas {
  /// `sigmoid(objectness) * max softmax(classes), kept if > 0.05`, or the product alone.
  static func score(
    _ place: JSONPlace
  ) throws(JSONError) -> (shares: ClassShares, minimum: Double?) {
    let text = try place.text()
    let formula = text.prefix { $0 != "," }.filter { $0 != " " }
    let shares: ClassShares? =
      formula.contains("softmax(classes)")
      ? .softmax
      : formula.contains("sigmoid(classes)")
        ? .sigmoid : formula.hasSuffix("classes") ? .identity : nil
    guard let shares else {
      throw JSONError(
        key: place.key,
        what: "is '\(text)', but must be a product with softmax(classes), sigmoid(classes) or "
          + "classes, and may end in ', kept if > 0.05'")
    }
    let condition = text.dropFirst(text.prefix { $0 != "," }.count)
    return (shares, try number(behind: ">", in: String(condition), place, isNeeded: false))
  }

  /// `0.5`, or a sentence with `IoU >= 0.5`.
  static func overlap(_ place: JSONPlace) throws(JSONError) -> Double? {
    if case .number = place.value { return try place.double() }
    if case .boolean(false) = place.value { return nil }
    return try number(behind: "IoU >", in: place.text(), place, isNeeded: true)
  }

  /// `8 * (cell + sigmoid(x))` and so on.
  static func center(_ place: JSONPlace) throws(JSONError) -> BoxCoding.Center {
    let text = try place.text()
    let formula = text.filter { $0 != " " }
    if formula.contains("2*sigmoid(x)") || formula.contains("2sigmoid(x)") { return .wideSigmoid }
    if formula.contains("cell+sigmoid(x)") { return .sigmoid }
    if formula.contains("cell+x") { return .linear }
    throw JSONError(
      key: place.key,
      what: "is '\(text)', but must have 'cell + sigmoid(x)', 'cell - 0.5 + 2 * sigmoid(x)' or "
        + "'cell + x'; or give 'center'")
  }

  /// `28 * exp(min(w, 4))` and so on.
  static func size(_ place: JSONPlace) throws(JSONError) -> (BoxCoding.Size, Double?) {
    let text = try place.text()
    let formula = text.filter { $0 != " " }
    if formula.contains("(2*sigmoid(w))^2") { return (.squared, nil) }
    if formula.contains("exp(w)") { return (.exponential, nil) }
    if formula.contains("exp(min(w,") {
      return (.exponential, try number(behind: "min(w,", in: formula, place, isNeeded: true))
    }
    throw JSONError(
      key: place.key,
      what: "is '\(text)', but must have 'exp(w)', 'exp(min(w, 4))' or '(2 * sigmoid(w))^2'; or "
        + "give 'size'")
  }

  /// The number behind a word, after any `=` and blanks.
  private static func number(
    behind word: String, in text: String, _ place: JSONPlace, isNeeded: Bool
  ) throws(JSONError) -> Double? {
    guard let range = text.firstRange(of: word) else {
      guard isNeeded else { return nil }
      throw JSONError(key: place.key, what: "is '\(text)', but must have '\(word)' and a number")
    }
    let rest = text[range.upperBound...].drop { $0 == "=" || $0 == " " }
    let digits = rest.prefix { $0.isNumber || $0 == "." || $0 == "-" }
    guard let number = Double(digits), number.isFinite else {
      throw JSONError(key: place.key, what: "has no number behind '\(word)'")
    }
    return number
  }
}
