import Foundation
import InputFiles
import Networks
import PlainText

extension ModelCard {
  /// What stands beside a model in the place of its card.
  package struct Finding: Equatable, Sendable {
    /// `nil` where nothing is there, or no card.
    package var card: ModelCard?

    /// What of it is not used, and why, one line each.
    package var remarks: [String] = []
  }

  /// The card beside a model, if there is one.
  ///
  /// Other programs leave JSON objects there too: what has none of a card's keys, or calls itself a
  /// format, is no card, which is remarked. A conversion of this program's own needs no remark.
  package static func finding(besideModel model: String) throws(FormatError) -> Finding {
    let path = path(besideModel: model)
    guard InputFile.isThere(path) else { return Finding() }
    let document = try document(at: path, isProbe: true)
    if let reason = reasonAgainst(document) {
      if case .text("spiketop-network") = try? document.member("format")?.value { return Finding() }
      return Finding(remarks: ["\(path) is no model card and not used: \(reason)"])
    }
    ReadFiles.note(path)
    return try finding(document, file: path)
  }

  /// The card in a file that the user has named, which must be one.
  package static func finding(at path: String) throws(FormatError) -> Finding {
    let document = try document(at: path)
    if let reason = reasonAgainst(document) {
      throw .card(file: path, key: "", what: "is no model card: \(reason)")
    }
    return try finding(document, file: path)
  }

  private static func finding(
    _ document: JSONPlace, file path: String
  ) throws(FormatError) -> Finding {
    Finding(
      card: try card(document, file: path),
      remarks: unusedKeys(of: document).map { "\(path): \($0)" })
  }

  /// The card beside a model, or `nil` if there is none.
  package static func card(besideModel model: String) throws(FormatError) -> ModelCard? {
    try finding(besideModel: model).card
  }

  /// Whether a file holds what only cards do, whatever else is wrong with it.
  package static func isCard(at path: String) -> Bool {
    guard let document = try? document(at: path, isProbe: true), case .object = document.value
    else {
      return false
    }
    return reasonAgainst(document) == nil
  }

  /// Whether a file has the place of a model's card and may be meant as one, though it cannot be
  /// read: whatever is there and does not say that it is something else.
  package static func mayBeCard(at path: String) -> Bool {
    let file = URL(filePath: path)
    guard file.pathExtension.lowercased() == "json", InputFile.isThere(path) else { return false }
    let name = file.deletingPathExtension()
    let models = (TrainedModelReader.extensions + ["nir"]).map {
      name.appendingPathExtension($0).path
    }
    guard models.contains(where: InputFile.isThere) else { return false }
    guard let document = try? document(at: path, isProbe: true), case .object = document.value
    else { return true }
    return !document.keys.contains("format")
  }

  /// The card in a file.
  package static func card(at path: String) throws(FormatError) -> ModelCard {
    try card(document(at: path), file: path)
  }

  /// So many keys are looked at for being meant otherwise: whoever writes more means them.
  private static let keysToMisspell = 100

  /// In bytes; the names of 20,000 classes take a tenth.
  private static let sizeLimit = 1 << 22

  private static func document(
    at path: String, isProbe: Bool = false
  ) throws(FormatError) -> JSONPlace {
    let content = try contents(of: path, limit: sizeLimit, isProbe: isProbe)
    do {
      return try JSONPlace(content)
    } catch {
      throw FormatError(error, file: path)
    }
  }

  private static func card(
    _ document: JSONPlace, file path: String
  ) throws(FormatError) -> ModelCard {
    let card: ModelCard
    do {
      card = try ModelCard(document)
    } catch {
      throw FormatError(error, file: path)
    }
    try card.validate(file: path)
    return card
  }

  /// Why an object is something else than a card; `nil` for one, and for what is no object.
  private static func reasonAgainst(_ document: JSONPlace) -> String? {
    guard case .object = document.value else { return nil }
    if document.keys.contains("format") { return "its 'format' says that it is something else" }
    guard !document.keys.contains(where: keys.contains) else { return nil }
    let hint = document.keys.prefix(keysToMisspell).lazy.compactMap(misplacement).first
    return "it has none of the keys \(keys.joined(separator: ", "))"
      + (hint.map { "; \($0)" } ?? "")
  }

  /// What is said of keys that seem to be meant for the card and are not used.
  ///
  /// Beside its own keys a card may have any others, which are named; not those that tell what a
  /// test came to, as `test_mAP`.
  private static func unusedKeys(of document: JSONPlace) -> [String] {
    let input = (try? document.member("input"))?.keys ?? []
    let unknown = input.filter { !Input.keys.contains($0) }.prefix(keysToMisspell)
    let others = document.keys.filter { !keys.contains($0) }.prefix(keysToMisspell)
    let strange = others.filter { misplacement($0) == nil && !$0.hasPrefix("test_") }
      .map { "'\($0)'" }
    return others.compactMap(misplacement)
      + (strange.isEmpty ? [] : ["not known and not used: \(listed(strange))"])
      + unknown.map { key in
        "'input.\(key)' is unknown and not used; "
          + (nearestWord(to: key, among: Input.keys).map { "did you mean '\($0)'?" }
            ?? "the keys there are \(Input.keys.joined(separator: ", "))")
      } + ((try? document.member("detection")).map(DetectionCard.unusedKeys) ?? [])
  }

  /// Where a key that is none of a card's seems to belong; `nil` if it means nothing here.
  private static func misplacement(_ key: String) -> String? {
    if Input.keys.contains(key) { return "'\(key)' is not used there; put it into 'input'" }
    guard let near = nearestWord(to: key, among: keys + Input.keys) else { return nil }
    let place = keys.contains(near) ? "'\(near)'" : "'input.\(near)'"
    return "'\(key)' is unknown and not used; did you mean \(place)?"
  }

  private init(_ document: JSONPlace) throws(JSONError) {
    name = try document.member("name")?.text()
    dataset = try document.member("dataset")?.text()
    if let place = try document.member("input") { input = try Input(place) }
    classes = try document.member("classes").map(texts)
    testAccuracy = try document.member("test_accuracy")?.double()
    timeSteps = try document.member("time_steps")?.integer()
    dt = try document.member("dt")?.float()
    parameters = try document.member("parameters")?.integer()
    task = try document.member("task").map(TaskName.init)
    detection = try document.member("detection").map(DetectionCard.init)
    if let place = try document.member("spike_at") {
      spikeAt = try choice(place, among: FiringRule.allCases.map(\.rawValue), FiringRule.init)
    }
    if let place = try document.member("reset") {
      reset = try choice(place, among: ["soft", "soft-delayed", "hard"], Reset.init(word:))
    }
  }
}

extension ModelCard.Input {
  fileprivate init(_ place: JSONPlace) throws(JSONError) {
    shape = try place.member("shape").map(integers)
    layout = try place.member("layout")?.text()
    scale = try place.member("scale").map(number)
    mean = try place.member("mean").map(floats)
    std = try place.member("std").map(floats)
  }
}

private func texts(_ place: JSONPlace) throws(JSONError) -> [String] {
  try place.elements().map { place throws(JSONError) in try place.text() }
}

private func integers(_ place: JSONPlace) throws(JSONError) -> [Int] {
  try place.elements().map { place throws(JSONError) in try place.integer() }
}

private func floats(_ place: JSONPlace) throws(JSONError) -> [Float] {
  try place.elements().map { place throws(JSONError) in try number(place) }
}

/// A number, or a text such as `1/255`; one number alone is no text in JSON.
private func number(_ place: JSONPlace) throws(JSONError) -> Float {
  guard case .text(let text) = place.value else { return try place.float() }
  guard text.contains("/"), let number = PlainText.number(written: text).map({ Float($0) }),
    number.isFinite
  else {
    throw JSONError(key: place.key, what: "is '\(text)'; a number, or \"1/255\", belongs there")
  }
  return number
}

extension FormatError {
  fileprivate init(_ error: JSONError, file: String) {
    self = .card(
      file: file, key: error.key, what: error.key.isEmpty ? "the file \(error.what)" : error.what)
  }
}

/// One of some words.
private func choice<Value>(
  _ place: JSONPlace, among words: [String], _ value: (String) -> Value?
) throws(JSONError) -> Value {
  let text = try place.text()
  guard let value = value(text) else {
    let choices = words.map { "'\($0)'" }.joined(separator: " or ")
    throw JSONError(key: place.key, what: "is '\(text)', but must be \(choices)")
  }
  return value
}
