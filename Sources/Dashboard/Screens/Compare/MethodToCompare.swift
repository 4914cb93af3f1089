import PlainText
import SpikeStatistics
import TerminalUI

extension ScreenView {
  /// The method under the cursor of the list; `nil` where there is none.
  private var methodToCompare: Int? {
    let index = state.compareScreen.method
    return context.methodNames.indices.contains(index) ? index : nil
  }

  func methodToCompareTitle() -> PaneTitle {
    guard let index = methodToCompare else { return PaneTitle("method") }
    return PaneTitle(
      context.methodNames[index], hints: hints(["inspect": "compare"]))
  }

  /// What the method under the cursor is and what is known of it, and how a second network is asked
  /// for.
  func drawMethodToCompare(on canvas: inout Canvas) {
    guard let index = methodToCompare else { return }
    let (width, rows) = (max(canvas.size.columns - 2, 1), canvas.size.rows)
    var lines: [(String, Style)] = []
    for (text, style) in methodLines(index) {
      let parts = wrapped(text, width: width)
      if lines.count + parts.count <= rows { lines += parts.map { ($0, style) } }
    }
    // The longest form of which nothing is cut.
    let help = helpForms(index).lazy.map { $0.flatMap { wrapped($0, width: width) } }
      .first { $0.count + lines.count <= rows }
    // Behind a blank line where there is room for one.
    if let help, lines.count + help.count < rows { lines.append(("", .plain)) }
    for (row, (line, style)) in (lines + (help ?? []).map { ($0, .label) }).enumerated() {
      canvas.write(line, row: row, column: 1, width: width, alignment: .left, style: style)
    }
  }

  private func methodLines(_ index: Int) -> [(String, Style)] {
    var lines = [(context.methods[index], Style.title)]
    if context.methodSummaries.indices.contains(index), !context.methodSummaries[index].isEmpty {
      lines.append((context.methodSummaries[index], .plain))
    }
    if index == context.method {
      lines.append(("It is what runs now, as A: beside itself no spike differs.", .plain))
    }
    return lines + knownLines(index).map { ($0, .plain) }
  }

  /// What images have shown of a method, as far as they were run with it.
  private func knownLines(_ index: Int) -> [String] {
    let title = context.methods[index]
    var lines: [String] = []
    let totals = state.imageList.totals
    if state.imageList.subject?.method == title, totals.images > 0, context.answersByClass,
      let right = ratio(totals.right, of: totals.labelled)
    {
      lines.append(
        "\(state.seenImagesText): the SNN is right on \(percent(right)) at T=\(totals.steps)")
    }
    let tally = state.seenAccuracy.account(of: title).tally(atStep: step)
    if tally.predicted > 0 {
      let verdict = context.label == nil ? "as the ANN" : "right"
      let images = tally.predicted == 1 ? "image" : "images"
      lines.append(
        "\(grouped(tally.right)) of \(grouped(tally.predicted)) opened \(images) \(verdict) "
          + "after \(steps(step))")
    }
    return lines
  }

  /// How a second network is asked for, each form shorter than the one before.
  private func helpForms(_ index: Int) -> [[String]] {
    let command = ":compare \(context.methodNames[index])"
    let whole =
      "A second network gets the same image and takes every step with this one: \(command)."
    return [
      [
        whole,
        "With options :compare bistable:phases=8, in another precision :compare :precision=q15, "
          + "to end it :compare off.",
      ],
      [whole, "With options :compare bistable:phases=8, to end it :compare off."],
      [whole], ["A second network beside this one: \(command)."], [command],
    ]
  }

  // MARK: - What it would stand beside

  func ownLayersTitle() -> PaneTitle {
    PaneTitle("layers", ["A \(context.methods[context.method])"], click: key(of: .live))
  }

  /// What a line per layer of the one network that runs says.
  private var ownFigures: [Figure] {
    hasSpikesAlone
      ? [.rate, .silentShare, .intervalMean, .intervalVariation]
      : [.rate, .silentShare, .sinNeurons, .sinRatio, .deviation]
  }

  /// A line per layer of the one network that runs: what a second one would stand beside.
  func drawOwnLayers(on canvas: inout Canvas) {
    let visible = canvas.scroll.rows(
      of: "layers", around: state.layer, height: canvas.size.rows - 1, count: layers.count)
    let titles = ["neurons", "theta"] + ownFigures.map(\.columnTitle)
    let table = TextTable(
      columns: [TextTable.Column("layer")]
        + titles.map { TextTable.Column($0, alignment: .right) },
      rows: layers.indices.map { layer in
        let theta = threshold(ofLayer: layer)
        let layerStep = layerStep(layer)
        return [
          TextTable.Entry(network.layers[layer].name),
          TextTable.Entry(grouped(network.layers[layer].shape.count)),
          TextTable.Entry(decimal(theta)),
        ] + ownFigures.map { TextTable.Entry($0.text(of: layerStep)) }
      })
    canvas.draw(
      table.fitting(columns: canvas.size.columns, leaving: [["theta"], ["neurons"]]),
      in: canvas.bounds, firstRow: visible.lowerBound)
  }

  /// A row per layer of the one network that runs.
  func ownLayerNumbers() -> NumberTable {
    var table = NumberTable(["step", "layer", "neurons", "theta"] + ownFigures.map(\.id))
    for layer in layers.indices {
      let layerStep = layerStep(layer)
      let theta = threshold(ofLayer: layer).map { Float($0) }
      let values: [any CustomStringConvertible] = ownFigures.map {
        csvNumber($0.layer?(layerStep) ?? nil)
      }
      table.append(
        [step, network.layers[layer].name, network.layers[layer].shape.count, number(theta)]
          + values)
    }
    return table
  }
}
