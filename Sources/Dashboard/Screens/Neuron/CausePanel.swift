import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// How many inputs the table can scroll through.
private let maximumTerms = 200

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
    let lines = causeLines(cause)
    for (row, line) in lines.enumerated() {
      canvas.write(
        line, row: row, column: 1, width: canvas.size.columns - 2, alignment: .left,
        style: row == 0 ? .title : .plain)
    }
    var rest = canvas.bounds
    _ = rest.takeTop(lines.count)
    drawTerms(cause, in: rest, on: &canvas)
  }

  private var noScheduleText: String {
    if runState.simulation.isReplay {
      return "this run is replayed: causes need the weights of its model"
    }
    guard context.hasANN else { return "no ANN: nothing says when this neuron should have fired" }
    let obstacle = network.layers[state.layer].neuron.scheduleObstacle
    return (obstacle ?? "a synchronous neuron has no analog counterpart")
      + ": no schedule to be off"
  }

  /// The sum in words, and that it closes; what the conversion added has a line of its own.
  func causeLines(_ cause: SpikeCause) -> [String] {
    let value = { (number: Float) in signed(Double(number), digits: 3) }
    let other = cause.sum - cause.leadingExcitation - cause.owedInhibition
    let unit = network.coding == .rate ? "t" : "cycles"
    let isCharged = cause.initialPotential != 0 || cause.biasCharge != 0
    let charges = cause.initialPotential + cause.biasCharge
    let start =
      "initial potential and bias current \(value(charges)): "
      + "v(0) \(value(cause.initialPotential)), bias*\(unit) \(value(cause.biasCharge))"
    return [
      "why: C - z*\(unit) = \(value(cause.deviation)) = lead \(value(cause.leadingExcitation))"
        + " + owed inhibition \(value(cause.owedInhibition)) + other \(value(other))"
        + (isCharged ? " + added \(value(charges))" : ""),
      "\(grouped(cause.terms.count)) inputs deviate, sum \(value(cause.sum)), "
        + "model term \(value(cause.modelTerm))"
        + (abs(cause.modelTerm) < 0.0005 ? ": the sum closes" : ""),
    ] + (isCharged ? ["added: " + start] : [])
  }

  /// The inputs around the cursor, and below them the account: what is shown and what is not, added
  /// up to the deviation.
  private func drawTerms(_ cause: SpikeCause, in rect: Rect, on canvas: inout Canvas) {
    var area = rect
    let account = area.takeBottom(rect.rows >= 5 ? 1 : 0)
    let columns = ["input", "weight", "spikes", "target", "phi", "w*phi", "kind"].enumerated().map {
      TextTable.Column($1, alignment: $0 == 0 || $0 == 6 ? .left : .right)
    }
    let table = TextTable(
      columns: columns,
      rows: cause.terms.prefix(maximumTerms).map {
        row(for: $0, hasPlace: rect.columns >= columnsForPlaces)
      })
    var window = ScrollWindow()
    let height = max(area.rows - 1, 0)
    window.show(cursor: state.input, height: height, count: table.rows.count)
    // The inputs are many where their outputs are pooled; on Neuron alone a cursor moves in them.
    canvas.draw(
      table, in: area, firstRow: window.first,
      selectedRow: state.screen == .neuron ? state.input : nil)
    let shown = cause.terms.prefix(maximumTerms).dropFirst(window.first).prefix(height)
    let width = table.width(ofRows: window.first..<window.first + shown.count)
    canvas.drawSignedBars(
      shown.map { Double($0.contribution) },
      largest: cause.terms.reduce(0) { max($0, abs(Double($1.contribution))) }, below: area.row,
      column: width, columns: area.columns - width - 1)
    guard !account.isEmpty else { return }
    canvas.write(
      accountText(of: cause, shown: shown), row: account.row, column: 2,
      width: canvas.size.columns - 3, alignment: .left, style: .title)
  }

  /// `shown 5 of 56: +3.903, other 51: -1.082, model term 0.000 = +2.821`.
  private func accountText(
    of cause: SpikeCause, shown: ArraySlice<SpikeCause.Term>
  ) -> String {
    let value = { (number: Double) in signed(number, digits: 3) }
    let sum = shown.reduce(0.0) { $0 + Double($1.contribution) }
    let rest = cause.terms.count - shown.count
    let charges = Double(cause.initialPotential + cause.biasCharge)
    var parts = ["\(shown.count) of \(grouped(cause.terms.count)) inputs \(value(sum))"]
    if rest > 0 { parts.append("other \(grouped(rest)) \(value(Double(cause.sum) - sum))") }
    if charges != 0 { parts.append("added \(value(charges))") }
    parts.append("model term \(value(Double(cause.modelTerm)))")
    return parts.joined(separator: ", ") + " = \(value(Double(cause.deviation)))"
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
      .init(kind(of: term)),
    ]
  }

  private func kind(of term: SpikeCause.Term) -> String {
    switch (term.weight > 0, term.phase > 0) {
    case (true, true): "excitation leads"
    case (false, false): "inhibition owed"
    case (true, false): "excitation late"
    case (false, true): "inhibition leads"
    }
  }
}
