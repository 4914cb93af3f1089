import PlainText
import TimeTravel

extension ScreenView {
  func compareSentences() -> [String] {
    if state.comparesLayers { return layersBesideSentences() }
    guard let comparison = engine.comparison, let secondRun = context.secondRun else {
      return ["Compare: one network runs alone. Type compare and a method for a second one."]
    }
    let title = "Compare: \(context.methods[context.method]) beside \(secondRun.title)."
    if let codingWords {
      return [title, "\(codingWords): spikes differ by design, see rates and outputs."]
    }
    let first = comparison.divergence.first.map { difference in
      "The first difference is at step \(difference.step), "
        + "\(name(ofUnit: difference.unit, in: difference.layer))."
    }
    let layers = comparison.matching.pairs.enumerated().map { number, pair in
      let sum = comparison.divergence.sum(ofPair: number, upTo: step)
      let count = sum.map { "\(grouped($0.count)) differences so far" }
      return "\(network.layers[pair.first].name): \(count ?? "this step is no longer kept")."
    }
    return [
      title,
      first ?? "No spike differs up to step \(comparison.divergence.lastStep).",
    ] + layers
  }
}
