import PlainText

extension ScreenView {
  func layerSentences() -> [String] {
    let counts = runState.statistics.layers[state.layer].counts
    let silent = counts.firstStep.count { $0 == 0 }
    return [
      "Layer " + summary(ofLayer: state.layer),
      "\(grouped(silent)) of its neurons are silent so far.",
      "The cursor is on \(name(ofUnit: state.unit, in: state.layer)), "
        + "which has sent \(spikes(Int(counts.count[state.unit]))).",
    ]
  }
}
