extension ScreenView {
  func liveSentences() -> [String] {
    let answer = context.logits.indices.max { context.logits[$0] < context.logits[$1] }
    return ["Live: \(layers.count) layers."] + layers.indices.map(summary(ofLayer:))
      + [
        answer.map { "The analog network says \(context.className($0))." }
          ?? "There is no analog network to compare with."
      ]
  }
}
