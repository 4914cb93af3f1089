import Networks
import PlainText
import SpikeStatistics
import TerminalUI
import TimeTravel

/// The columns of a mean D.
private let deviationColumns = 6

extension ScreenView {
  /// A layer of one network or of both.
  struct ComparedLayer {
    var name: String
    var neurons: Int
    /// Its position in the first network, and in the second.
    var first: Int?
    var second: Int?
    /// The number of its pair.
    var pair: Int?
  }

  /// In the order of the first network, then those that the second alone has.
  func comparedLayers(_ comparison: ComparedRun) -> [ComparedLayer] {
    let matching = comparison.matching
    let ours = layers.indices.map { index in
      let pair = matching.pairs.firstIndex { $0.first == index }
      return ComparedLayer(
        name: layers[index].name, neurons: layers[index].shape.count, first: index,
        second: pair.map { matching.pairs[$0].second }, pair: pair)
    }
    let others = comparison.setting.packed.network.layers
    return ours
      + matching.onlyInSecond.map {
        ComparedLayer(name: others[$0].name, neurons: others[$0].shape.count, second: $0)
      }
  }

  func drawComparedLayers(_ rows: [ComparedLayer], on canvas: inout Canvas) {
    guard let comparison = engine.comparison else { return }
    let visible = canvas.scroll.rows(
      of: "layers", around: state.layer, height: canvas.size.rows - 1, count: rows.count)
    let numbers: [(String, Int)] = [
      ("neurons", 8), ("rate A", 6), ("rate B", 6), ("SIN A", 6), ("SIN B", 6),
      ("D A", deviationColumns), ("D B", deviationColumns), ("differ", 10),
    ]
    let table = TextTable(
      columns: [TextTable.Column("layer", width: 8)]
        + numbers.map { TextTable.Column($0.0, width: $0.1, alignment: .right) },
      rows: rows.map { entries(of: $0, comparison: comparison) })
    // What the comparison is about leaves last.
    let fitting = table.fitting(
      columns: canvas.size.columns,
      leaving: [["neurons"], ["D A", "D B"], ["SIN A", "SIN B"], ["rate A", "rate B"]])
    canvas.draw(
      fitting, in: canvas.bounds, firstRow: visible.lowerBound, selectedRow: state.layer)
  }

  private func entries(
    of row: ComparedLayer, comparison: ComparedRun
  ) -> [TextTable.Entry] {
    let ours = row.first.map { runState.statistics.layers[$0] }
    let others = row.second.map { comparison.runState.statistics.layers[$0] }
    let differences = row.pair.flatMap { comparison.divergence.sum(ofPair: $0, upTo: step)?.count }
    let noNumber = row.pair != nil ? "-" : row.second == nil ? "only A" : "only B"
    let isApart = engine.hasComparableSpikes && (differences ?? 0) > 0
    return [
      TextTable.Entry(row.name), TextTable.Entry(grouped(row.neurons)),
      TextTable.Entry(rate(ours, neurons: row.neurons)),
      TextTable.Entry(rate(others, neurons: row.neurons)), sin(ours), sin(others),
      TextTable.Entry(deviation(ours)), TextTable.Entry(deviation(others)),
      TextTable.Entry(
        differences.map(grouped) ?? noNumber,
        style: isApart ? .warning : differences == nil ? .label : .plain),
    ].dropLast(engine.hasComparableSpikes || row.pair == nil ? 0 : 1)
  }

  private func rate(_ statistics: LayerStatistics?, neurons: Int) -> String {
    decimal(statistics.flatMap { ratio($0.counts.total, of: neurons * step) })
  }

  private func sin(_ statistics: LayerStatistics?) -> TextTable.Entry {
    guard let sin = statistics?.sin else { return "-" }
    return TextTable.Entry(grouped(sin.neurons), style: sin.neurons > 0 ? .sinSpike : .plain)
  }

  private func deviation(_ statistics: LayerStatistics?) -> String {
    step == 0 ? "-" : visibleSigned(statistics?.phase?.meanDeviation, columns: deviationColumns)
  }
}
