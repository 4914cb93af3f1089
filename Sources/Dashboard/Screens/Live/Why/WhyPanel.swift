import Networks
import PlainText
import RunPlots
import SpikeStatistics
import TerminalUI

/// From so many columns on a row says where its neuron lies.
private let columnsForPlaces = 100

/// The columns that a bar on both sides of 0 needs, with the space around it.
private let columnsOfABar = 14

/// From so many rows on there is room for the account.
private let leastForAccount = 7

/// How many neurons the table can scroll through.
private let maximumTerms = 500

/// How many neurons line mode reads.
private let readTerms = 5

extension ScreenPane {
  /// Why the network answers so.
  static let why = ScreenPane(
    "why", defines: ["why this answer"], title: { $0.whyTitle() }
  ) { $0.drawWhy(on: &$1) }
}

extension ScreenView {
  /// Whether it has the place of the layers on Live.
  var showsWhy: Bool { state.whyScreen.isShown && context.answersByClass }

  /// It, as it was computed for the screen, or as it is now.
  var why: WhyInspection {
    state.whyScreen.inspection ?? WhyInspection(engine, context: context)
  }

  fileprivate func whyTitle() -> PaneTitle {
    let count = why.margin.map { ["\(counted($0.inputCount, "input")) of the readout"] } ?? []
    return PaneTitle(
      "why this answer", count,
      hints: showsWhy ? hints(["inspect": "neuron"]) : hints(["next-picture": "choose"]))
  }

  fileprivate func drawWhy(on canvas: inout Canvas) {
    let width = max(canvas.size.columns - 2, 1)
    let margin: AnswerMargin
    switch why.result {
    case .success(let known): margin = known
    case .failure(let obstacle):
      canvas.write(
        obstacle.text, row: 0, column: 1, width: width, alignment: .left, style: .label)
      return
    }
    var rest = canvas.bounds
    for line in wrapped(heading(of: margin), width: width).prefix(max(rest.rows - 2, 1)) {
      let row = rest.takeTop(1).row
      canvas.write(line, row: row, column: 1, width: width, alignment: .left, style: .title)
    }
    drawTerms(of: margin, in: rest, on: &canvas)
  }

  /// Which classes are compared, why these two, and what there is to explain.
  private func heading(of margin: AnswerMargin) -> String {
    let classes = margin.classes
    let pair = "\(context.className(classes.answer)) - \(context.className(classes.other))"
    let value = { (number: Double) in signed(number, digits: 3) }
    let head = "\(pair) (\(classes.reason.text)): SNN \(value(margin.margin))"
    guard let analog = margin.analogMargin else { return head + " = sum of dw*rate*theta" }
    return head + ", ANN \(value(analog)), difference \(value(margin.difference))"
      + " = sum of dw*(rate*theta - a)"
  }

  /// The neurons around the cursor, and below them the account: what is shown and what is not, up
  /// to the difference.
  private func drawTerms(of margin: AnswerMargin, in rect: Rect, on canvas: inout Canvas) {
    var area = rect
    let width = max(rect.columns - 3, 1)
    let terms = margin.terms.prefix(maximumTerms)
    // As long as it may become, so that the rows above do not jump.
    let longest = [1, rect.rows].map {
      wrapped(account(of: margin, shown: terms.prefix($0)), width: width).count
    }
    let below = area.takeBottom(rect.rows >= leastForAccount ? longest.max() ?? 0 : 0)
    let visible = canvas.scroll.rows(
      of: "neurons", around: showsWhy ? state.whyScreen.row : 0, height: max(area.rows - 1, 0),
      count: terms.count)
    let table = termTable(of: terms, visible: visible, columns: rect.columns)
    let shown = terms[visible]
    canvas.drawSplit(
      table, visible: visible, selectedRow: showsWhy ? state.whyScreen.row : nil,
      values: shown.map(\.contribution), largest: abs(terms.first?.contribution ?? 0), in: area,
      account: wrapped(account(of: margin, shown: shown), width: width), below: below)
  }

  /// The neurons in columns: all of them, or without Δw where bars would have no room beside.
  private func termTable(
    of terms: ArraySlice<AnswerMargin.Term>, visible: Range<Int>, columns room: Int
  ) -> TextTable {
    let titles =
      context.hasANN
      ? ["input", "SIN", "dw", "rate*theta", "a", "moves"]
      : ["input", "dw", "rate*theta", "moves"]
    let tables = [titles, titles.filter { $0 != "dw" }].map { kept in
      var table = TextTable(
        columns: kept.map { TextTable.Column($0, alignment: $0 == "input" ? .left : .right) },
        count: terms.count, visible: visible
      ) { row in kept.map { entry($0, of: terms[row], hasPlace: room >= columnsForPlaces) } }
      table.keptTitle = "moves"
      return table
    }
    return tables.first { $0.width(ofRows: visible) + columnsOfABar <= room } ?? tables[0]
  }

  private func entry(
    _ title: String, of term: AnswerMargin.Term, hasPlace: Bool
  ) -> TextTable.Entry {
    switch title {
    case "input": .init(name(ofUnit: term.unit, in: term.layer, hasPlace: hasPlace))
    case "SIN": .init(isSIN(term) ? "SIN" : "", style: .sinSpike)
    case "dw": .init(signed(Double(term.weight), digits: 3))
    case "rate*theta": .init(decimal(Double(term.delivered)))
    case "a": .init(decimal(term.activation.map(Double.init)), style: .annTarget)
    default:
      .init(
        signed(term.contribution, digits: 3), style: term.contribution > 0 ? .lead : .lag)
    }
  }

  /// Whether a neuron is inactivated and has fired.
  func isSIN(_ term: AnswerMargin.Term) -> Bool {
    engine.setting.references[term.layer]?.isInactive(term.unit) == true
      && runState.statistics.layers[term.layer].counts.firstStep[term.unit] > 0
  }

  /// `5 of 56 inputs +0.390, other 51 -0.108, v(0) 0.000,
  /// bias 0.000, model term 0.000 = +0.282: the sum closes`.
  private func account(
    of margin: AnswerMargin, shown: ArraySlice<AnswerMargin.Term>
  ) -> String {
    let value = { (number: Double) in signed(number, digits: 3) }
    let sum = shown.reduce(0) { $0 + $1.contribution }
    let others = margin.inputCount - shown.count
    var parts = ["\(grouped(shown.count)) of \(counted(margin.inputCount, "input")) \(value(sum))"]
    if others > 0 { parts.append("other \(grouped(others)) \(value(margin.sum - sum))") }
    parts.append("v(0) \(value(margin.startPotential))")
    parts.append("bias \(value(margin.constantCurrent))")
    parts.append("model term \(value(margin.modelTerm))")
    return parts.joined(separator: ", ") + " = \(value(margin.difference))"
      + (abs(margin.modelTerm) < 0.0005 ? ": the sum closes" : "")
  }

  // MARK: - Words

  /// Who leads whom by how much, and how few neurons make the difference to the analog network; a
  /// share that no neurons reach is not named.
  func whyInsight() -> String? {
    guard let margin = why.margin else { return nil }
    let classes = margin.classes
    var parts = [
      "\(context.className(classes.answer)) leads \(context.className(classes.other)) by "
        + decimal(margin.margin)
        + (margin.analogMargin.map { " against \(decimal($0)) of the ANN" } ?? "")
    ]
    if let few = margin.fewest(reaching: 0.8) {
      let what = margin.analogMargin == nil ? "margin" : "difference"
      let share = percent(few.share, digits: 0)
      let count = grouped(few.terms.count)
      parts.append(
        "\(count) of \(counted(margin.inputCount, "input")) "
          + "\(few.terms.count == 1 ? "makes" : "make") \(share) of the \(what)")
      let first = few.terms[0]
      parts.append(
        name(ofUnit: first.unit, in: first.layer) + (isSIN(first) ? " (SIN)" : "")
          + (few.terms.count == 1 ? "" : " foremost"))
    }
    return parts.joined(separator: ", ")
  }

  /// The same for line mode, with the foremost neurons.
  func whySentences() -> [String] {
    switch why.result {
    case .failure(let obstacle): return ["Why this answer: \(obstacle.text)."]
    case .success(let margin):
      let terms = margin.terms.prefix(readTerms).enumerated().map { index, term in
        let sin = isSIN(term) ? ", SIN" : ""
        let analog = term.activation.map { ", a \(decimal(Double($0)))" } ?? ""
        return "Input \(index + 1): \(name(ofUnit: term.unit, in: term.layer))\(sin), rate theta "
          + "\(decimal(Double(term.delivered)))\(analog), moves "
          + "\(signed(term.contribution, digits: 3))."
      }
      return ["Why this answer: \(heading(of: margin))."] + terms
        + ["\(account(of: margin, shown: margin.terms.prefix(readTerms)))."]
    }
  }

  // MARK: - Numbers

  /// A row per neuron, the largest contribution first, then all that is no neuron, and the sum.
  func whyNumbers() -> NumberTable {
    var table = NumberTable([
      "step", "answer", "other", "term", "layer", "neuron", "sin", "weight_difference",
      "rate_theta", "ann_activation", "contribution",
    ])
    guard let margin = why.margin else { return table }
    let answer = context.className(margin.classes.answer)
    let other = context.className(margin.classes.other)
    for term in margin.terms {
      let layer = network.layers[term.layer]
      table.append([
        step, answer, other, "neuron", layer.name, layer.shape.unitNumber(ofIndex: term.unit),
        isSIN(term) ? 1 : 0, number(term.weight), number(term.delivered),
        number(term.activation), number(Float(term.contribution)),
      ])
    }
    let others = [
      ("start potential", margin.startPotential), ("constant current", margin.constantCurrent),
      ("model term", margin.modelTerm), ("difference", margin.difference),
    ]
    for (name, value) in others {
      table.append([
        step, answer, other, name, "", "", "", "", "", "", number(Float(value)),
      ])
    }
    return table
  }
}

extension AnswerMargin {
  /// The fewest neurons that make a share of the difference, those that move it its way.
  ///
  /// - Returns: `nil` where all of them together do not, or nothing is to be seen of a difference.
  func fewest(reaching share: Double) -> (terms: [Term], share: Double)? {
    guard abs(difference) >= 0.0005 else { return nil }
    var (taken, sum) = ([Term](), 0.0)
    for term in terms where term.contribution * difference > 0 {
      taken.append(term)
      sum += term.contribution
      if sum / difference >= share { return (taken, sum / difference) }
    }
    return nil
  }
}
