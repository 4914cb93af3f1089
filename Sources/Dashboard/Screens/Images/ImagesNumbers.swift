import SpikeStatistics

extension ScreenView {
  /// A row per image that matches, in the order of the list.
  func imageNumbers() -> NumberTable {
    var table = NumberTable([
      "image", "label", "ann", "ann_margin", "snn", "snn_margin", "settled_step", "sin_share",
      "spikes", "operations",
    ])
    for case let outcome? in images.rows.map({ images.outcomes[$0] }) {
      table.append([
        outcome.index, text(outcome.label), text(outcome.analog?.index),
        text(outcome.analog?.margin), text(outcome.spiking?.index), text(outcome.spiking?.margin),
        text(outcome.settledStep), outcome.sinShare.map { "\($0)" } ?? "", outcome.spikes,
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
        interval.map { "\($0.lowerBound)" } ?? "", interval.map { "\($0.upperBound)" } ?? "",
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
        table.append([name, "\(Double(bin) / Double(ImageTotals.sinBins))", count])
      }
    }
    return table
  }

  private func text(_ number: Int?) -> String { number.map { "\($0)" } ?? "" }
  private func text(_ number: Float?) -> String {
    number.map { $0.isNaN ? "" : "\($0)" } ?? ""
  }
}
