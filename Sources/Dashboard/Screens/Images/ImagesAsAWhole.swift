import PlainText
import SpikeStatistics
import TerminalUI

/// Two letters of a class, or a share, and a gap.
private let leastConfusionCell = 3

/// The columns left of plots, for a scale or a name.
private let scaleColumns = 6
private let nameColumns = 14

/// The columns right of the bars of classes: a share, and of how many.
private let countColumns = 14

extension ScreenView {
  private var totals: ImageTotals { images.totals }

  /// Whether there is nothing to draw; then says so.
  private func drawAbsence(on canvas: inout Canvas) -> Bool {
    guard totals.labelled == 0 else { return false }
    canvas.write(
      "no image is known yet", row: 0, column: 1, width: canvas.size.columns - 2,
      alignment: .left, style: .label)
    return true
  }

  // MARK: - Accuracy over T

  func setAccuracyTitle() -> PaneTitle {
    guard context.answersByClass else {
      let name = ImageColumn.margin.title(of: context.task)
      return PaneTitle("mean \(name) over T", ["n=\(grouped(totals.labelled))"])
    }
    let interval = wilsonInterval(totals.right, of: totals.labelled).map {
      "\(percent($0.lowerBound)) to \(percent($0.upperBound)) at T"
    }
    let what = context.label == nil && context.hasANN ? "same answer as the ANN" : "accuracy over T"
    return PaneTitle(what, ["n=\(grouped(totals.labelled))", interval.map { "95 %: \($0)" } ?? ""])
  }

  /// The share of right answers after each step as a line within its 95 % interval, and the analog
  /// network's across.
  func drawSetAccuracy(on canvas: inout Canvas) {
    guard !drawAbsence(on: &canvas) else { return }
    var rest = canvas.bounds
    let ruler = rest.takeBottom(1)
    let plot = Rect(
      row: 0, column: scaleColumns, rows: rest.rows,
      columns: max(rest.columns - scaleColumns - 1, 1))
    canvas.addPlot(plot)
    let axis = TimeAxis(width: plot.columns, firstStep: 1, length: totals.steps)
    let cells = (0..<axis.width).map {
      axis.steps(ofCell: $0).map { min($0.upperBound, totals.steps) }
    }
    var dots = DotGrid(plot.size)
    for (cell, step) in cells.enumerated() {
      guard let step, context.answersByClass,
        let interval = wilsonInterval(totals.rightByStep[step - 1], of: totals.labelled)
      else { continue }
      let (top, bottom) = (
        dots.dotRow(of: interval.upperBound, range: 0...1),
        dots.dotRow(of: interval.lowerBound, range: 0...1)
      )
      for y in top...bottom { dots.set(x: 2 * cell, y: y, style: .label) }
    }
    if let analog = analogShare, context.hasANN {
      let y = dots.dotRow(of: analog, range: 0...1)
      for x in stride(from: 0, to: dots.width, by: 2) { dots.set(x: x, y: y, style: .annTarget) }
    }
    let shares = cells.map { step in
      step.flatMap(rightShare) ?? .nan
    }
    dots.addCurve(shares, over: axis, range: 0...1, style: .firstRun)
    canvas.draw(dots, row: plot.row, column: plot.column)
    canvas.writeApart(
      [("100 %", 0), ("0 %", rest.rows - 1), ("50 %", (rest.rows - 1) / 2)].map {
        AxisLabel($0, row: $1, column: 0, width: scaleColumns - 1)
      })
    canvas.write("t=1", row: ruler.row, column: scaleColumns, style: .label)
    drawAccuracyLegend(
      in: Rect(
        row: ruler.row, column: plot.column + 4, rows: 1, columns: max(plot.columns - 4, 0)),
      on: &canvas)
  }

  /// What both networks come to at the last step, in as many words as there is room for.
  private func drawAccuracyLegend(in area: Rect, on canvas: inout Canvas) {
    let last = totals.steps
    let right = context.answersByClass ? ratio(totals.right, of: totals.labelled) : rightShare(last)
    let line = { (glyph: Character) in String(repeating: glyph, count: 2) }
    let analog = { (mark: String) in
      context.hasANN ? [(text: "  \(mark)ANN \(percent(analogShare))", style: Style.annTarget)] : []
    }
    let marks = (
      spiking: line(canvas.glyphs.horizontal) + " ", analog: line(canvas.glyphs.annTarget) + " "
    )
    let spiking = { (mark: String) in
      [(text: "\(mark)SNN \(percent(right))", style: Style.firstRun)]
    }
    let time = [(text: "T=\(last): ", style: Style.label)]
    let forms = [
      time + spiking(marks.spiking) + analog(marks.analog), time + spiking("") + analog(""),
      spiking("") + analog(""),
    ]
    let width = { (form: [(text: String, style: Style)]) in form.reduce(0) { $0 + $1.text.count } }
    guard let legend = forms.first(where: { width($0) <= area.columns }) else { return }
    var column = area.endColumn - width(legend)
    for (text, style) in legend {
      column = canvas.write(text, row: area.row, column: column, style: style)
    }
  }

  /// The share of right answers after a step, or the mean score where answers are no classes.
  private func rightShare(_ step: Int) -> Double? {
    context.answersByClass
      ? ratio(totals.rightByStep[step - 1], of: totals.labelled) : totals.meanScore(atStep: step)
  }

  private var analogShare: Double? {
    context.answersByClass
      ? ratio(totals.analogRight, of: totals.labelled) : totals.analogMeanScore
  }

  // MARK: - Who is taken for whom

  func confusionTitle() -> PaneTitle {
    PaneTitle(
      "confusion",
      [
        "% of a class", "label down, SNN across",
        state.isInConfusion ? "Enter or click: list" : "click: list",
      ], hints: state.isInConfusion ? hints(["inspect": "list these"]) : [])
  }

  /// The shares of each class that got each answer; a cell filters the list.
  func drawConfusion(on canvas: inout Canvas) {
    guard !drawAbsence(on: &canvas) else { return }
    // Rows may be few where there are columns for all.
    let room = canvas.size.columns - nameColumns - 1
    let classes = min(totals.classes, canvas.size.rows - 1)
    let columns = min(totals.classes, max(classes, room / leastConfusionCell))
    let width = room / max(columns, 1)
    guard classes > 0, width > 0 else { return }
    let cursor = state.isInConfusion ? images.confusionCell : nil
    let labels = canvas.scroll.rows(
      of: "labels", around: cursor?.label ?? 0, height: classes, count: totals.classes)
    let answers = canvas.scroll.rows(
      of: "answers", around: cursor?.answer ?? 0, height: columns, count: totals.classes)
    for (column, answer) in answers.enumerated() {
      canvas.write(
        String(context.className(answer).prefix(max(width - 1, 1))), row: 0,
        column: nameColumns + column * width, style: answer == cursor?.answer ? .title : .label)
    }
    for (row, label) in labels.enumerated() {
      canvas.write(
        context.className(label), row: row + 1, column: 1, width: nameColumns - 2,
        alignment: .left, style: label == cursor?.label ? .title : .plain)
      for (column, answer) in answers.enumerated() {
        let cell = Rect(
          row: row + 1, column: nameColumns + column * width, rows: 1, columns: width)
        drawConfusionCell(label, answer, in: cell, on: &canvas)
        let place = ImageList.ConfusionCell(label: label, answer: answer)
        canvas.addTarget(.name(place.filterText), in: cell)
        guard place == cursor else { continue }
        canvas.restyle(cell, .selection)
        canvas.placeCursor(row: cell.row, column: cell.column)
      }
    }
  }

  private func drawConfusionCell(
    _ label: Int, _ answer: Int, in cell: Rect, on canvas: inout Canvas
  ) {
    let count = totals.confusion[label][answer]
    let share = ratio(count, of: totals.classCounts[label]) ?? 0
    let text = count == 0 || cell.columns < 3 ? "" : String(percent(share, digits: 0).dropLast())
    let showsColors = canvas.glyphs == .braille && canvas.capabilities.colorCount >= 256
    let style: Style
    if showsColors {
      // Errors are rare: on a root scale they can be seen.
      let level = Style.heat(share.squareRoot())
      style = Style(share > 0.4 ? .color(0x101010) : .color(0xF0F0F0), on: level.role)
    } else {
      style = label == answer ? .title : count > 0 ? .warning : .plain
    }
    canvas.fill(cell, with: Cell(" ", style: style))
    canvas.write(
      text, row: cell.row, column: cell.column, width: cell.columns, alignment: .center,
      style: style)
  }

  // MARK: - Per class

  func classesTitle() -> PaneTitle {
    PaneTitle("accuracy by class", [context.hasANN ? "bar SNN, mark ANN" : "SNN", "at T"])
  }

  func drawClasses(on canvas: inout Canvas) {
    guard !drawAbsence(on: &canvas) else { return }
    let rows = canvas.size.rows
    let order = totals.classCounts.indices.filter { totals.classCounts[$0] > 0 }.sorted {
      (accuracy(ofClass: $0), $0) < (accuracy(ofClass: $1), $1)
    }
    let names = classColumns(in: canvas.size.columns, besides: countColumns, least: nameColumns)
    let width = max(canvas.size.columns - names - countColumns, 1)
    // The bars of all classes have one axis, from 0 to all of them.
    canvas.addPlot(Rect(row: 0, column: names, rows: min(order.count, rows), columns: width))
    for (row, index) in order.prefix(rows).enumerated() {
      let count = totals.classCounts[index]
      canvas.write(
        context.className(index), row: row, column: 1, width: names - 2, alignment: .left)
      let bar = Rect(row: row, column: names, rows: 1, columns: width)
      canvas.drawBar(accuracy(ofClass: index), in: bar, style: .right)
      if context.hasANN {
        let share = Double(totals.analogRightByClass[index]) / Double(count)
        canvas.markBar(share, in: bar, style: .annTarget)
      }
      canvas.write(
        "\(percent(accuracy(ofClass: index), digits: 0)) of \(grouped(count))", row: row,
        column: names + width, width: countColumns - 1, alignment: .right)
      canvas.addTarget(
        .name("class=\(index)"),
        in: Rect(row: row, column: 0, rows: 1, columns: canvas.size.columns))
    }
  }

  private func accuracy(ofClass index: Int) -> Double {
    ratio(totals.confusion[index][index], of: totals.classCounts[index]) ?? 0
  }

  // MARK: - When answers settle

  func settlingTitle() -> PaneTitle {
    PaneTitle("when answers settle", ["images per step"])
  }

  func drawSettling(on canvas: inout Canvas) {
    guard !drawAbsence(on: &canvas) else { return }
    var rest = canvas.bounds
    let ruler = rest.takeBottom(rest.rows >= 3 ? 1 : 0)
    let plot = Rect(
      row: 0, column: scaleColumns, rows: rest.rows,
      columns: max(rest.columns - scaleColumns - 1, 1))
    canvas.addPlot(plot)
    let axis = TimeAxis(width: plot.columns, firstStep: 1, length: totals.steps)
    // Per step: cells of two steps beside cells of one would make a comb of sums.
    let means = (0..<axis.width).map { cell -> Double in
      let steps = axis.steps(ofCell: cell)?.filter { $0 <= totals.steps } ?? []
      let sum = steps.reduce(0) { $0 + totals.settled[$1 - 1] }
      return Double(sum) / Double(max(steps.count, 1))
    }
    let most = means.max().flatMap { $0 > 0 ? $0 : nil } ?? 1
    canvas.drawColumns(means.map { $0 / most }, in: plot, style: .info)
    canvas.write(
      decimal(most, digits: most == most.rounded() ? 0 : 1), row: 0, column: 0,
      width: scaleColumns - 1, alignment: .right, style: .label)
    guard !ruler.isEmpty else { return }
    canvas.writeScale(
      "t=1", ["T=\(totals.steps)"],
      in: Rect(row: ruler.row, column: scaleColumns, rows: 1, columns: plot.columns))
  }

  // MARK: - SIN per layer over the images

  func sinSpreadTitle() -> PaneTitle {
    PaneTitle("SIN by layer over the images", ["share of inactivated neurons", "mean"])
  }

  /// A row per layer: how many images have each share of SIN neurons, and their mean.
  func drawSINSpread(on canvas: inout Canvas) {
    guard !drawAbsence(on: &canvas) else { return }
    let names = images.subject?.layers ?? []
    let width = max(canvas.size.columns - nameColumns - 8, 1)
    let bottom = max(canvas.size.rows - 1, 0)
    let shown = min(names.count, bottom)
    // A blank row between two layers, where there is room.
    let pitch = shown > 0 ? min(bottom / shown, 9) : 0
    let height = pitch > 1 ? pitch - 1 : pitch
    for (layer, name) in names.prefix(shown).enumerated() {
      let row = layer * pitch
      canvas.write(
        name, row: row + height - 1, column: 1, width: nameColumns - 2, alignment: .left)
      let bins = totals.sin[layer]
      let most = Double(max(bins.max() ?? 0, 1))
      for cell in 0..<width {
        let count = bins[cell * bins.count / width]
        guard count > 0 else { continue }
        canvas.drawColumn(
          Double(count) / most, row: row, column: nameColumns + cell, height: height,
          style: .sinSpike)
      }
      canvas.write(
        percent(totals.meanSIN(ofLayer: layer), digits: 0), row: row + height - 1,
        column: nameColumns + width, width: 7, alignment: .right, style: .sinSpike)
    }
    let row = shown * pitch - (pitch - height)
    canvas.addPlot(Rect(row: 0, column: nameColumns, rows: row, columns: width))
    guard bottom > 0 else { return }
    let count = names.count > bottom ? "\(names.count - bottom) more" : ""
    canvas.write(count, row: row, column: 1, style: .label)
    canvas.writeScale(
      "0", ["100 %"], in: Rect(row: row, column: nameColumns, rows: 1, columns: width))
  }
}
