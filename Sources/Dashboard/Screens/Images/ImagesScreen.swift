import PlainText
import SpikeStatistics
import TerminalUI

/// From so many columns on the selected image stands beside the list, and the set as a whole too.
private let columnsForPicture = 120
let columnsForWhole = 178

/// What the list keeps of them, so that it has the columns that it has alone on small terminals.
private let leastListBeside = 78

/// With fewer columns a course over time says nothing.
let leastAnswerLane = 12

/// Stands before the number of the image that is open.
private let openMark = "*"

extension ScreenView {
  var images: ImageList { state.imageList }

  /// The list, beside it the image under the cursor, and the set as a whole; before any image was
  /// run, the pictures alone.
  func imagesLayout(_ size: Size) -> Layout<String> {
    let list = { (columns: Int) in
      Pane(
        "images", rows: Extent(5, weight: 3), columns: Extent(columns, ideal: 108, weight: 2),
        priority: 0)
    }
    guard images.knownCount > 0 else { return .stack([list(56)]) }
    guard size.columns >= columnsForPicture else {
      return images.showsWhole ? wholeLayout(size, picture: false) : .stack([list(56)])
    }
    let beside = Layout.stack([list(leastListBeside)])
    guard size.columns >= columnsForWhole else {
      return images.showsWhole
        ? wholeLayout(size, picture: true) : .columns([beside, pictureColumn])
    }
    let whole = wholePanes(size)
    return .columns([beside, pictureColumn] + (whole.isEmpty ? [] : [.stack(whole)]))
  }

  private var pictureColumn: Layout<String> {
    let side = Extent(38, ideal: 40, maximum: 72)
    let pixels = (context.picture.height + 1) / 2
    let words = 5 + (images.subject?.layers.count ?? 0)
    return .stack([
      Pane(
        "picture",
        rows: Extent(min(pixels, 8) + 1, ideal: pixels + words, maximum: pixels + words),
        columns: side, priority: 1),
      Pane("set-accuracy", rows: Extent(6, ideal: 12, weight: 2), columns: side, priority: 2),
      Pane("settling", rows: Extent(4, ideal: 7), columns: side, priority: 5),
    ])
  }

  /// What only the whole set has: who is taken for whom, per class, and where SIN is.
  private func wholePanes(_ size: Size) -> [Pane<String>] {
    let classes = images.totals.classes
    let side = Extent(46, weight: 1)
    let layers = images.subject?.layers.count ?? 0
    let spread = Pane(
      "sin-spread", rows: Extent(3, ideal: layers + 1, weight: 2), columns: side, priority: 4)
    // Where answers are no classes, nothing is taken for anything else.
    guard classes > 0 else { return layers > 0 ? [spread] : [] }
    let confusion = Pane(
      "confusion", rows: Extent(4, ideal: classes + 1, maximum: classes + 2), columns: side,
      priority: 3)
    let perClass = Pane(
      "classes", rows: Extent(3, ideal: classes + 1, maximum: classes + 1), columns: side,
      priority: 6)
    guard layers > 0 else { return [confusion, perClass] }
    return [confusion, perClass, spread]
  }

  /// The set as a whole in place of the list.
  private func wholeLayout(_ size: Size, picture: Bool) -> Layout<String> {
    let width = Extent(56, weight: 2)
    let accuracy = Pane(
      "set-accuracy", rows: Extent(6, ideal: 9, weight: 2), columns: width, priority: 0)
    let settling = Pane("settling", rows: Extent(4, ideal: 6), columns: width, priority: 5)
    return picture && !wholePanes(size).isEmpty
      ? .columns([.stack([accuracy, settling]), .stack(wholePanes(size))])
      : .stack([accuracy] + wholePanes(size))
  }

  func imagesTitle() -> PaneTitle {
    guard state.hasImages else { return PaneTitle(context.dataset) }
    let order = "by \(images.order.name)\(images.isDescending ? ", largest first" : "")"
    let matching = "\(grouped(images.rows.count)) of \(grouped(images.knownCount))"
    let count =
      images.filter.isEmpty ? state.seenImagesText : "\(matching) match /\(images.filter.text)"
    let seen = images.totals.images > 0
    return PaneTitle(
      context.dataset,
      [
        "T=\(images.subject?.steps ?? state.judgedSteps)",
        images.isRunning ? images.pace?.words(missing: images.missingCount) ?? "running" : "",
        seen || images.isRunning ? count : "",
      ] + scoreFigures + [order, "\(openMark) is open"],
      hints: hints(
        (state.evaluationWord.map { [ActionHint("toggle-run", $0)] } ?? []) + state.imageHints))
  }

  /// The number of an image, with a mark where that is open.
  func numberText(_ image: Int) -> String { (image == context.image ? openMark : "") + "\(image)" }

  /// How good both networks are, and in what, where that is no accuracy.
  private var scoreFigures: [String] {
    let totals = images.totals
    let words = { (name: String, share: Double?) in share.map { "\(name) \(percent($0))" } }
    guard context.answersByClass else {
      let analog = context.hasANN ? words("ANN", totals.analogMeanScore) : nil
      let spiking = words("SNN", totals.meanScore(atStep: totals.steps))
      let scores = [analog, spiking].compactMap(\.self).joined(separator: ", ")
      return scores.isEmpty ? [] : ["mean \(ImageColumn.margin.title(of: context.task)) \(scores)"]
    }
    let analog = context.hasANN ? words("ANN", ratio(totals.analogRight, of: totals.labelled)) : nil
    return [analog, words("SNN", ratio(totals.right, of: totals.labelled))].compactMap(\.self)
  }

  func drawImages(on canvas: inout Canvas) {
    guard images.knownCount > 0 else { return drawSheet(on: &canvas) }
    guard !images.rows.isEmpty else {
      canvas.write(
        "no image matches '\(images.filter.text)': / changes the filter", row: 0, column: 2,
        width: canvas.size.columns - 3, alignment: .left, style: .label)
      return
    }
    let columns = ImageColumn.shown(
      columns: canvas.size.columns, hasANN: context.hasANN, task: context.task,
      order: images.order)
    let visible = canvas.scroll.rows(
      of: "rows", around: images.selected, height: canvas.size.rows - 1,
      count: images.rows.count)
    var table = TextTable(
      columns: [TextTable.Column("", width: 1)]
        + columns.map { TextTable.Column($0.title(of: context.task), alignment: $0.alignment) },
      count: images.rows.count, visible: visible
    ) { row in
      images.outcomes[images.rows[row]].map { entries(of: $0, columns, canvas.glyphs) } ?? []
    }
    table.sortedTitle = images.order.title(of: context.task)
    canvas.draw(
      table, in: canvas.bounds, firstRow: visible.lowerBound, selectedRow: images.selected)
    drawAnswerLanes(images.rows[visible], rightOf: table.width(ofRows: visible), on: &canvas)
  }

  /// What each image was taken for over time, where there is room beside the numbers.
  private func drawAnswerLanes(
    _ rows: ArraySlice<Int>, rightOf column: Int, on canvas: inout Canvas
  ) {
    let width = canvas.size.columns - column - 1
    guard width >= leastAnswerLane, let steps = images.subject?.steps else { return }
    let what = context.answersByClass ? "answer" : ImageColumn.margin.title(of: context.task)
    let title = "\(what), t=1 to \(steps)"
    canvas.write(
      width >= title.count ? title : what, row: 0, column: column, width: width,
      alignment: .left, style: .label)
    for (row, image) in rows.enumerated() {
      guard let outcome = images.outcomes[image] else { continue }
      drawAnswers(of: outcome, row: row + 1, column: column, width: width, on: &canvas)
    }
    canvas.addPlot(Rect(row: 1, column: column, rows: rows.count, columns: width))
  }

  /// The answers to an image over time, each by its name as far as there is room, in the colours of
  /// right and wrong.
  func drawAnswers(
    of outcome: ImageOutcome, row: Int, column: Int, width: Int, on canvas: inout Canvas
  ) {
    let axis = TimeAxis(width: width, firstStep: 1, length: images.subject?.steps ?? 1)
    for (number, change) in outcome.course.enumerated() {
      let next = number + 1 < outcome.course.count ? Int(outcome.course[number + 1].step) : nil
      guard let first = axis.firstCell(of: Int(change.step)) else { continue }
      let end = next.flatMap(axis.firstCell(of:)) ?? width
      guard first < end else { continue }
      let answer = Int(change.answer)
      let truth = outcome.figures == nil ? outcome.truth : AnswerFigures.fullScore
      let style = Style.verdict(verdict(truth.map { $0 == answer }))
      canvas.draw(
        LaneAnswer(text: words(for: answer, of: outcome), style: style), in: first..<end,
        of: width, row: row, column: column, isFirst: number == 0)
    }
  }

  /// The class that an answer is, or its score.
  func words(for answer: Int, of outcome: ImageOutcome) -> String {
    outcome.figures == nil
      ? context.className(answer)
      : percent(Double(answer) / Double(AnswerFigures.fullScore), digits: 0)
  }

  private func entries(
    of outcome: ImageOutcome, _ columns: [ImageColumn], _ glyphs: Glyphs
  ) -> [TextTable.Entry] {
    let isRight = verdict(outcome.isRight)
    let style: Style = isRight != nil && outcome.isLost ? .wrong : .plain
    let mark = isRight.map { String($0 ? glyphs.right : glyphs.wrong) } ?? ""
    let name = { (index: Int) in String(context.className(index).prefix(12)) }
    return [TextTable.Entry(mark, style: .verdict(isRight))]
      + columns.map { column in
        let own: Style? =
          switch column {
          case .analog, .analogMargin: analogStyle(of: outcome)
          case .spiking: .verdict(isRight)
          case .sin: .sinSpike
          case .number, .label, .found, .same, .margin, .settled, .spikes, .operations: nil
          }
        return TextTable.Entry(
          column == .number ? numberText(outcome.index) : column.text(of: outcome, className: name),
          style: own ?? style)
      }
  }

  /// What the ANN says has its colour, unless it is wrong.
  func analogStyle(of outcome: ImageOutcome) -> Style {
    verdict(outcome.analogIsRight) == false ? .wrong : .annTarget
  }

  /// Whether an answer is right, where that tells answers apart.
  func verdict(_ isRight: Bool?) -> Bool? { context.isJudgedAsAWhole ? isRight : nil }

  /// What the screen shows, also before anything is known.
  func imagesInsight() -> String {
    if let insight = knownImagesInsight() { return insight }
    guard state.hasImages else {
      return "these spikes are of one image, there are no others to run"
    }
    let none =
      "none of \(grouped(context.imageCount)) images is known at T=\(state.judgedSteps) yet"
    if images.isRunning { return "\(none), they are being run" }
    let key = state.keyMap.key(for: "toggle-run").map {
      ", \(Dashboard.name(of: $0)) runs them all"
    }
    return none + (key ?? "")
  }

  /// What all images seen so far come to; `nil` where none is known.
  func knownImagesInsight() -> String? {
    let totals = images.totals
    guard totals.images > 0 else { return nil }
    guard context.answersByClass else { return scoresInsight }
    let accuracy = wilsonInterval(totals.right, of: totals.labelled).map { interval in
      let share = percent(ratio(totals.right, of: totals.labelled))
      return "the SNN is right on \(share) (95 %: \(percent(interval.lowerBound)) to "
        + "\(percent(interval.upperBound)))"
    }
    let ann =
      context.hasANN
      ? ratio(totals.analogRight, of: totals.labelled).map { "the ANN on \(percent($0))" } : nil
    let lost =
      context.hasANN
      ? "\(grouped(totals.lost)) \(totals.lost == 1 ? "was" : "were") lost in the conversion" : nil
    let settled = median(ofCounts: totals.settled).map { "half of all answers settled by t=\($0)" }
    let parts = [accuracy, ann, lost, settled].compactMap(\.self)
    return "\(state.seenImagesText) at T=\(totals.steps): " + parts.joined(separator: ", ")
  }

  /// The first step by which half of the images have settled.
  private func median(ofCounts counts: [Int]) -> Int? {
    let total = counts.reduce(0, +)
    var seen = 0
    for (index, count) in counts.enumerated() where total > 0 {
      seen += count
      if 2 * seen >= total { return index + 1 }
    }
    return nil
  }
}
