import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// With so many inputs the account below them is as long as it may become.
private let termsOfLongAccount = 100

/// The columns that a bar on both sides of 0 needs, with the space around it.
private let columnsOfABar = 12

/// From so many rows on there is room for the account.
private let leastForAccount = 9

/// What is less is written as 0.000.
private let leastTerm: Float = 0.0005

/// From so many columns on a row says where its input lies.
private let columnsForPlaces = 112

extension ScreenView {
  /// Why the neuron is off schedule: the exact sum over its inputs, largest first.
  func drawCause(_ inspection: NeuronInspection, on canvas: inout Canvas) {
    guard let cause = inspection.cause else {
      canvas.write(
        noScheduleText, row: 0, column: 1, width: canvas.size.columns - 2, alignment: .left,
        style: .label)
      return
    }
    var rest = canvas.bounds
    // Where there is room for the account below the inputs, what it says is not said above.
    let hasAccount = rest.rows >= leastForAccount
    let lines =
      hasAccount ? causeHeading(cause) : [briefCause(cause, width: canvas.size.columns - 2)]
    // The titles and one input come before what is said above them.
    let taken = drawCauseLines(
      lines, styles: (.title, .plain), most: max(rest.rows - 2, 1), on: &canvas)
    _ = rest.takeTop(taken)
    drawTerms(cause, in: rest, hasAccount: hasAccount, on: &canvas)
  }

  /// The sum in words, each line going on in the next where it has no room.
  ///
  /// - Parameters:
  ///   - styles: Of the sum, and of what follows.
  ///   - most: How many rows it may take.
  /// - Returns: How many rows it takes.
  func drawCauseLines(
    _ lines: [String], styles: (Style, Style), most: Int, on canvas: inout Canvas
  ) -> Int {
    let lines = lines.enumerated().flatMap { number, line in
      wrapped(line, width: max(canvas.size.columns - 2, 1)).map { (number, $0) }
    }.prefix(most)
    for (row, (number, line)) in lines.enumerated() {
      canvas.write(
        line, row: row, column: 1, width: canvas.size.columns - 2, alignment: .left,
        style: number == 0 ? styles.0 : styles.1)
    }
    return lines.count
  }

  private var noScheduleText: String {
    if runState.simulation.isReplay {
      return "causes need the weights of the model"
    }
    guard context.hasANN else { return "no ANN: nothing says when this neuron should have fired" }
    let obstacle = network.layers[state.layer].neuron.scheduleObstacle
    return (obstacle ?? "a synchronous neuron has no analog counterpart")
      + ": no schedule to be off"
  }

  /// The sum in words, and that it closes; what the conversion added has a line of its own.
  func causeLines(_ cause: SpikeCause) -> [String] {
    let value = { (number: Float) in signed(Double(number), digits: 3) }
    return [
      "why: C - z*\(cycles) = \(value(cause.deviation)) = \(kinds(of: cause))",
      "\(counted(cause.terms.count, "input")) off schedule, sum \(value(cause.sum)), "
        + "model term \(value(cause.modelTerm))" + closing(of: cause),
    ] + chargeLines(of: cause)
  }

  /// The sum in few words, where rows are few: inputs say more than words and zeros do.
  ///
  /// In whole words with three digits where they have room, else with one, else with initials.
  private func briefCause(_ cause: SpikeCause, width: Int) -> String {
    let text = { (digits: Int, isShort: Bool) in
      let value = { (number: Float) in signed(Double(number), digits: digits) }
      let others = [
        ("added", cause.initialPotential + cause.biasCharge), ("model term", cause.modelTerm),
      ].filter { abs($0.1) >= leastTerm }
      let parts =
        sums(of: cause).map { "\(isShort ? $0.kind.initials : $0.kind.words) \(value($0.sum))" }
        + others.map { "\($0.0) \(value($0.1))" }
      return value(cause.deviation)
        + (parts.isEmpty ? "" : " = \(parts.joined(separator: " + "))")
    }
    let forms = [(3, false), (1, false), (3, true)].map(text)
    return forms.first { $0.count <= width } ?? text(1, true)
  }

  /// The same without what the account says.
  private func causeHeading(_ cause: SpikeCause) -> [String] {
    ["why: C - z*\(cycles) = \(kinds(of: cause)), in charge as theta"] + chargeLines(of: cause)
  }

  /// What the time of a schedule is counted in.
  private var cycles: String { network.coding == .rate ? "t" : "cycles" }

  private func closing(of cause: SpikeCause) -> String {
    abs(cause.modelTerm) < leastTerm ? ": the sum closes" : ""
  }

  /// The inputs summed by what they do, without kinds that there are none of.
  private func kinds(of cause: SpikeCause) -> String {
    let value = { (number: Float) in signed(Double(number), digits: 3) }
    var parts = sums(of: cause).map { "\($0.kind.words) \(value($0.sum))" }
    if isCharged(cause) {
      parts.append("added \(value(cause.initialPotential + cause.biasCharge))")
    }
    return parts.isEmpty ? value(0) : parts.joined(separator: " + ")
  }

  /// Those that are not written as 0.
  private func sums(of cause: SpikeCause) -> [(kind: SpikeCause.Term.Kind, sum: Float)] {
    SpikeCause.Term.Kind.allCases.map { ($0, cause.sum(of: $0)) }.filter { abs($0.1) >= leastTerm }
  }

  private func isCharged(_ cause: SpikeCause) -> Bool {
    cause.initialPotential != 0 || cause.biasCharge != 0
  }

  /// What the conversion added, if anything.
  private func chargeLines(of cause: SpikeCause) -> [String] {
    guard isCharged(cause) else { return [] }
    let value = { (number: Float) in signed(Double(number), digits: 3) }
    return [
      "added: initial potential v(0) \(value(cause.initialPotential)), "
        + "bias current bias*\(cycles) \(value(cause.biasCharge))"
    ]
  }

  /// The inputs around the cursor, and below them the account: what is shown and what is not, added
  /// up to the deviation.
  private func drawTerms(
    _ cause: SpikeCause, in rect: Rect, hasAccount: Bool, on canvas: inout Canvas
  ) {
    var area = rect
    let width = max(rect.columns - 3, 1)
    // As long as it may become, so that the rows above do not jump.
    let longest = [1, rect.rows, termsOfLongAccount].map { count in
      wrapped(accountText(of: cause, shown: cause.terms.prefix(count)), width: width).count
    }
    let account = area.takeBottom(hasAccount ? longest.max() ?? 0 : 0)
    let terms = cause.terms
    let height = max(area.rows - 1, 0)
    let visible = canvas.scroll.rows(
      of: "inputs", around: state.input, height: height, count: terms.count)
    let table = termTable(
      terms, columns: rect.columns, visible: visible)
    // The inputs are many where their outputs are pooled; on Neuron alone a cursor moves in them.
    let shown = cause.terms[visible]
    canvas.drawSplit(
      table, visible: visible, selectedRow: state.screen == .neuron ? state.input : nil,
      values: shown.map { Double($0.contribution) },
      largest: cause.terms.reduce(0) { max($0, abs(Double($1.contribution))) }, in: area,
      account: wrapped(accountText(of: cause, shown: shown), width: width), below: account)
  }

  /// The inputs in columns.
  ///
  /// All of them, or without those that bars say as well, where bars would have no room beside.
  /// What they are sorted by always stays.
  private func termTable(
    _ terms: [SpikeCause.Term], columns room: Int, visible: Range<Int>
  ) -> TextTable {
    let titles = ["input", "w*theta", "spikes", "target", "phi", "charge", "kind"]
    // Only what can be seen is made: the inputs may be thousands.
    let rows = terms.indices.map {
      visible.contains($0) ? row(for: terms[$0], hasPlace: room >= columnsForPlaces) : []
    }
    let tables = [titles, titles.dropLast(), titles.filter { $0 != "kind" && $0 != "target" }].map {
      kept in
      let places = titles.indices.filter { kept.contains(titles[$0]) }
      var table = TextTable(
        columns: places.map {
          TextTable.Column(titles[$0], alignment: $0 == 0 || $0 == 6 ? .left : .right)
        }, rows: rows.map { row in row.isEmpty ? [] : places.map { row[$0] } })
      table.keptTitle = "charge"
      return table
    }
    let isBarred = { (table: TextTable) in
      table.width(ofRows: visible) + columnsOfABar <= room
    }
    return tables.first(where: isBarred) ?? tables[0]
  }

  /// `5 of 56 inputs +3.903, other 51 -1.082 = +2.821: the sum closes`.
  private func accountText(
    of cause: SpikeCause, shown: ArraySlice<SpikeCause.Term>
  ) -> String {
    let value = { (number: Double) in signed(number, digits: 3) }
    let sum = shown.reduce(0.0) { $0 + Double($1.contribution) }
    let rest = cause.terms.count - shown.count
    let charges = Double(cause.initialPotential + cause.biasCharge)
    var parts = ["\(shown.count) of \(counted(cause.terms.count, "input")) \(value(sum))"]
    if rest > 0 { parts.append("other \(grouped(rest)) \(value(Double(cause.sum) - sum))") }
    if charges != 0 { parts.append("added \(value(charges))") }
    if abs(cause.modelTerm) >= leastTerm {
      parts.append("model term \(value(Double(cause.modelTerm)))")
    }
    return parts.joined(separator: ", ") + " = \(value(Double(cause.deviation)))"
      + closing(of: cause)
  }

  private func row(for term: SpikeCause.Term, hasPlace: Bool) -> [TextTable.Entry] {
    let isLead = term.phase > 0
    let isPool = network.layers[term.layer].neuron.threshold == nil
    return [
      .init(name(ofUnit: term.unit, in: term.layer, hasPlace: hasPlace)),
      .init(signed(Double(term.weight), digits: 3)),
      .init(decimal(Double(term.spikes), digits: network.coding == .rate && !isPool ? 0 : 2)),
      .init(decimal(Double(term.target), digits: 1)),
      .init(signed(Double(term.phase), digits: 1), style: isLead ? .lead : .lag),
      .init(signed(Double(term.contribution), digits: 3)),
      .init(term.kind.words),
    ]
  }
}

extension SpikeCause.Term.Kind {
  /// As in the rows of inputs, and in the sum of them.
  var words: String {
    switch self {
    case .excitationAhead: "excitation ahead"
    case .excitationLate: "excitation late"
    case .inhibitionAhead: "inhibition ahead"
    case .inhibitionOwed: "inhibition owed"
    }
  }

  /// With E and I, as in dEI.
  fileprivate var initials: String {
    switch self {
    case .excitationAhead: "E ahead"
    case .excitationLate: "E late"
    case .inhibitionAhead: "I ahead"
    case .inhibitionOwed: "I owed"
    }
  }
}
