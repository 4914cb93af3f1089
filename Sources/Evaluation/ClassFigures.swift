import Networks
import SpikeStatistics

/// How many images of one class are answered rightly.
package struct ClassAccuracy: Encodable, Equatable, Sendable {
  /// The number of the class, and its name if it has one.
  package var label: Int
  package var name: String?
  package var count: Int
  package var accuracy: Double?
}

/// Figures by class, as far as they were asked for.
struct ClassFigures {
  private let images: [ImageAnswers]
  private let classes: Int
  private let options: EvaluationReport.Options

  init(_ images: [ImageAnswers], plan: EvaluationPlan, options: EvaluationReport.Options) {
    self.images = images
    self.options = options
    classes = plan.classes
  }

  /// Right answers by class; `nil` unless asked for.
  func perClass(_ answer: (ImageAnswers) -> Int?) -> [ClassAccuracy]? {
    guard options.perClass else { return nil }
    var counts = Array(repeating: (all: 0, correct: 0), count: classes)
    for image in images {
      guard let label = image.label, label < classes else { continue }
      counts[label].all += 1
      if answer(image) == label { counts[label].correct += 1 }
    }
    return counts.enumerated().map { label, counts in
      ClassAccuracy(
        label: label,
        name: options.classNames.indices.contains(label) ? options.classNames[label] : nil,
        count: counts.all, accuracy: ratio(counts.correct, of: counts.all))
    }
  }

  /// Answers (column) by class (row); `nil` unless asked for.
  func confusion(_ answer: (ImageAnswers) -> Int?) -> [[Int]]? {
    options.confusion ? images.confusion(classes: classes, answer: answer) : nil
  }
}
