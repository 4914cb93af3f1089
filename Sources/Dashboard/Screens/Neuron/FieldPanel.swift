import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// What the lower half of the neuron screen shows.
package enum NeuronPicture: Equatable, Sendable, CaseIterable {
  /// Why the neuron is off schedule, over all steps.
  case cause
  /// What arrives in the step at hand, the largest current first.
  case arrivals
  /// Where its synapses lie on the maps of their sources.
  case field

  var title: String {
    switch self {
    case .cause: "why"
    case .arrivals: "arrivals"
    case .field: "field"
    }
  }

  /// The name of its pane.
  var name: String { self == .cause ? "cause" : title }
}

extension ScreenView {
  /// The spikes that arrive in this step, ranked by what they bring.
  func drawArrivals(_ inspection: NeuronInspection, on canvas: inout Canvas) {
    guard let field = inspection.field else { return drawNoSynapses(on: &canvas) }
    let value = { (number: Float) in signed(Double(number), digits: 3) }
    let room = max(canvas.size.rows - 2, 0)
    let shown = field.arrivals.count > room ? max(room - 1, 0) : field.arrivals.count
    let synapses = field.parts.reduce(0) { $0 + ($1.arrived == nil ? 0 : $1.synapses) }
    canvas.write(
      "t=\(step): \(grouped(field.arrivals.count)) of \(grouped(synapses)) synapses brought "
        + "\(value(field.arrivedCurrent)), constant current \(value(field.constantCurrent))",
      row: 0, column: 1, width: canvas.size.columns - 2, alignment: .left, style: .title)
    let columns = ["arrives from", "weight", "delivered", "w*delivered"].enumerated().map {
      TextTable.Column($1, alignment: $0 == 0 ? .left : .right)
    }
    let rows = field.arrivals.prefix(shown).map { arrival -> [TextTable.Entry] in
      [
        .init(name(ofUnit: arrival.unit, in: arrival.layer)), .init(value(arrival.weight)),
        .init(decimal(Double(arrival.value))),
        .init(value(arrival.current), style: arrival.current > 0 ? .lead : .lag),
      ]
    }
    var rest = canvas.bounds
    _ = rest.takeTop(1)
    canvas.draw(TextTable(columns: columns, rows: rows), in: rest, firstRow: 0, selectedRow: nil)
    if shown < field.arrivals.count {
      canvas.write(
        "\(grouped(shown)) of \(grouped(field.arrivals.count)), the largest first",
        row: canvas.size.rows - 1, column: 1, width: canvas.size.columns - 2, alignment: .left,
        style: .label)
    }
  }

  /// The weights onto the neuron, summed over channels, where they lie on the map of each source.
  func drawField(_ inspection: NeuronInspection, on canvas: inout Canvas) {
    guard let field = inspection.field, !field.parts.isEmpty else {
      return drawNoSynapses(on: &canvas)
    }
    var rest = canvas.bounds
    let width = rest.columns / field.parts.count
    for part in field.parts {
      canvas.inside(rest.takeLeft(width)) { draw(part, on: &$0) }
    }
  }

  private func draw(_ part: ReceptiveField.Part, on canvas: inout Canvas) {
    let width = canvas.size.columns - 2
    let source =
      if case .layer(let layer) = part.source { network.layers[layer].name } else { "input" }
    let arrived = part.arrived.map { ", \(grouped($0)) arrived at t=\(step)" } ?? ", constant"
    canvas.write(
      "\(source): \(grouped(part.synapses)) synapses\(arrived)", row: 0, column: 1, width: width,
      alignment: .left, style: .title)
    let (rows, columns) = (part.rows, part.columns)
    canvas.write(
      part.shape.isVector
        ? "a vector of \(grouped(part.shape.count)) has no places"
        : "rows \(rows.lowerBound)-\(rows.upperBound) of \(part.shape.height), columns "
          + "\(columns.lowerBound)-\(columns.upperBound) of \(part.shape.width)", row: 1, column: 1,
      width: width, alignment: .left, style: .label)
    guard !part.shape.isVector, canvas.size.rows > 3 else { return }
    let largest = max(part.weights.reduce(0) { max($0, abs($1)) }, .leastNormalMagnitude)
    let area = Rect(row: 2, column: 1, rows: canvas.size.rows - 3, columns: width)
    // Only where there are synapses: of a large map nothing could be seen.
    let values = rows.flatMap { row in
      columns.map { (part.weights[row * part.shape.width + $0] / largest + 1) / 2 }
    }
    let picture = PixelImage(width: columns.count, height: rows.count, values: values)
    canvas.drawImage(picture.enlarged(toFit: area.size), in: area, palette: .signed)
    canvas.write(
      "sum of w over channels, full at \(decimal(Double(largest))): orange excites, blue inhibits",
      row: canvas.size.rows - 1, column: 1, width: width, alignment: .left, style: .label)
  }

  private func drawNoSynapses(on canvas: inout Canvas) {
    canvas.write(
      runState.simulation.isReplay
        ? "this run is replayed: synapses need the weights of its model"
        : "a window has no synapses: it picks one of its inputs", row: 0, column: 1,
      width: canvas.size.columns - 2, alignment: .left, style: .label)
  }
}
