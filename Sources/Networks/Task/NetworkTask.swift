/// What the values of a network's outputs mean, and so what its answer to an image is.
///
/// What an answer is made of the values, and how good it is, `Tasks` says; this is its description.
package enum NetworkTask: Equatable, Sendable {
  /// The largest value of the first output is the class of the image.
  case classification
  /// Boxes around objects, each with a class and a score.
  case detection(DetectionTask)
  /// The largest value at each place of the first output is the class of that place; of a map of
  /// one channel, 1 where it is positive.
  case segmentation

  /// Whether the answer is one class.
  package var isClassification: Bool { self == .classification }

  /// How many classes there are for outputs of these shapes.
  package func classCount(ofOutputs shapes: [MapShape]) -> Int {
    switch self {
    case .classification: shapes.first.map { $0.count == 1 ? 2 : $0.count } ?? 0
    case .detection(let task): task.classCount
    case .segmentation: shapes.first.map { $0.channels == 1 ? 2 : $0.channels } ?? 0
    }
  }
}

/// As run files and streams have it.
extension NetworkTask: Codable {
  private enum CodingKeys: String, CodingKey {
    case classification, detection, segmentation
  }
  private enum NoKeys: CodingKey {}

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    if let task = try values.decodeIfPresent(DetectionTask.self, forKey: .detection) {
      self = .detection(task)
    } else {
      self = values.contains(.segmentation) ? .segmentation : .classification
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .classification:
      _ = values.nestedContainer(keyedBy: NoKeys.self, forKey: .classification)
    case .detection(let task): try values.encode(task, forKey: .detection)
    case .segmentation: _ = values.nestedContainer(keyedBy: NoKeys.self, forKey: .segmentation)
    }
  }
}
