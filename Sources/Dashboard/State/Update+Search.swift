import Networks
import PlainText
import TimeTravel

extension DashboardState {
  /// Whether `/` finds neurons here; elsewhere it filters the rows of the SIN table.
  var searchesNeurons: Bool {
    switch screen {
    case .live, .layer, .neuron, .compare, .overview: true
    case .sin, .phase, .log: false
    }
  }

  /// To the next or previous neuron that matches; on SIN, where all rows do, to that row.
  mutating func goToMatch(_ choice: MatchChoice) {
    guard searchesNeurons else {
      goToRow(choice)
      return
    }
    guard !search.isEmpty else {
      message = Message(text: "nothing is searched for: / does", isError: false)
      return
    }
    guard let engine, layer < layerCount else { return }
    let cursor = (layer: layer, number: engine.unitNumber(of: unit, in: layer))
    guard let match = match(of: search, in: engine, from: cursor, choice) else {
      message = Message(text: "no neuron matches '\(search.text)' at step \(step)", isError: false)
      return
    }
    select(unit: match.unit, in: match.layer)
    let name = engine.runState.simulation.network.layers[match.layer].name
    message = Message(
      text: "/\(search.text): match \(grouped(match.rank)) of \(grouped(match.count)), "
        + "\(name) #\(engine.unitNumber(of: match.unit, in: match.layer))", isError: false)
  }

  private mutating func goToRow(_ choice: MatchChoice) {
    guard screen == .sin, !sinTable.rows.isEmpty else {
      message = Message(text: "there is no match to go to on this screen", isError: false)
      return
    }
    moveCursor(by: choice == .previous ? -1 : 1)
    message = Message(
      text: "row \(grouped(sinTable.selected + 1)) of \(grouped(sinTable.rowCount))",
      isError: false)
  }
}

extension EngineStatus {
  /// The number of a neuron, as screens show it.
  fileprivate func unitNumber(of unit: Int, in layer: Int) -> Int {
    runState.simulation.network.layers[layer].shape.unitNumber(ofIndex: unit)
  }
}
