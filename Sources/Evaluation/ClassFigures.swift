import Networks
import SpikeStatistics

/// How good the answers are that concern one class.
package struct ClassScore: Encodable, Equatable, Sendable {
  /// The number of the class, and its name if it has one.
  package var label: Int
  package var name: String?
  /// How many images, or objects, or places are of it.
  package var count: Int
  /// By the id of the measure.
  package var scores: [Score]

  /// A measure and its value; `nil` where it is undefined.
  package struct Score: Equatable, Sendable {
    package var measure: TaskMeasure
    package var value: Double?
  }

  /// The measures are keys beside the others.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: NamedKey.self)
    try values.encode(label, forKey: "label")
    try values.encodeIfPresent(name, forKey: "name")
    try values.encode(count, forKey: "count")
    for score in scores {
      try values.encodeIfPresent(score.value, forKey: NamedKey(score.measure.id))
    }
  }
}

/// Figures by class, as far as they were asked for.
struct ClassFigures {
  private let images: [ImageAnswers]
  private let classes: Int
  private let task: NetworkTask
  private let options: EvaluationReport.Options

  init(_ images: [ImageAnswers], plan: EvaluationPlan, options: EvaluationReport.Options) {
    self.images = images
    self.options = options
    classes = plan.classes
    task = plan.task
  }

  /// Right answers by class, or the scores of a task that has others; `nil` unless asked for.
  func perClass(
    _ reading: TaskScores.Reading, _ answer: (ImageAnswers) -> Int?
  ) -> [ClassScore]? {
    guard options.perClass else { return nil }
    guard task.isClassification else {
      return scores(reading).map { scores in
        (0..<classes).map { label in
          ClassScore(
            label: label, name: name(of: label), count: scores.classCounts[label],
            scores: zip(task.measures, scores.classes[label]).map {
              ClassScore.Score(measure: $0, value: $1)
            })
        }
      }
    }
    var counts = Array(repeating: (all: 0, correct: 0), count: classes)
    for image in images {
      guard let label = image.label, label < classes else { continue }
      counts[label].all += 1
      if answer(image) == label { counts[label].correct += 1 }
    }
    return counts.enumerated().map { label, counts in
      ClassScore(
        label: label, name: name(of: label), count: counts.all,
        scores: [
          ClassScore.Score(
            measure: TaskMeasure(id: "accuracy", title: "right"),
            value: ratio(counts.correct, of: counts.all))
        ])
    }
  }

  private func name(of label: Int) -> String? {
    options.classNames.indices.contains(label) ? options.classNames[label] : nil
  }

  /// The scores of a task that has others than accuracy; `nil` before the first readout.
  func scores(_ reading: TaskScores.Reading) -> TaskScores? {
    TaskScores(images, task: task, classCount: classes, reading)
  }

  /// Answers (column) by class (row); `nil` unless asked for.
  func confusion(_ answer: (ImageAnswers) -> Int?) -> [[Int]]? {
    options.confusion && task.isClassification
      ? images.confusion(classes: classes, answer: answer) : nil
  }
}
