import Networks
import PlainText
import TimeTravel

extension DashboardState {
  /// To the next or previous neuron that matches; on SIN, where all rows do, to that row.
  mutating func goToMatch(_ choice: MatchChoice) {
    guard shown.findsNeurons else {
      if let goToRow = shown.goToRow { goToRow(&self, choice) } else { sayThatNothingMatches() }
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

  mutating func sayThatNothingMatches() {
    message = Message(text: "there is no match to go to on this screen", isError: false)
  }
}

extension EngineStatus {
  /// The number of a neuron, as screens show it.
  fileprivate func unitNumber(of unit: Int, in layer: Int) -> Int {
    runState.simulation.network.layers[layer].shape.unitNumber(ofIndex: unit)
  }
}
