import Networks
import PlainText
import TerminalUI
import TimeTravel

/// From so many columns on the neuron and the outputs stand beside the layers.
private let columnsForTwo = 130

extension ScreenView {
  /// Two networks in lock-step: where their spikes part, layer by layer, one neuron, the outputs.
  func compareLayout(_ size: Size) -> Layout<String> {
    // All columns of the table have room, or there is one column of panes.
    let left = Extent(size.columns < columnsForTwo ? 56 : 80, ideal: 84, weight: 3)
    guard let comparison = engine.comparison else {
      return .stack([Pane("none", rows: Extent(3), columns: left, priority: 0)])
    }
    let count = comparedLayers(comparison).count + 1
    let table = Pane(
      "layers", rows: Extent(3, ideal: min(count, 12), maximum: count), columns: left, priority: 0)
    let differences = Pane(
      "differences", rows: Extent(4, ideal: 12, weight: 3), columns: left, priority: 1)
    let run = Pane("run", rows: Extent(2, maximum: 2), columns: left, priority: 2)
    let lower = { (columns: Extent) in
      [
        Pane("potentials", rows: Extent(5, ideal: 12, weight: 2), columns: columns, priority: 4),
        Pane(
          "outputs", rows: Extent(3, ideal: 11, maximum: max(context.logits.count + 1, 4)),
          columns: columns, priority: 3),
      ]
    }
    guard size.columns >= columnsForTwo else {
      return .stack([table, differences, run] + lower(left))
    }
    let right = Extent(44, ideal: 60, weight: 2)
    return .columns([.stack([table, differences, run]), .stack(lower(right))])
  }

  func comparedLayersTitle() -> PaneTitle {
    PaneTitle(
      "layers", ["A \(context.methods[context.method])", "B \(context.secondRun?.title ?? "")"],
      hints: hints(["next-layer": "layer", "compare": "other network"]))
  }

  func differencesTitle() -> PaneTitle {
    guard state.layer < layers.count else { return PaneTitle("differences") }
    let layer = network.layers[state.layer]
    return PaneTitle(
      "\(layer.name) differences", ["\(grouped(layer.shape.count)) neurons"],
      hints: hints([
        "first-difference": "first", "next-spike": "next", "toggle-differences": "all spikes",
        "next-picture": "by neuron",
      ]))
  }

  func potentialsTitle() -> PaneTitle {
    guard state.layer < layers.count else { return PaneTitle("potentials") }
    let target = engine.setting.references[state.layer].map {
      "ANN z \(decimal(Double($0.preactivation[state.unit])))"
    }
    return PaneTitle(
      name(ofUnit: state.unit, in: state.layer),
      ["v/theta", "A line, B dots", target ?? ""], click: key(of: .neuron))
  }

  func drawNoComparison(on canvas: inout Canvas) {
    let lines = [
      "One network runs alone.",
      "",
      "c chooses the method of a second one, before the same image, in lock-step.",
      "With options:           :compare bistable:phases=8",
      "In another precision:   :compare :precision=q15",
      "To end it:              :compare off",
    ]
    for (row, line) in lines.enumerated() {
      canvas.write(
        line, row: row, column: 1, width: canvas.size.columns - 2, alignment: .left,
        style: row == 0 ? .title : .label)
    }
  }

  /// Where the networks part first, or that they are not to be compared spike by spike.
  func compareInsight() -> String? { engine.comparison.map(headline) }

  private func headline(_ comparison: ComparedRun) -> String {
    let (code, other) = (network.coding, comparison.setting.packed.network.coding)
    let first = comparison.divergence.first.map(firstText)
    if code != other {
      let from = first.map { ", first \($0)" } ?? ""
      return
        "\(code.words) beside \(other.words): spikes differ by design, compare the outputs\(from)"
    }
    guard let first else {
      return "no spike differs up to t=\(comparison.divergence.lastStep)"
        + (comparison.matching.pairs.isEmpty ? ": no layer has a counterpart" : "")
    }
    let count = comparison.divergence.total(upTo: step).map {
      "   \(grouped($0)) differ up to t=\(step)"
    }
    return "first difference \(first)\(count ?? "")"
  }

  /// `t=3 conv3 #1290 (A fires, B holds)`.
  private func firstText(_ first: DivergenceHistory.First) -> String {
    let counts =
      switch (first.firstCount, first.secondCount) {
      case (1, 0): "A fires, B holds"
      case (0, 1): "B fires, A holds"
      case (let a, let b): "A \(a), B \(b) spikes"
      }
    return "t=\(first.step) \(name(ofUnit: first.unit, in: first.layer)) (\(counts))"
  }
}

extension SpikeCoding {
  fileprivate var words: String {
    switch self {
    case .rate: "rates"
    case .cycles(let phases): "cycles of 2x\(phases) steps"
    }
  }
}
