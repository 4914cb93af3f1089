import Evaluation
import Foundation
import Synchronization

/// Prints an evaluation for people.
struct EvaluationTable {
  let report: EvaluationReport
  let plan: EvaluationPlan

  func print() {
    Swift.print(
      "\(report.model), \(report.count) images, accuracy of the ANN \(percent(report.annAccuracy))")
    for note in report.notes { Swift.print("  \(note)") }
    guard !plan.entries.isEmpty else { return }
    printAccuracies()
    for entry in plan.entries {
      if let method = report.methods[entry.label] { printLayers(entry.label, method) }
    }
  }

  private func printAccuracies() {
    let labels = plan.entries.map { label(of: $0.label) }
    let width = max(labels.map(\.count).max() ?? 0, 10) + 2
    let header = plan.steps.map { "T=\($0)".leftPadded(8) }.joined()
    Swift.print("\n\("accuracy".rightPadded(width))\(header)")
    for (entry, label) in zip(plan.entries, labels) {
      let method = report.methods[entry.label]
      let cells = plan.steps.map { step in
        percent((method?.accuracy["\(step)"] ?? nil)).leftPadded(8)
      }
      Swift.print(label.rightPadded(width) + cells.joined())
    }
  }

  private func printLayers(_ label: String, _ method: EvaluationReport.Method) {
    Swift.print(
      "\n\(self.label(of: label)): SIN neurons per inactivated neuron, and spikes per neuron and step"
    )
    let header = plan.steps.map { "T=\($0)".leftPadded(8) }.joined()
    Swift.print("\("layer".rightPadded(10))\("theta".leftPadded(9))\(header)   spikes")
    for (index, layer) in method.layers.enumerated() {
      let ratios = plan.steps.map { step in
        fraction(method.sinRatio["\(step)"]?[index] ?? nil).leftPadded(8)
      }
      Swift.print(
        layer.rightPadded(10) + String(format: "%9.3f", method.theta[index]) + ratios.joined()
          + fraction(method.spikesPerNeuronStep[index]).leftPadded(9))
    }
  }

  private func label(of label: String) -> String {
    let title = report.methods[label]?.title ?? label
    return title.hasPrefix(label) ? title : "\(label), \(title)"
  }

  private func percent(_ share: Double?) -> String {
    share.map { String(format: "%.2f%%", 100 * $0) } ?? "-"
  }

  private func fraction(_ value: Double?) -> String {
    value.map { String(format: "%.4f", $0) } ?? "-"
  }
}

/// The accuracy at the last T of the first method, image by image.
final class RunningAccuracy: Sendable {
  private let plan: EvaluationPlan
  private let counts = Mutex((correct: 0, labelled: 0))

  init(_ plan: EvaluationPlan) {
    self.plan = plan
  }

  /// Takes in one image and says how it goes.
  func adding(_ tally: EvaluationTally) -> String {
    let (correct, labelled) = counts.withLock { counts in
      counts.correct += tally.methods.first?.correct.last ?? tally.analogCorrect
      counts.labelled += tally.labelled
      return counts
    }
    guard labelled > 0 else { return "" }
    let name = plan.entries.first?.label ?? "ann"
    return String(
      format: "%@ %.1f%% so far", name, 100 * Double(correct) / Double(labelled))
  }
}
