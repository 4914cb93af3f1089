import Networks
import PlainText

/// The names of tasks in model cards.
package enum TaskName: String, CaseIterable, Codable, Sendable {
  case classification, detection, segmentation
}

extension ModelCard {
  /// What the outputs of a network mean, by its card.
  ///
  /// - Parameter classCount: How many classes there are where no names tell it.
  /// - Throws: `FormatError.card` where the card does not fit the outputs.
  package func networkTask(
    for outputs: [DetectionCard.Output], input: MapShape, classNames: [String], file: String
  ) throws(FormatError) -> NetworkTask {
    switch task ?? .classification {
    case .classification: return .classification
    case .segmentation: return .segmentation
    case .detection:
      guard let detection else {
        throw .card(
          file: file, key: "detection", what: "is missing; it tells how boxes are read")
      }
      guard !classNames.isEmpty else {
        throw .card(file: file, key: "classes", what: "is missing; it names those of the boxes")
      }
      do {
        return .detection(
          try detection.task(for: outputs, input: input, classCount: classNames.count))
      } catch {
        throw .card(file: file, key: error.key, what: error.what)
      }
    }
  }
}

extension TaskName {
  init(_ place: JSONPlace) throws(JSONError) {
    let text = try place.text()
    guard let task = TaskName(rawValue: text) else {
      let words = TaskName.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      throw JSONError(key: place.key, what: "is '\(text)', but must be one of \(words)")
    }
    self = task
  }
}
