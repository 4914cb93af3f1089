import Networks
import PlainText
import TerminalUI
import TimeTravel

/// From so many columns on the numbers of layers, rates and outputs stand beside what lies over
/// time.
private let columnsForTwo = 130

/// The least columns of what lies over time, and of a table of layers with all of its columns.
private let leastTime = 66
private let leastNumbers = 82

/// The columns of the frames of two panes side by side.
private let twoFrames = 4

extension ScreenView {
  /// Two networks step by step: where their spikes part, layer by layer, one neuron, the outputs.
  ///
  /// All that lies over time stands in one stack, so that the present is one line through it.
  func compareLayout(_ size: Size) -> Layout<String> {
    let one = Extent(56, ideal: 84, weight: 3)
    guard let comparison = engine.comparison else {
      if state.comparesLayers { return layersBesideLayout(size) }
      return methodsLayout(size)
    }
    // Numbers that there was room for below stand beside, too.
    let isWide = size.columns >= leastTime + leastNumbers + twoFrames
    let time = timePanes(columns: isWide ? Extent(leastTime, ideal: 100, weight: 3) : one)
    let numbers = numberPanes(
      layers: comparedLayers(comparison).count + 1,
      columns: isWide ? Extent(leastNumbers, ideal: 84, weight: 1) : one, hasRates: isWide)
    return isWide ? .columns([.stack(time), .stack(numbers)]) : .stack(time + numbers)
  }

  /// The methods, the one under the cursor, and what a network by it would stand beside.
  private func methodsLayout(_ size: Size) -> Layout<String> {
    let one = Extent(56, ideal: 84, weight: 3)
    let count = max(context.methodNames.count, 1)
    guard state.canChooseMethod else {
      return .stack([Pane("none", rows: Extent(3), columns: one, priority: 0)])
    }
    let isWide = size.columns >= columnsForTwo
    let columns = isWide ? Extent(56, ideal: 70, weight: 2) : one
    let course =
      knownAnswerCurves
      ? [Pane("layer-course", rows: Extent(6, ideal: 12, weight: 2), columns: columns, priority: 3)]
      : []
    // Its sentences take no more; what is left is for the curves, if there are some.
    let method = Pane(
      "method", rows: Extent(5, ideal: 8, maximum: course.isEmpty ? nil : 10), columns: columns,
      priority: 1)
    let layers = Pane(
      "own-layers",
      rows: Extent(3, ideal: self.layers.count + 1, maximum: self.layers.count + 1),
      columns: columns, priority: 2)
    let list = { (rows: Extent) in
      Pane("none", rows: rows, columns: isWide ? Extent(60, ideal: 80) : one, priority: 0)
    }
    guard isWide else {
      return .stack(
        [list(Extent(3, ideal: count, maximum: count, weight: 4)), method, layers] + course)
    }
    return .columns([
      .stack([list(Extent(3, ideal: count, maximum: 3 * count))]),
      .stack([method, layers] + course),
    ])
  }

  /// Whether there are outputs over time to draw as curves.
  private var knownAnswerCurves: Bool { knowsOutput && context.answersByClass }

  private func timePanes(columns: Extent) -> [Pane<String>] {
    let lanes = engine.hasComparableSpikes ? 3 : 2
    let course =
      context.answersByClass
      ? [Pane("course", rows: Extent(4, ideal: 10, weight: 2), columns: columns, priority: 3)] : []
    return [
      Pane(
        "differences", rows: Extent(leastDifferenceRows + 1, ideal: 18, weight: 4),
        columns: columns, priority: 0),
      Pane("run", rows: Extent(lanes, maximum: lanes), columns: columns, priority: 2),
    ] + course + [
      Pane("potentials", rows: Extent(5, ideal: 9, weight: 2), columns: columns, priority: 5)
    ]
  }

  private func numberPanes(
    layers count: Int, columns: Extent, hasRates: Bool
  ) -> [Pane<String>] {
    let rows = max(answerPanels.rows(self) + 1, 4)
    let rates = Pane(
      "rates", rows: Extent(5, ideal: 14, weight: 3), columns: columns, priority: 6)
    return [
      Pane(
        "layers", rows: Extent(3, ideal: min(count, 12), maximum: count), columns: columns,
        priority: 1)
    ] + (hasRates ? [rates] : []) + [
      Pane(
        "outputs", rows: Extent(3, ideal: min(rows, 11), maximum: rows), columns: columns,
        priority: 4)
    ]
  }

  func comparedLayersTitle() -> PaneTitle {
    PaneTitle(
      "layers", ["A \(context.methods[context.method])", "B \(context.secondRun?.title ?? "")"],
      hints: hints(
        context.hasMethods
          ? ["next-layer": "layer", "compare": "other network"] : ["next-layer": "layer"]))
  }

  func differencesTitle() -> PaneTitle {
    guard state.layer < layers.count else { return PaneTitle("differences") }
    let layer = network.layers[state.layer]
    let figures = [counted(layer.shape.count, "neuron")]
    guard engine.hasComparableSpikes else {
      return PaneTitle("\(layer.name): A above, B below", figures)
    }
    let state = state.compareScreen
    return PaneTitle(
      "\(layer.name): A above, B below", figures,
      hints: hints([
        "first-difference": "first", "next-spike": "next",
        "toggle-differences": state.showsOnlyDifferences ? "all spikes" : "only what differs",
        "next-picture": state.showsNeurons ? "whole layer" : "by neuron",
      ]))
  }

  func comparedCourseTitle() -> PaneTitle {
    PaneTitle("output over time", ["A above, B below\(context.hasANN ? ", ANN dashes" : "")"])
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

  func comparedRatesTitle() -> PaneTitle {
    guard state.layer < layers.count else { return PaneTitle("rates") }
    return PaneTitle(
      "\(network.layers[state.layer].name) rates", ["A to the right, B upwards"],
      click: key(of: .layer))
  }

  /// How the two networks say what they say, where they do so differently.
  var codingWords: String? {
    guard let comparison = engine.comparison else { return nil }
    let (code, other) = (network.coding, comparison.setting.packed.network.coding)
    return code == other ? nil : "\(code.words) beside \(other.words)"
  }

  /// Where the networks part first, or that they are not to be compared spike by spike, and what
  /// they answer.
  func compareInsight() -> String? {
    guard let comparison = engine.comparison else {
      if state.comparesLayers { return layersBesideInsight() }
      guard context.hasMethods else { return nil }
      let others = context.methodNames.count
      return "one network runs alone: it can be compared with \(counted(others, "method"))"
    }
    return (spikeClauses(comparison) + answerClauses(comparison)).joined(separator: ", ")
  }

  private func spikeClauses(_ comparison: ComparedRun) -> [String] {
    if let words = codingWords {
      return ["\(words): spikes differ by design", "so rates and outputs are compared"]
    }
    if comparison.matching.pairs.isEmpty {
      return ["no layer of A has a counterpart in B", "so outputs are compared"]
    }
    guard let first = comparison.divergence.first else {
      return ["no spike differs up to t=\(comparison.divergence.lastStep)"]
    }
    let count = comparison.divergence.total(upTo: step).map {
      "\(grouped($0)) differ up to t=\(step)"
    }
    return ["first difference \(firstText(first))"] + [count].compactMap(\.self)
  }

  private func answerClauses(_ comparison: ComparedRun) -> [String] {
    let answers = [runState, comparison.runState].map(\.simulation.prediction)
    guard context.answersByClass, let first = answers[0], let second = answers[1] else { return [] }
    return first == second
      ? ["both answer \(context.className(first))"]
      : ["A answers \(context.className(first))", "B answers \(context.className(second))"]
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
    case .differential: "changes of rates"
    case .cycles(let phases): "cycles of 2x\(phases) steps"
    }
  }
}
