import Evaluation
import Foundation
import PlainText

/// An evaluation for people, as lines of 80 columns where layer names allow it.
struct EvaluationTable {
  private let report: EvaluationReport
  private(set) var lines: [String] = []

  init(_ report: EvaluationReport) {
    self.report = report
    let images = report.count == report.requested ? "" : " of \(report.requested)"
    lines = [
      "\(report.model), \(report.count)\(images) images, "
        + (report.ann == nil ? "no ANN" : report.qualityOfANN)
    ]
    lines += report.notes.map { "  \($0)" }
    addClasses("ANN", report.ann?.perClass, report.ann?.confusion)
    guard !report.labels.isEmpty else { return }
    addAccuracies()
    for label in report.labels {
      guard let method = report.methods[label] else { continue }
      addCosts(label, method)
      addLayers(label, method)
      addIdle(label, method)
      if report.ann != nil { addErrors(label, method) }
      let last = method.steps.last.map { " at T=\($0)" } ?? ""
      addClasses(label + last, method.perClass, method.confusion)
    }
    lines += ["", "energy is counted, not measured:"]
    lines += report.energyAssumptions.map { "  \($0)" }
  }

  private mutating func addAccuracies() {
    let labels = report.labels.map { label in (label, self.title(of: label)) }
    for (index, measure) in report.measures.enumerated() {
      addGrid(
        measure.title, steps: report.steps,
        rows: labels.map { label, title in
          let scores = report.methods[label]?.scores[index]
          return (title, report.steps.map { percent(scores?["\($0)"] ?? nil) })
        })
    }
    guard report.measures.isEmpty else { return }
    addGrid(
      report.ann == nil ? "accuracy of the mean output up to T" : "accuracy", steps: report.steps,
      rows: labels.map { label, title in
        (title, report.steps.map { percent(report.methods[label]?.accuracy["\($0)"] ?? nil) })
      })
    let alone = report.labels.compactMap { label in
      report.methods[label]?.stepAccuracy.map { (label, $0) }
    }
    guard !alone.isEmpty else { return }
    addGrid(
      "accuracy of the output of step T alone", steps: report.steps,
      rows: alone.map { label, accuracy in
        (title(of: label), report.steps.map { percent(accuracy["\($0)"] ?? nil) })
      })
  }

  /// What the whole network does at each T.
  private mutating func addCosts(_ label: String, _ method: MethodReport) {
    let row = { (name: String, values: MethodReport.ByStep<Double?>, text: (Double?) -> String) in
      (name, method.steps.map { text(values["\($0)"] ?? nil) })
    }
    addGrid(
      "\(label): per image", steps: method.steps,
      rows: (report.ann == nil || !report.measures.isEmpty
        ? [] : [row("  agreement with the ANN", method.agreement, percent)])
        + [
          row("  spikes", method.spikes, siAmount),
          row("  synaptic operations", method.synapticOperations, siAmount),
          row("  energy, µJ", method.energyMicrojoules, siAmount),
        ])
    guard let ann = report.ann else { return }
    lines.append(
      "  ANN: \(siAmount(Double(ann.multiplyAccumulates))) MACs, "
        + "\(siAmount(ann.energyMicrojoules)) µJ")
    let latencies = ["5", "1", "0.5"].map { points in
      (method.latency[points] ?? nil).map { "T=\($0)" } ?? "-"
    }
    lines.append(
      "  \(report.measures.first.map { $0.title + " " } ?? "")stays within 5, 1, 0.5 points of the "
        + "ANN from: \(latencies.joined(separator: ", "))")
  }

  /// What the table of a layer at the last T shows between its rate and its first spike.
  private static let layerFigures: [TallyFigure] = [
    .sinPurity, .sinLoad, .missedRatio, .silentShare, .saturatedShare,
  ]

  private mutating func addLayers(_ label: String, _ method: MethodReport) {
    if report.ann == nil {
      lines += ["", "\(label): no ANN, so no SIN, no lead and lag, no error of rates"]
      addTrainedLayers(label, method)
      return
    }
    addGrid(
      "\(label): SIN neurons per inactivated neuron", steps: method.steps,
      rows: method.layers.indices.map { layer in
        (
          "  " + method.layers[layer],
          method.steps.map { fraction(method[.sinRatio]["\($0)"]?[layer] ?? nil) }
        )
      })
    guard let last = method.steps.last else { return }
    let key = "\(last)"
    addGrid(
      "\(label): layers at T=\(last)",
      columns: ["theta", "rate"] + Self.layerFigures.map(\.columnTitle) + ["first"]
        + method.figures.further.map(\.columnTitle),
      rows: method.layers.indices.map { layer in
        let text = { (figure: TallyFigure) in fraction(method[figure][key]?[layer] ?? nil) }
        let first = printedSignificant(method.firstSpike[layer], digits: 6)
        return (
          "  " + method.layers[layer],
          [
            printedDecimal(method.theta[layer].map(Double.init), digits: 3),
            fraction(method.spikesPerNeuronStep[layer]),
          ] + Self.layerFigures.map(text) + [first] + method.figures.further.map(text)
        )
      })
  }

  /// Which weights and neurons of a layer the images had no use for.
  private mutating func addIdle(_ label: String, _ method: MethodReport) {
    guard let last = method.steps.last else { return }
    addGrid(
      "\(label): weights that are not zero, neurons silent on all images up to T=\(last)",
      columns: ["weights", "silent"],
      rows: method.layers.indices.map { layer in
        (
          "  " + method.layers[layer],
          [
            fraction(method.connectivity[layer]),
            fraction(method[.neverFiredShare]["\(last)"]?[layer] ?? nil),
          ]
        )
      })
  }

  /// What can be said of layers without an ANN.
  private mutating func addTrainedLayers(_ label: String, _ method: MethodReport) {
    guard let last = method.steps.last else { return }
    addGrid(
      "\(label): layers at T=\(last)", columns: ["theta", "rate", "silent", "first"],
      rows: method.layers.indices.map { layer in
        (
          "  " + method.layers[layer],
          [
            printedDecimal(method.theta[layer].map(Double.init), digits: 3),
            fraction(method.spikesPerNeuronStep[layer]),
            fraction(method[.silentShare]["\(last)"]?[layer] ?? nil),
            printedSignificant(method.firstSpike[layer], digits: 6),
          ]
        )
      })
  }

  private mutating func addErrors(_ label: String, _ method: MethodReport) {
    guard let last = method.steps.last else { return }
    let key = "\(last)"
    addGrid(
      "\(label): |rate·theta - a| / |a| at T=\(last)",
      columns: ["all", "propag.", "clipped", "quant.", "uneven", "K", "2Ω/T", "Ω"],
      rows: method.layers.indices.map { layer in
        let curve = method[.fitCurve][key]?[layer] ?? nil
        let terms =
          method.errorSplit[key]?[layer]?.values.dropFirst().map(\.self)
          ?? ErrorTerms.absent.dropFirst().map(\.self)
        let bound = method[.fitBound][key]?[layer] ?? nil
        return (
          "  " + method.layers[layer],
          ([curve.map { $0.squareRoot() }] + terms + [curve, bound, method.omega[layer]])
            .map(fraction)
        )
      })
    addGrid(
      "\(label): share of neurons by psi, spikes owed, at T=\(last)",
      columns: MethodReport.offsetLabels,
      rows: method.layers.indices.map { layer in
        let counts = method.offsetSpikes[key]?[layer] ?? nil
        let total = Double(counts?.values.reduce(0, +) ?? 0)
        return (
          "  " + method.layers[layer],
          MethodReport.offsetLabels.map { name in
            fraction(counts?[name].map { Double($0) / max(total, 1) })
          }
        )
      })
  }

  private func title(of label: String) -> String {
    let title = report.methods[label]?.title ?? label
    return title.hasPrefix(label) ? title : "\(label), \(title)"
  }
}

// The parts from which it is made.
extension EvaluationTable {
  private mutating func addClasses(
    _ title: String, _ classes: [ClassScore]?, _ confusion: [[Int]]?
  ) {
    if let classes {
      let scores = report.measures.isEmpty ? "accuracy" : "scores"
      let count = report.measures.isEmpty ? "images" : "objects"
      addGrid(
        "\(title): \(scores) by class",
        columns: [count] + (classes.first?.scores.map(\.measure.title) ?? []),
        rows: classes.map { item in
          (
            "  \(item.label) \(item.name ?? "")",
            ["\(item.count)"] + item.scores.map { percent($0.value) }
          )
        })
    }
    guard let confusion else { return }
    guard confusion.count <= 20 else {
      addFrequentConfusions(title, confusion)
      return
    }
    addGrid(
      "\(title): answers (columns) by class (rows)", columns: confusion.indices.map(String.init),
      width: 6,
      rows: confusion.enumerated().map { row, counts in ("  \(row)", counts.map(String.init)) })
  }

  /// A matrix of many classes is read by its largest mistakes.
  private mutating func addFrequentConfusions(_ title: String, _ confusion: [[Int]]) {
    let mistakes = confusion.enumerated().flatMap { row, counts in
      counts.enumerated().compactMap { column, count in
        row != column && count > 0 ? (row: row, column: column, count: count) : nil
      }
    }
    let largest = mistakes.sorted { ($1.count, $0.row, $0.column) < ($0.count, $1.row, $1.column) }
    addGrid(
      "\(title): most frequent mistakes (all with --format json)",
      columns: ["class", "answer", "images"],
      rows: largest.prefix(20).map { ("", ["\($0.row)", "\($0.column)", "\($0.count)"]) })
  }

  private mutating func addGrid(
    _ title: String, steps: [Int], rows: [(name: String, cells: [String])]
  ) {
    addGrid(title, columns: steps.map { "T=\($0)" }, rows: rows)
  }

  /// A title, a header and rows; what is wider than 80 columns goes on below.
  private mutating func addGrid(
    _ title: String, columns: [String], width: Int = 8,
    rows: [(name: String, cells: [String])]
  ) {
    let rows = rows.map { (name: visible($0.name), cells: $0.cells) }
    let names = max(rows.map(\.name.count).max() ?? 0, 10) + 1
    let perBlock = max((80 - names) / width, 1)
    var title = title
    for start in stride(from: 0, to: columns.count, by: perBlock) {
      let block = start..<min(start + perBlock, columns.count)
      let header = columns[block].map { $0.leftPadded(width) }.joined()
      lines.append("")
      if title.count >= names {
        lines += [title, "".leftPadded(names) + header]
      } else {
        lines.append(title.rightPadded(names) + header)
      }
      for row in rows {
        lines.append(
          row.name.rightPadded(names) + row.cells[block].map { $0.leftPadded(width) }.joined())
      }
      title = ""
    }
  }
}

extension EvaluationReport {
  /// How good the ANN is, by the measures of its task.
  fileprivate var qualityOfANN: String {
    guard !measures.isEmpty else { return "accuracy of the ANN \(percent(annAccuracy))" }
    let scores = zip(measures, annScores).map { "\($0.title) \(percent($1))" }
    return "ANN: " + scores.joined(separator: ", ")
  }
}

private func percent(_ share: Double?) -> String { printedPercent(share, digits: 2) }

private func fraction(_ value: Double?) -> String {
  printedDecimal(value, digits: (value ?? 0) < 100 ? 4 : 1)
}
