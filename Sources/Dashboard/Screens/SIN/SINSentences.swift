import PlainText
import SpikeStatistics

extension ScreenView {
  func sinSentences() -> [String] {
    guard context.hasANN else {
      return ["SIN: there is no ANN, so nothing is inactivated."]
        + layers.indices.map(regularity(ofLayer:))
    }
    let table = state.sinTable
    guard table.rowCount > 0 else { return ["SIN: no inactivated neuron has spiked."] }
    let rows = table.rows.prefix(readItems).enumerated().map { index, row in
      let origin = row.isLocal.map { $0 ? ", local" : ", inherited" } ?? ""
      return "\(index + 1): \(name(ofUnit: row.unit, in: row.layer)), \(spikes(row.spikes)), first "
        + "at step \(row.firstStep), last at step \(row.lastStep), D "
        + "\(visibleSigned(row.deviation.map(Double.init))), potential "
        + "\(decimal(row.potential.map(Double.init), digits: 2))\(origin)."
    }
    let selected = table.selectedRow.map {
      ["The cursor is on \(name(ofUnit: $0.unit, in: $0.layer))."]
    }
    return [
      "SIN: \(grouped(table.rowCount)) inactivated neurons have spiked, sorted by "
        + "\(table.order.title)."
    ] + rows + rest(rows.count, of: table.rowCount) + (selected ?? [])
  }

  /// What spikes alone tell of a layer.
  private func regularity(ofLayer layer: Int) -> String {
    let layerStep = layerStep(layer)
    let figures = Figure.ofSpikesAlone.map { "\($0.title) \($0.text(of: layerStep))" }
    return "Layer \(network.layers[layer].name): \(figures.joined(separator: ", "))."
  }
}
