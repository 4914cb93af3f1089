import Evaluation
import Foundation
import Networks
import PlainText

/// Boxes, one per line: `index, method, T, class, name, score, x, y, width, height`, in pixels of
/// the picture.
///
/// Those that are annotated have the method `truth` and no score, those of the ANN `ann`.
struct DetectedObjectsCSV {
  private var lines = [csvLine(columns)]
  private let classNames: [String]

  private static let columns = [
    "index", "method", "T", "class", "name", "score", "x", "y", "width", "height",
  ]

  init(_ results: EvaluationResults, plan: EvaluationPlan, classNames: [String]) {
    self.classNames = classNames
    for image in results.images {
      guard case .objects(let findings)? = image.findings else { continue }
      for object in findings.truth ?? [] {
        add(image.index, "truth", nil, object.label, nil, object.box)
      }
      for object in findings.analog ?? [] { add(image.index, "ann", nil, object) }
      for (entry, readings) in zip(plan.entries, findings.found) {
        for (steps, objects) in zip(entry.steps, readings) {
          for object in objects ?? [] { add(image.index, entry.label, steps, object) }
        }
      }
    }
  }

  var text: String { lines.map { $0 + "\n" }.joined() }

  private mutating func add(
    _ index: Int, _ method: String, _ steps: Int?, _ object: DetectedObject
  ) {
    add(index, method, steps, object.label, object.score, object.box)
  }

  private mutating func add(
    _ index: Int, _ method: String, _ steps: Int?, _ label: Int, _ score: Double?, _ box: Box
  ) {
    let name = classNames.indices.contains(label) ? classNames[label] : ""
    lines.append(
      csvLine([
        index, method, CSVNumber(steps), label, name, csvNumber(score), csvNumber(box.x),
        csvNumber(box.y), csvNumber(box.width), csvNumber(box.height),
      ]))
  }
}
