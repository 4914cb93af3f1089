import PlainText

extension ScreenView {
  func liveSentences() -> [String] {
    ["Live: \(counted(layers.count, "layer"))."] + layers.indices.map(summary(ofLayer:))
      + (context.hasANN
        ? answerPanels.sentences(self) : ["There is no analog network to compare with."])
      + (showsWhy ? whySentences() : [])
  }
}
