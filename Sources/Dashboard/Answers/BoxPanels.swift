import Networks
import PlainText
import Tasks
import TerminalUI
import TimeTravel

/// The columns of a list of boxes beside the bars: at least for the class before them, and for
/// three numbers behind.
private let leastClassWidth = 12
private let numbersWidth = 18

/// A list of boxes has room for so many and three more, or for as many as the analog network finds:
/// those that form and vanish leave the panes around them as they are.
private let leastBoxes = 3

extension AnswerPanels {
  /// Boxes as they form, beside the analog network's.
  static let boxes = AnswerPanels(
    drawOverInput: { $0.drawBoxes(on: &$1) }, title: { $0.boxesTitle() },
    draw: { $0.drawBoxList(on: &$1) },
    rows: { max($0.analogBoxes.count, leastBoxes) + 3 }, fitsRow: false,
    liesInPicture: true, courseTitle: { $0.boxCourseTitle() },
    drawCourse: { $0.drawBoxCourse(on: &$1) },
    drawTwo: { $0.drawTwoBoxLists($1, on: &$2) }, words: { $0.boxWords },
    lane: { $0.boxLane($1) }, numbers: { $0.boxNumbers() },
    courseNumbers: { $0.boxCourseNumbers() }, facts: { $0.foundBoxFacts($1) },
    sentences: { $0.boxSentences() })
}

extension ScreenView {
  func boxesTitle() -> PaneTitle {
    let isKnown = spikingBoxes != nil
    return PaneTitle(
      "boxes",
      [isKnown ? "score SNN, ANN, overlap" : noOutputText])
  }

  /// A line per box: class, score, that of the ANN's box for the same object, and their overlap; a
  /// name that is too long goes on below, where there are rows.
  func drawBoxList(on canvas: inout Canvas) {
    let matches = MatchedBox.matches(spiking: spikingBoxes ?? [], analog: analogBoxes)
    guard !matches.isEmpty else {
      canvas.write("no boxes so far", row: 0, column: 1, style: .label)
      return
    }
    let count = matches.count > canvas.size.rows ? canvas.size.rows - 1 : matches.count
    let longest = matches.filter(\.differs).map { name(of: $0).count + 2 }.max() ?? 0
    let classWidth = max(
      classColumns(in: canvas.size.columns, besides: numbersWidth, least: leastClassWidth),
      min(longest, canvas.size.columns - numbersWidth - leastBar))
    let width = max(canvas.size.columns - classWidth - numbersWidth, 4)
    var (row, spare) = (0, canvas.size.rows - matches.count)
    for match in matches.prefix(max(count, 0)) {
      let isAlone = match.spiking == nil
      let (name, lines) = (name(of: match), wrapped(name(of: match), width: classWidth - 2))
      let isWrapped = lines.count > 1 && lines.count - 1 <= spare
      for (offset, line) in (isWrapped ? lines : [name]).enumerated() {
        canvas.write(
          line, row: row + offset, column: offset == 0 ? 1 : 2, width: classWidth - 2,
          alignment: .left, style: isAlone ? .annTarget : .plain)
      }
      defer {
        row += isWrapped ? lines.count : 1
        spare -= isWrapped ? lines.count - 1 : 0
      }
      let bar = Rect(row: row, column: classWidth, rows: 1, columns: width)
      canvas.drawBar(match.spiking?.score ?? 0, in: bar, style: .firstRun)
      if let analog = match.analog {
        canvas.markBar(analog.score, in: bar, style: .annTarget)
      }
      let cells: [(String, Style)] = [
        (match.spiking.map { percent($0.score, digits: 0) } ?? "-", .title),
        (match.analog.map { percent($0.score, digits: 0) } ?? "-", .annTarget),
        (match.overlap.map { decimal($0, digits: 2) } ?? "-", .label),
      ]
      for (number, (text, style)) in cells.enumerated() {
        canvas.write(
          text, row: row, column: classWidth + width + number * 6, width: 5, alignment: .right,
          style: style)
      }
    }
    guard count < matches.count else { return }
    canvas.write(
      "\(grouped(matches.count - count)) more", row: count, column: 1, style: .label)
  }

  /// The class, and where the ANN sees another one in the same place that, too.
  func name(of match: MatchedBox) -> String {
    let name = context.className(match.label)
    guard match.differs, let analog = match.analog else { return name }
    return "\(name) (ANN \(context.className(analog.label)))"
  }

  /// What both find, what the ANN alone and what the SNN alone.
  private var boxCounts: (both: Int, analog: Int, spiking: Int) {
    let matches = MatchedBox.matches(spiking: spikingBoxes ?? [], analog: analogBoxes)
    return (
      matches.count(where: \.isSame), matches.count { $0.analog != nil && !$0.isSame },
      matches.count { $0.spiking != nil && !$0.isSame }
    )
  }

  /// Whether some boxes are those that are annotated; `nil` where nobody says.
  private func isRight(_ found: [DetectedObject]) -> Bool? {
    context.objects.map { ObjectAgreement(of: found, with: $0).isExact }
  }

  /// How many boxes both networks give, and whether these are right.
  func foundBoxFacts(_ glyphs: Glyphs) -> [(text: String, style: Style)] {
    let verdict = { (found: [DetectedObject]) -> [(text: String, style: Style)] in
      isRight(found).map {
        [(" \($0 ? glyphs.right : glyphs.wrong)", .verdict($0))]
      } ?? []
    }
    var parts: [(text: String, style: Style)] = []
    if context.hasANN {
      parts.append(("   ANN \(boxes(analogBoxes.count))", .annTarget))
      parts += verdict(analogBoxes)
    }
    guard let spikingBoxes else { return parts + [("   SNN -", .label)] }
    parts.append(("   SNN \(boxes(spikingBoxes.count))", .title))
    parts += verdict(spikingBoxes)
    if context.hasANN { parts.append((", \(boxCounts.both) as the ANN", .label)) }
    return parts
  }

  /// How many there are.
  fileprivate var boxWords: String? { spikingBoxes.map { boxes($0.count) } }

  /// How many there were, in the colours of right and wrong: of the annotation, or without one of
  /// the ANN's boxes.
  fileprivate func boxLane(_ axis: TimeAxis) -> [LaneAnswer?] {
    guard canFollowBoxes(steps: axis.width) else { return [] }
    let truth =
      context.objects
      ?? (context.hasANN
        ? analogBoxes.map { AnnotatedObject(box: $0.box, label: $0.label) } : nil)
    return (0..<axis.width).map { cell in
      guard let steps = axis.steps(ofCell: cell), steps.lowerBound <= engine.potentials.lastStep,
        let found = boxes(
          in: meanOutputs(at: min(steps.upperBound, engine.potentials.lastStep)))
      else { return nil }
      let style = Style.verdict(truth.map { ObjectAgreement(of: found, with: $0).isExact })
      return LaneAnswer(text: boxes(found.count), short: "\(found.count)", style: style)
    }
  }

  private func boxes(_ count: Int) -> String { counted(count, "box", "boxes") }

  func boxSentences() -> [String] {
    let list = { (objects: [DetectedObject]) in
      objects.map { "\(context.className($0.label)) \(percent($0.score, digits: 0))" }
        .joined(separator: ", ")
    }
    let counts = boxCounts
    let analog = analogBoxes
    let first =
      "The analog network finds \(boxes(analog.count))"
      + (analog.isEmpty ? "." : ": \(list(analog)).")
    guard let spikingBoxes else { return [first, "The spiking one gives no output yet."] }
    return [
      first,
      "The spiking one finds \(boxes(spikingBoxes.count))"
        + (spikingBoxes.isEmpty ? "." : ": \(list(spikingBoxes)).")
        + " \(counts.both) are the same, \(counts.analog) are missing, \(counts.spiking) are more.",
    ]
  }

  /// A row per box: the spiking network's, the analog one's, and those that are annotated.
  func boxNumbers() -> NumberTable {
    var table = NumberTable([
      "step", "network", "class", "score", "x", "y", "width", "height",
    ])
    func add(_ network: String, _ label: Int, _ score: Double?, _ box: Box) {
      table.append([
        step, network, context.className(label), number(score.map { Float($0) }),
        number(Float(box.x)), number(Float(box.y)), number(Float(box.width)),
        number(Float(box.height)),
      ])
    }
    for object in spikingBoxes ?? [] { add("snn", object.label, object.score, object.box) }
    for object in analogBoxes { add("ann", object.label, object.score, object.box) }
    for object in context.objects ?? [] { add("truth", object.label, nil, object.box) }
    return table
  }
}

// How boxes form over time.
extension ScreenView {
  func boxCourseTitle() -> PaneTitle {
    PaneTitle(
      "boxes over time",
      [
        context.objects != nil
          ? "F1 against the labels" : context.hasANN ? "share of the ANN's found" : "how many"
      ])
  }

  /// F1 of the boxes by step where they are annotated, else the share of the ANN's boxes that the
  /// SNN finds; without either how many it finds.
  func drawBoxCourse(on canvas: inout Canvas) {
    let (analog, isShare) = (analogBoxes, context.hasANN || context.objects != nil)
    drawAnswerCourse(
      AnswerCourse(
        top: isShare ? 1 : nil, text: { isShare ? percent($0, digits: 0) : "\(Int($0))" },
        presentText: { isShare ? "\(percent($0, digits: 0)) at this step" : "" },
        value: { boxesFound(at: $0, analog: analog) }), on: &canvas)
  }

  /// - Returns: `nil` where the outputs of the step are not kept.
  private func boxesFound(at step: Int, analog: [DetectedObject]) -> Double? {
    guard let found = boxes(in: meanOutputs(at: step)) else { return nil }
    if let objects = context.objects { return ObjectAgreement(of: found, with: objects).score }
    guard context.hasANN else { return Double(found.count) }
    let both = MatchedBox.matches(spiking: found, analog: analog).count(where: \.isSame)
    return analog.isEmpty ? (found.isEmpty ? 1 : 0) : Double(both) / Double(analog.count)
  }

  /// A row per step: how many boxes there are, how many of them the ANN has, too, and F1 against
  /// what is annotated.
  func boxCourseNumbers() -> NumberTable {
    var table = NumberTable(["step", "boxes", "as_ann", "f1"])
    let analog = analogBoxes
    for step in 1..<engine.history.lastStep + 1 {
      guard let found = boxes(in: meanOutputs(at: step)) else { continue }
      let both = MatchedBox.matches(spiking: found, analog: analog).count(where: \.isSame)
      let score = context.objects.map { ObjectAgreement(of: found, with: $0).score }
      table.append([
        step, found.count, context.hasANN ? "\(both)" : "", number(score.map { Float($0) }),
      ])
    }
    return table
  }

  /// The boxes of two networks, one below the other.
  func drawTwoBoxLists(_ comparison: ComparedRun, on canvas: inout Canvas) {
    let analog = analogBoxes
    let runs = [("A", Style.firstRun, runState), ("B", .secondRun, comparison.runState)]
    var row = 0
    for (name, style, run) in runs {
      guard let found = boxes(in: meanOutputs(of: run)) else {
        canvas.write("\(name) no output yet", row: row, column: 1, style: .label)
        row += 1
        continue
      }
      let both = MatchedBox.matches(spiking: found, analog: analog).count(where: \.isSame)
      var column = canvas.write(
        "\(name) \(found.count), \(both) of the ANN's \(analog.count)  ", row: row, column: 1,
        style: style)
      for object in found {
        let text = "\(context.className(object.label)) \(percent(object.score, digits: 0))  "
        guard column + text.count < canvas.size.columns else { break }
        column = canvas.write(text, row: row, column: column, style: .plain)
      }
      row += 1
    }
  }
}
