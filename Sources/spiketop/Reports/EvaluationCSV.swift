import Evaluation
import Foundation
import PlainText

/// An evaluation in long form: one figure per line, for pandas and its like.
///
/// Columns `model, method, T, layer, figure, value`. `T` and `layer` are empty where a figure has
/// none, `value` where it is undefined. Figures are named as in the JSON.
struct EvaluationCSV {
  private let report: EvaluationReport
  private(set) var lines = ["model,method,T,layer,figure,value"]

  init(_ report: EvaluationReport) {
    self.report = report
    add("ann", "images", Double(report.count))
    if report.measures.isEmpty { add("ann", "accuracy", report.annAccuracy) }
    for (measure, value) in zip(report.measures, report.annScores) {
      add("ann", measure.id, value)
    }
    add("ann", "multiply_accumulates", report.ann.map { Double($0.multiplyAccumulates) })
    add("ann", "energy_microjoules", report.ann?.energyMicrojoules)
    addClasses("ann", report.ann?.perClass, report.ann?.confusion, steps: nil)
    for label in report.labels {
      if let method = report.methods[label] { add(label, method) }
    }
  }

  private mutating func add(_ label: String, _ method: MethodReport) {
    for (points, steps) in method.latency.sorted(by: { $0.key > $1.key }) {
      add(label, "latency_\(points)", steps.map { Double($0) })
    }
    for steps in method.steps {
      let key = "\(steps)"
      for (figure, values) in method.networkFigures {
        add(label, figure, values[key] ?? nil, steps: steps)
      }
      for figure in method.figures.all {
        for (layer, value) in zip(method.layers, method[figure][key] ?? []) {
          add(label, figure.longFormName, value, steps: steps, layer: layer)
        }
      }
      addTheta(label, method, steps: steps)
      addErrors(label, method, steps: steps)
    }
    for (layer, name) in method.layers.enumerated() {
      let last = method.steps.last
      add(label, "connectivity", method.connectivity[layer], layer: name)
      add(label, "omega", method.omega[layer], steps: last, layer: name)
      add(label, "first_spike", method.firstSpike[layer], steps: last, layer: name)
    }
    addClasses(label, method.perClass, method.confusion, steps: method.steps.last)
  }

  private mutating func addTheta(_ label: String, _ method: MethodReport, steps: Int) {
    let thresholds = method.thetaAt?["\(steps)"]?.map(\.self) ?? method.theta
    for (layer, threshold) in zip(method.layers, thresholds) {
      add(label, "theta", threshold.map(Double.init), steps: steps, layer: layer)
    }
  }

  private mutating func addErrors(_ label: String, _ method: MethodReport, steps: Int) {
    let splits = method.errorSplit["\(steps)"] ?? []
    let offsets = method.offsetSpikes["\(steps)"] ?? []
    for (index, layer) in method.layers.enumerated() {
      for (name, value) in zip(ErrorTerms.names, splits[index]?.values ?? ErrorTerms.absent) {
        add(label, "error_\(name)", value, steps: steps, layer: layer)
      }
      for name in MethodReport.offsetLabels {
        let count = offsets[index]?[name].map { Double($0) }
        add(label, "offset_spikes[\(name)]", count, steps: steps, layer: layer)
      }
    }
  }

  private mutating func addClasses(
    _ label: String, _ classes: [ClassScore]?, _ confusion: [[Int]]?, steps: Int?
  ) {
    for item in classes ?? [] {
      for score in item.scores {
        add(label, "class_\(score.measure.id)[\(item.label)]", score.value, steps: steps)
      }
    }
    for (row, counts) in (confusion ?? []).enumerated() {
      for (column, count) in counts.enumerated() {
        add(label, "confusion[\(row)][\(column)]", Double(count), steps: steps)
      }
    }
  }

  private mutating func add(
    _ label: String, _ figure: String, _ value: Double?, steps: Int? = nil, layer: String = ""
  ) {
    lines.append(csvLine([report.model, label, CSVNumber(steps), layer, figure, csvNumber(value)]))
  }
}

/// The answers to each image: `index, label, ann`, then a column per method and T; where they are
/// boxes, a line for each of these.
///
/// Empty where there is no label or no answer yet.
func perImageCSV(
  _ results: EvaluationResults, plan: EvaluationPlan, classNames: [String]
) -> String {
  if case .detection = plan.task {
    return DetectedObjectsCSV(results, plan: plan, classNames: classNames).text
  }
  let columns = plan.entries.flatMap { entry in entry.steps.map { "\(entry.label)@\($0)" } }
  var lines = [csvLine(["index", "label", "ann"] + columns)]
  for image in results.images {
    let classes = [image.index, image.label, image.analog] + image.predictions.flatMap(\.self)
    lines.append(classes.map { $0.map(String.init) ?? "" }.joined(separator: ","))
  }
  return lines.map { $0 + "\n" }.joined()
}
