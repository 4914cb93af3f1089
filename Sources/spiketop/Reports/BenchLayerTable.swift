import PlainText

/// What each layer takes, for people: lines of 80 columns, and one for all layers.
struct BenchLayerTable {
  private let costs: [BenchLayerCost]

  init(_ costs: [BenchLayerCost]) {
    self.costs = costs
  }

  var lines: [String] {
    let names = min(16, (["layer"] + costs.map(\.name)).map(\.count).max() ?? 0)
    return [header(names)] + costs.map { row($0, names) } + [sum(names)]
  }

  private var total: Double { costs.reduce(0) { $0 + $1.msPerStep } }

  private func header(_ width: Int) -> String {
    "  " + "layer".rightPadded(width)
      + cells(["ms", "of all", "k events", "M synops", "roofline"]) + "  kernels"
  }

  private func row(_ cost: BenchLayerCost, _ width: Int) -> String {
    let line =
      "  " + fitted(cost.name, to: width).rightPadded(width)
      + cells([
        printedDecimal(cost.msPerStep, digits: 4), percent(cost.msPerStep / max(total, 1e-12)),
        printedDecimal(cost.eventsPerStep / 1e3, digits: 2),
        printedDecimal(cost.synopsPerStep / 1e6, digits: 3), percent(cost.rooflineFraction),
      ])
    return line + "  " + fitted(kernels(of: cost), to: 78 - line.count)
  }

  /// Equal projections once, with their number.
  private func kernels(of cost: BenchLayerCost) -> String {
    var words: [(text: String, count: Int)] = []
    for text in cost.kernels.map({ $0.joined(separator: ">") }) {
      if let known = words.firstIndex(where: { $0.text == text }) {
        words[known].count += 1
      } else {
        words.append((text, 1))
      }
    }
    return words.map { $0.count > 1 ? "\($0.count) \($0.text)" : $0.text }.joined(separator: ", ")
  }

  private func sum(_ width: Int) -> String {
    let (events, operations) = (sum(\.eventsPerStep), sum(\.synopsPerStep))
    let ideal = costs.reduce(0) { $0 + $1.rooflineFraction * $1.msPerStep }
    return "  " + "all".rightPadded(width)
      + cells([
        printedDecimal(total, digits: 4), percent(1),
        printedDecimal(events / 1e3, digits: 2), printedDecimal(operations / 1e6, digits: 3),
        percent(ideal / max(total, 1e-12)),
      ])
  }

  private func sum(_ value: KeyPath<BenchLayerCost, Double>) -> Double {
    costs.reduce(0) { $0 + $1[keyPath: value] }
  }

  private func cells(_ texts: [String]) -> String {
    texts.map { $0.leftPadded(9) }.joined()
  }

  private func percent(_ share: Double) -> String {
    printedPercent(share, digits: 1, unit: " %")
  }
}
