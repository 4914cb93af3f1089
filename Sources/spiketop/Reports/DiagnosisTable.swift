import Evaluation
import Foundation
import PlainText

/// Prints a diagnosis for people, in 80 columns.
struct DiagnosisTable {
  private let report: DiagnosisReport

  init(_ report: DiagnosisReport) {
    self.report = report
  }

  var lines: [String] { header + findingLines + layerLines + rankingLines + absentLines }

  private var header: [String] {
    let images =
      report.count == report.requested
      ? "\(report.count) \(report.count == 1 ? "image" : "images")"
      : "\(report.count) of \(report.requested) images"
    var lines = ["\(report.model), \(report.method), T = \(report.steps), \(images)"]
    lines += report.notes.map { "  \($0)" }
    let promised = report.promisedAccuracy.map { ", \(percent($0)) by the model card" } ?? ""
    lines.append("")
    lines.append(
      "ANN \(percent(report.annAccuracy))\(promised); SNN \(percent(report.snnAccuracy)); same "
        + "answer \(percent(report.agreement))")
    lines.append(report.summary)
    return lines
  }

  private var findingLines: [String] {
    report.findings.enumerated().flatMap { index, finding in
      let layer = finding.layer.map { " in \($0)" } ?? ""
      var lines = ["", "\(index + 1). \(finding.id.title)\(layer)"]
      lines += wrapped(finding.figure, indent: 3) + wrapped("why: \(finding.reason)", indent: 3)
      if !finding.remedy.isEmpty { lines.append("   do:  \(finding.remedy)") }
      if let tried = finding.tried {
        let ann = tried.annAccuracyAfter.map { ", ANN then \(percent($0))" } ?? ""
        lines.append(
          "   tried on the same images: \(tried.measure) \(percent(tried.accuracyBefore)) -> "
            + "\(percent(tried.accuracyAfter))\(ann)")
      }
      for other in finding.others {
        lines.append("   also: \(other.title), \(percent(other.accuracyAfter)): \(other.remedy)")
      }
      return lines
    }
  }

  private var layerLines: [String] {
    var lines = [
      "", "layer       theta removed  alone   error     SIN  missed  silent  satur. first",
    ]
    for layer in report.layers {
      let cells = [
        number(layer.attribution?.errorRemoved), number(layer.attribution?.errorAlone),
        number(layer.error?.total), number(layer.sinRatio), number(layer.missedRatio),
        number(layer.silentShare), number(layer.saturatedShare),
      ].map { $0.leftPadded(8) }
      let first = printedDecimal(layer.firstSpike, digits: 0)
      lines.append(
        visible(layer.name).rightPadded(8)
          + printedDecimal(Double(layer.theta), digits: 3).leftPadded(9) + cells.joined()
          + first.leftPadded(6))
    }
    if let images = report.attributionImages {
      lines += wrapped(
        "removed: share of the output error that goes when this layer alone delivers the ANN's "
          + "activations; alone: output error when it alone spikes; both on \(images) of "
          + "\(report.count) images (own measures). error: |rate theta - a| / |a| at T; SIN, "
          + "missed, silent, satur.: shares; first: median step of the first spike", indent: 2)
    }
    return lines
  }

  /// The layers that cost most alone, as many as fit into two lines or so.
  private var rankingLines: [String] {
    guard let images = report.attributionImages else { return [] }
    let alone = Dictionary(
      report.layers.compactMap { layer in layer.attribution.map { (layer.name, $0.agreeingAlone) }
      },
      uniquingKeysWith: { first, _ in first })
    let worst = report.ranking.prefix(6).map { "\($0) \(alone[$0] ?? 0)" }
    return wrapped(
      "layers by what each costs alone, worst first, with how many of \(images) images keep the "
        + "ANN's answer when only it spikes: \(worst.joined(separator: ", "))"
        + (worst.count < report.ranking.count
          ? " (\(worst.count) of \(report.ranking.count))" : ""),
      indent: 2)
  }

  private var absentLines: [String] {
    let names = report.absent.filter { $0 != .conversionError && $0 != .analogNetwork }
      .map(\.title)
    return [""]
      + wrapped("looked for and not found: \(names.joined(separator: ", "))", indent: 0)
      + wrapped("the output is accumulated over all steps" + readout, indent: 0)
  }

  /// What reading the output at the last step alone would give.
  private var readout: String {
    guard let readout = report.readout else { return ", never read at the last one alone" }
    return
      ": \(readout.agreeing) of \(readout.images) images get the ANN's answer; read at the last "
      + "step alone, \(readout.agreeingAtLastStep)"
  }

  private func wrapped(_ text: String, indent: Int) -> [String] {
    PlainText.wrapped(text, width: 80 - indent).map { "".leftPadded(indent) + $0 }
  }

  private func percent(_ share: Double?) -> String { printedPercent(share, digits: 1) }

  private func number(_ value: Double?) -> String { printedDecimal(value, digits: 3) }
}
