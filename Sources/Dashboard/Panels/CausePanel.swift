import Networks
import SpikeStatistics
import TerminalUI

extension ScreenView {
  /// Why the neuron is off schedule: the exact sum over its inputs, largest first.
  func drawCause(_ inspection: NeuronInspection, on canvas: inout Canvas) {
    canvas.drawHorizontalLine(row: 0, width: canvas.size.columns)
    guard let cause = inspection.cause else {
      canvas.write(noScheduleText, row: 1, column: 1, style: .label)
      return
    }
    let lines = causeLines(cause)
    for (row, line) in lines.enumerated() {
      canvas.write(
        line, row: row + 1, column: 1, width: canvas.size.columns - 2, alignment: .left,
        style: row == 0 ? .title : .plain)
    }
    var rest = canvas.bounds
    _ = rest.takeTop(1 + lines.count)
    drawTerms(cause, in: rest, on: &canvas)
  }

  private var noScheduleText: String {
    switch network.layers[state.layer].neuron {
    case .maximum: "a max pool passes on what its strongest input sends: no schedule to be off"
    case .readout: "the readout accumulates and never fires: no schedule to be off"
    case .integrateAndFire, .burst, .bistable:
      "a synchronous neuron has no analog counterpart: no schedule to be off"
    }
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

  /// At most 200 inputs; the line above says how many there are.
  private func drawTerms(_ cause: SpikeCause, in rect: Rect, on canvas: inout Canvas) {
    let columns = ["input", "weight", "spikes", "target", "phi", "w*phi", "kind"].enumerated().map {
      TextTable.Column($1, alignment: $0 == 0 || $0 == 6 ? .left : .right)
    }
    let table = TextTable(columns: columns, rows: cause.terms.prefix(200).map(row(for:)))
    var window = ScrollWindow()
    window.show(cursor: state.input, height: rect.rows - 1, count: table.rows.count)
    canvas.draw(table, in: rect, firstRow: window.first, selectedRow: state.input)
  }

  private func row(for term: SpikeCause.Term) -> [TextTable.Entry] {
    let isLead = term.phase > 0
    let isPool = network.layers[term.layer].neuron.threshold == nil
    return [
      .init(name(ofUnit: term.unit, in: term.layer)),
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
