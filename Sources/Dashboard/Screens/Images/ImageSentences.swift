import PlainText
import SpikeStatistics

extension ScreenView {
  func imageSentences() -> [String] {
    guard state.hasImages else { return [sentence("Images: \(imagesInsight())")] }
    guard let insight = knownImagesInsight() else {
      return [
        "Images: none of \(grouped(context.imageCount)) has been run at T=\(state.judgedSteps); "
          + "toggle-run runs them all."
      ]
    }
    let shown = images.rows.prefix(readItems)
    let rows = shown.compactMap { images.outcomes[$0] }.map { outcome in
      let label = outcome.label.map { ", label \(context.className($0))" } ?? ""
      let analog = answerWords(.analog, of: outcome).map { ", ANN \($0)" } ?? ""
      let spiking = answerWords(.spiking, of: outcome).map { ", SNN \($0)" } ?? ""
      let since = outcome.settledStep.map { " since step \($0)" } ?? ""
      return "Image \(outcome.index)\(label)\(analog)\(spiking)\(since), SIN "
        + "\(percent(outcome.sinShare, digits: 0))."
    }
    let cursor =
      images.selectedImage.map {
        ["The cursor is on image \($0)\($0 == context.image ? ", which is open" : "")."]
      } ?? []
    return ["Images: \(insight)."] + rows + rest(rows.count, of: images.rows.count) + cursor
  }
}
