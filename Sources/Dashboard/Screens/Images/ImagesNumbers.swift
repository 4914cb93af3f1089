import PlainText
import SpikeStatistics

extension ScreenView {
  /// A row per image that matches, in the order of the list.
  func imageNumbers() -> NumberTable {
    guard context.answersByClass else { return imageFigureNumbers() }
    var table = NumberTable([
      "image", "label", "ann", "ann_margin", "snn", "snn_margin", "settled_step", "sin_share",
      "spikes", "operations",
    ])
    for case let outcome? in images.rows.map({ images.outcomes[$0] }) {
      table.append([
        outcome.index, text(outcome.label), text(outcome.analog?.index),
        text(outcome.analog?.margin), text(outcome.spiking?.index), text(outcome.spiking?.margin),
        text(outcome.settledStep), CSVNumber(outcome.sinShare), outcome.spikes,
        outcome.operations,
      ])
    }
    return table
  }

  /// The same where answers are no classes; scores in thousandths.
  private func imageFigureNumbers() -> NumberTable {
    var table = NumberTable([
      "image", "expected", "ann", "ann_right", "ann_score", "snn", "snn_right", "snn_score",
      "as_ann", "settled_step", "sin_share", "spikes", "operations",
    ])
    for case let outcome? in images.rows.map({ images.outcomes[$0] }) {
      guard let figures = outcome.figures else { continue }
      table.append([
        outcome.index, text(figures.expected), text(figures.analog?.given),
        text(figures.analog?.right), text(figures.analog?.score), text(figures.spiking?.given),
        text(figures.spiking?.right), text(figures.spiking?.score), text(figures.same),
        text(outcome.settledStep), CSVNumber(outcome.sinShare), outcome.spikes,
        outcome.operations,
      ])
    }
    return table
  }

  /// Right answers after each step.
  func setAccuracyNumbers() -> NumberTable {
    var table = NumberTable(["step", "right", "answered", "images", "low_95", "high_95"])
    for step in 0..<images.totals.steps {
      let right = images.totals.rightByStep[step]
      let interval = wilsonInterval(right, of: images.totals.labelled)
      table.append([
        step + 1, right, images.totals.answeredByStep[step], images.totals.labelled,
        CSVNumber(interval?.lowerBound), CSVNumber(interval?.upperBound),
      ])
    }
    return table
  }

  func confusionNumbers() -> NumberTable {
    var table = NumberTable(["label", "snn", "images"])
    for (label, row) in images.totals.confusion.enumerated() {
      for (answer, count) in row.enumerated() { table.append([label, answer, count]) }
    }
    return table
  }

  func classNumbers() -> NumberTable {
    var table = NumberTable(["class", "name", "images", "ann_right", "snn_right"])
    for (index, count) in images.totals.classCounts.enumerated() {
      table.append([
        index, context.className(index), count, images.totals.analogRightByClass[index],
        images.totals.confusion[index][index],
      ])
    }
    return table
  }

  func settlingNumbers() -> NumberTable {
    var table = NumberTable(["step", "images"])
    for (index, count) in images.totals.settled.enumerated() { table.append([index + 1, count]) }
    return table
  }

  func sinSpreadNumbers() -> NumberTable {
    var table = NumberTable(["layer", "sin_share_from", "images"])
    for (layer, name) in (images.subject?.layers ?? []).enumerated() {
      for (bin, count) in images.totals.sin[layer].enumerated() {
        table.append([name, Double(bin) / Double(ImageTotals.sinBins), count])
      }
    }
    return table
  }

  private func text(_ number: Int?) -> CSVNumber { CSVNumber(number) }
  private func text(_ number: Float?) -> CSVNumber {
    CSVNumber(number.flatMap { $0.isNaN ? nil : $0 })
  }
}
