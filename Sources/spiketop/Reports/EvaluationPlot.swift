import Charts
import CursesTerminal
import Evaluation
import Experiments
import Foundation
import PlainText

/// Accuracy over T and SIN per layer of every method, as a plot.
struct EvaluationPlot {
  let plot: Plot

  init(_ report: EvaluationReport) {
    let title = "\(report.model), \(report.count) \(report.count == 1 ? "image" : "images")"
    let measure = report.measures.first?.title ?? "accuracy"
    let reference = report.measures.isEmpty ? report.annAccuracy : report.annScores.first ?? nil
    let accuracy = LineChart(
      title: "\(report.measures.isEmpty ? "Accuracy" : measure) over time, \(title)",
      xAxis: Axis("time steps T", scale: .log2),
      yAxis: Axis(measure, unit: .percent, including: 0...1),
      series: report.labels.compactMap { label in
        report.methods[label].map { .init(label, points: accuracyPoints(of: $0, report.steps)) }
      },
      references: reference.map {
        [.init("ANN \(printedPercent($0, digits: 1, unit: " %"))", value: $0)]
      }
        ?? [])
    guard report.ann != nil, let first = report.labels.compactMap({ report.methods[$0] }).first
    else {
      plot = Plot([.lines(accuracy)])
      return
    }
    let sin = BarChart(
      title: "SIN neurons per inactivated neuron, each method at its last T",
      categories: first.layers, categoryLabel: "layer",
      yAxis: Axis("SIN ratio", including: 0...0.01),
      series: report.labels.compactMap { label in
        report.methods[label].map { method in
          .init("\(label) T=\(lastStep(of: method) ?? 0)", values: lastRatios(of: method))
        }
      })
    plot = Plot([.lines(accuracy), .bars(sin)])
  }
}

extension EvaluationPlot {
  /// The plot for a terminal.
  func text(columns: Int) -> String {
    plot.text(columns: min(columns, 120), rows: 44, unicode: terminalGlyphs() == .braille)
  }

  /// The content of a file, in the format that its name asks for.
  func content(of path: String) throws -> Data {
    try (EvaluationPlot.writer(for: path) ?? .svg)
      .content(plot.drawing(PlotStyle(width: PlotStyle.page)))
  }

  /// The format that the end of a file's name asks for, or `nil` if there is none.
  static func writer(for path: String) -> PictureWriter<Drawing>? {
    PictureWriters<Drawing>.standard[URL(filePath: path).pathExtension]
  }
}

private func accuracyPoints(
  of method: MethodReport, _ steps: [Int]
) -> [LineChart.Point] {
  steps.compactMap { step in
    let values = method.scores.first ?? method.accuracy
    guard let accuracy = values["\(step)"] else { return nil }
    return .init(x: Double(step), y: accuracy)
  }
}

/// The last T at which the method was read.
private func lastStep(of method: MethodReport) -> Int? {
  method.steps.last
}

private func lastRatios(of method: MethodReport) -> [Double?] {
  lastStep(of: method).flatMap { method[.sinRatio]["\($0)"] } ?? []
}
