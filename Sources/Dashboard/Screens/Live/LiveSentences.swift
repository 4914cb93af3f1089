import SpikingEngine

extension ScreenView {
  func liveSentences() -> [String] {
    let answer = argmax(context.logits)
    return ["Live: \(layers.count) layers."] + layers.indices.map(summary(ofLayer:))
      + [
        answer.map { "The analog network says \(context.className($0))." }
          ?? "There is no analog network to compare with."
      ]
  }
}
