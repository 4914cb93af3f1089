import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// What the lower half of the neuron screen shows.
package enum NeuronPicture: String, Equatable, Sendable, CaseIterable {
  /// Why the neuron is off schedule, over all steps.
  case cause
  /// What arrives in the step at hand, the largest current first.
  case arrivals
  /// Where its synapses lie on the maps of their sources.
  case field
  /// How many steps lie between its spikes, where nothing says why it is off schedule.
  case intervals

  var title: String {
    switch self {
    case .cause: "why"
    case .arrivals: "arrivals"
    case .field: "field"
    case .intervals: "intervals"
    }
  }

  /// The name of its pane.
  var name: String { self == .cause ? "cause" : title }

  /// Whether there is something to say: causes need an ANN and weights, synapses need weights.
  func isTelling(in state: DashboardState) -> Bool {
    switch self {
    case .cause: state.hasSchedule && state.hasWeights
    case .arrivals, .field: state.hasWeights
    case .intervals: !state.hasSchedule || !state.hasWeights
    }
  }
}

/// The columns left of the currents, and the rows that they take at least and at most.
private let currentScaleWidth = 8
private let leastPlot = 5
private let largestPlot = 14

/// From so many columns on a row says where its source lies.
private let columnsForPlaces = 72

extension ScreenView {
  /// The currents over time where there is room, and the spikes that arrive in this step, ranked by
  /// what they bring.
  func drawArrivals(_ inspection: NeuronInspection, on canvas: inout Canvas) {
    guard let field = inspection.field else { return drawNoSynapses(on: &canvas) }
    let synapses = field.parts.reduce(0) { $0 + ($1.arrived == nil ? 0 : $1.synapses) }
    canvas.write(
      "\(grouped(field.arrivals.count)) of \(counted(synapses, "synapse")) brought charge, "
        + "as theta",
      row: 0, column: 1, width: canvas.size.columns - 2, alignment: .left, style: .title)
    var rest = canvas.bounds
    _ = rest.takeTop(1)
    // Titles above the rows, and the account below.
    let wanted = min(field.arrivals.count + 2, max(rest.rows / 2, rest.rows - largestPlot))
    if rest.rows - wanted >= leastPlot, !inspection.trace.points.isEmpty {
      let plot = rest.takeTop(rest.rows - wanted)
      canvas.inside(plot) { drawCurrents(inspection.trace, on: &$0) }
    }
    canvas.inside(rest) { drawArrivalTable(field, on: &$0) }
  }

  private func drawArrivalTable(_ field: ReceptiveField, on canvas: inout Canvas) {
    let value = { (number: Float) in signed(Double(number), digits: 3) }
    let width = max(canvas.size.columns - 3, 1)
    // As long as it may become, so that the rows above do not jump.
    let longest = wrapped(arrivalAccount(field, shown: field.arrivals.count / 2), width: width)
    let room = max(canvas.size.rows - 1 - longest.count, 0)
    let shown = min(field.arrivals.count, room)
    let columns = ["arrives from", "weight", "delivered", "w*delivered"].enumerated().map {
      TextTable.Column($1, alignment: $0 == 0 ? .left : .right)
    }
    let rows = field.arrivals.prefix(shown).map { arrival -> [TextTable.Entry] in
      [
        .init(
          name(
            ofUnit: arrival.unit, in: arrival.layer,
            hasPlace: canvas.size.columns >= columnsForPlaces)), .init(value(arrival.weight)),
        .init(decimal(Double(arrival.value))),
        .init(value(arrival.current), style: arrival.current > 0 ? .lead : .lag),
      ]
    }
    let table = TextTable(columns: columns, rows: rows)
    canvas.draw(table, in: canvas.bounds, firstRow: 0, selectedRow: nil)
    canvas.drawSignedBars(
      field.arrivals.prefix(shown).map { Double($0.current) },
      largest: Double(abs(field.arrivals.first?.current ?? 0)), below: 0, column: table.width,
      columns: canvas.size.columns - table.width - 1)
    let account = wrapped(arrivalAccount(field, shown: shown), width: width)
    for (row, line) in account.enumerated() {
      canvas.write(
        line, row: min(shown + 1, room + 1) + row, column: 2, width: width, alignment: .left,
        style: .title)
    }
  }

  /// `3 of 43 arrivals -1.125, other 40 +2.203, constant +0.250 = +1.328`.
  private func arrivalAccount(_ field: ReceptiveField, shown: Int) -> String {
    let value = { (number: Float) in signed(Double(number), digits: 3) }
    let count = field.arrivals.count
    let sum = field.arrivals.prefix(shown).reduce(0) { $0 + $1.current }
    var parts = ["\(grouped(shown)) of \(grouped(count)) arrivals \(value(sum))"]
    if shown < count {
      parts.append("other \(grouped(count - shown)) \(value(field.arrivedCurrent - sum))")
    }
    parts.append("constant \(value(field.constantCurrent))")
    return parts.joined(separator: ", ")
      + " = \(value(field.arrivedCurrent + field.constantCurrent))"
  }

  /// What excites the neuron and what inhibits it in each step, up and down from 0, on one scale.
  private func drawCurrents(_ trace: NeuronTrace, on canvas: inout Canvas) {
    var rest = canvas.bounds
    let ruler = rest.takeBottom(1)
    let axis = timeAxis(width: rest.columns - currentScaleWidth - 1)
    let half = rest.rows / 2
    let (up, down) = (
      Rect(row: rest.row, column: currentScaleWidth, rows: half, columns: axis.width),
      Rect(
        row: rest.row + half, column: currentScaleWidth, rows: rest.rows - half,
        columns: axis.width)
    )
    var currents = Array(repeating: (excitation: 0.0, inhibition: 0.0), count: axis.width)
    for point in trace.points {
      guard let first = axis.firstCell(of: point.step), let last = axis.cell(of: point.step) else {
        continue
      }
      for cell in first...last {
        currents[cell].excitation = max(currents[cell].excitation, Double(point.excitation))
        currents[cell].inhibition = max(currents[cell].inhibition, Double(point.inhibition))
      }
    }
    let largest = currents.reduce(0) { max($0, $1.excitation, $1.inhibition) }
    for (cell, current) in currents.enumerated() where largest > 0 {
      canvas.drawColumn(
        current.excitation / largest, row: up.row, column: up.column + cell, height: up.rows,
        style: .lead)
      canvas.drawHangingColumn(
        current.inhibition / largest, row: down.row, column: down.column + cell, height: down.rows,
        style: .lag)
    }
    for area in [up, down] { axis.drawPresent(step: step, in: area, on: &canvas) }
    axis.drawRuler(step: step, row: ruler.row, column: currentScaleWidth, on: &canvas)
    canvas.writeApart(
      [
        ("+" + decimal(largest, digits: 2), up.row),
        ("-" + decimal(largest, digits: 2), down.endRow - 1), ("I+", up.row + 1), ("I-", down.row),
      ].map { AxisLabel($0, row: $1, column: 0, width: currentScaleWidth - 1) })
  }

  func drawNoSynapses(on canvas: inout Canvas) {
    canvas.write(
      runState.simulation.isReplay
        ? "synapses need the weights of the model"
        : "a window has no synapses: it picks one of its inputs", row: 0, column: 1,
      width: canvas.size.columns - 2, alignment: .left, style: .label)
  }
}
