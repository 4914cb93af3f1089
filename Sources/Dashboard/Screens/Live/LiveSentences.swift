extension ScreenView {
  func liveSentences() -> [String] {
    ["Live: \(layers.count) layers."] + layers.indices.map(summary(ofLayer:))
      + (context.hasANN
        ? answerPanels.sentences(self) : ["There is no analog network to compare with."])
      + (showsWhy ? whySentences() : [])
  }
}
