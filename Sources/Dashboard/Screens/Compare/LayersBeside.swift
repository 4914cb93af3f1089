import Networks
import PlainText
import SpikeStatistics
import TerminalUI
import TimeTravel

/// From so many columns on the numbers of layers stand beside what lies over time.
private let columnsForBoth = 130

extension ScreenView {
  /// Two layers of one network: what both send over time, and what their spikes tell.
  func layersBesideLayout(_ size: Size) -> Layout<String> {
    let isWide = size.columns >= columnsForBoth
    let one = Extent(56, ideal: 84, weight: 3)
    let columns = isWide ? Extent(66, ideal: 100, weight: 3) : one
    let course =
      state.layerCount > 0 && knowsOutput && context.answersByClass
      ? [
        Pane(
          "layer-course", rows: Extent(5, ideal: 10, weight: 2), columns: columns, priority: 4)
      ] : []
    let time =
      [
        Pane(
          "layer-spikes", rows: Extent(leastDifferenceRows + 1, ideal: 18, weight: 4),
          columns: columns, priority: 0),
        Pane(
          "first-spikes", rows: Extent(4, ideal: 9, weight: 2), columns: columns, priority: 2),
      ] + course
    let rows = layers.count + 1
    let right = isWide ? Extent(60, ideal: 80, weight: 1) : one
    let numbers = [
      Pane(
        "layer-table", rows: Extent(3, ideal: min(rows, 14), maximum: rows), columns: right,
        priority: 1),
      Pane("layer-rates", rows: Extent(6, ideal: 12, weight: 3), columns: right, priority: 3),
      Pane("intervals", rows: Extent(6, ideal: 12, weight: 3), columns: right, priority: 5),
    ]
    return isWide ? .columns([.stack(time), .stack(numbers)]) : .stack(time + numbers)
  }

  // MARK: - Titles

  private var names: String {
    state.layerPair.sides.map { "\($0.side.letter) \(network.layers[$0.layer].name)" }
      .joined(separator: ", ")
  }

  func layerSpikesBesideTitle() -> PaneTitle {
    PaneTitle(
      names, ["two layers, as no second network runs"],
      hints: hints(state.layerCount > 2 ? ["next-picture": "other B"] : [:]))
  }

  func layersBesideTitle() -> PaneTitle {
    PaneTitle(
      "layers", ["\(grouped(layers.count)) of one network"],
      hints: hints(state.layerCount > 1 ? ["cursor-down": "A", "inspect": "open"] : [:]))
  }

  func firstSpikesTitle() -> PaneTitle {
    PaneTitle("first spikes", ["neurons that have fired", "A line, B dots"])
  }

  func ratesBesideTitle() -> PaneTitle {
    let silent = state.layerPair.sides.map { side, layer in
      "\(side.letter) \(Figure.silentShare.text(of: layerStep(layer)))"
    }
    .joined(separator: ", ")
    return PaneTitle(
      "neurons by rate", ["A above, B below", "silent, not drawn: \(silent)"])
  }

  func intervalsBesideTitle() -> PaneTitle {
    PaneTitle("intervals by length", ["A above, B below"])
  }

  // MARK: - Words

  /// Which of the two fires more, and which begins earlier.
  func layersBesideInsight() -> String? {
    guard step > 0 else { return nil }
    let sides = state.layerPair.sides
    let rates = sides.map { Figure.rate.layer?(layerStep($0.layer)).map { Double($0) } ?? 0 }
    let names = sides.map { network.layers[$0.layer].name }
    guard sides.count == 2 else {
      return "\(names[0]) is the only layer: \(decimal(rates[0])) spikes per neuron and step"
    }
    let gap = rates[0] - rates[1]
    let how = abs(gap) < 0.0005 ? "as much as" : gap > 0 ? "more than" : "less than"
    var parts = [
      "\(names[0]) fires \(how) \(names[1]): \(decimal(rates[0])) and \(decimal(rates[1])) spikes "
        + "per neuron and step"
    ]
    let first = sides.map { medianFirstStep(ofLayer: $0.layer) }
    if let one = first[0], let other = first[1] {
      parts.append("half of those that fire had begun by t=\(one) and t=\(other)")
    }
    return parts.joined(separator: ", ")
  }

  func layersBesideSentences() -> [String] {
    let lines = state.layerPair.sides.map { side, layer in
      let first = medianFirstStep(ofLayer: layer).map { "half began by step \($0)" }
      return "\(side.letter), \(network.layers[layer].name): "
        + "\(Figure.rate.text(of: layerStep(layer))) spikes per neuron and step, interval "
        + "\(Figure.intervalMean.text(of: layerStep(layer))), \(first ?? "none has fired")."
    }
    return [
      "Compare: one network runs alone, and there is no other way to make one; two of its layers "
        + "are compared."
    ] + lines
  }
}
