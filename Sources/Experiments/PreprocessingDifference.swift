import PlainText

/// What of the preprocessing of an evaluation was otherwise in an earlier one, without all that is
/// the same, as `its 'detection.selection.nms_iou' is 0.5, not 0.3`.
///
/// A preprocessing is parts with semicolons between them, as `EvaluationFingerprint.Subject` writes
/// it; the last may be a document of JSON with the annotations behind it.
package func preprocessingDifference(_ earlier: String, _ now: String) -> String {
  let (before, after) = (PreprocessingParts(earlier), PreprocessingParts(now))
  var differences: [String] = []
  for index in 0..<max(before.texts.count, after.texts.count) {
    let texts = [before, after].map { index < $0.texts.count ? $0.texts[index] : "" }
    if texts[0] != texts[1] {
      differences.append("its preprocessing is '\(texts[0])', not '\(texts[1])'")
    }
  }
  let keys = Set(before.settings.keys).union(after.settings.keys).sorted()
  for key in keys where before.settings[key] != after.settings[key] {
    let values = [before, after].map { $0.settings[key] ?? "not told" }
    differences.append("its '\(key)' is \(values[0]), not \(values[1])")
  }
  let rest = differences.count - shownDifferences
  return differences.isEmpty
    ? "its preprocessing is '\(earlier)', not '\(now)'"
    : differences.prefix(shownDifferences).joined(separator: ", ")
      + (rest > 0 ? " and \(rest) more" : "")
}

/// How many are told, so that a message stays a line.
private let shownDifferences = 3

private struct PreprocessingParts {
  var texts: [String]
  /// The values of the document as it spells them, by the keys that lead to them.
  var settings: [String: String] = [:]

  init(_ text: String) {
    guard let start = text.firstIndex(of: "{"),
      let end = text[start...].firstRange(of: ", annotations "),
      let document = try? JSONPlace(Array(text[start..<end.lowerBound].utf8))
    else {
      texts = [text]
      return
    }
    texts = text[..<start].split(separator: "; ").map(String.init)
    // Earlier versions did not say how pictures are resized.
    if texts.count == 1 { texts.append("") }
    texts.append(String(text[end.lowerBound...].dropFirst(2)))
    add(document)
  }

  private mutating func add(_ place: JSONPlace) {
    switch place.value {
    case .null: settings[place.key] = "null"
    case .boolean(let value): settings[place.key] = "\(value)"
    case .number(let digits): settings[place.key] = digits
    case .text(let text): settings[place.key] = "'\(text)'"
    case .list: for element in (try? place.elements()) ?? [] { add(element) }
    case .object: for (_, member) in (try? place.members()) ?? [] { add(member) }
    }
  }
}
