import Networks
import PlainText
import SpikeStatistics

/// One of two networks.
enum AnsweringNetwork {
  case analog, spiking
}

// What images are told of where answers are no classes.
extension RunContext {
  /// How many there are of what answers consist of.
  func answers(_ count: Int) -> String {
    let (one, many) =
      switch task {
      case .classification: ("class", "classes")
      case .detection: ("object", "objects")
      case .segmentation: ("place", "places")
      }
    return "\(grouped(count)) \(count == 1 ? one : many)"
  }

  /// What a network answers to an image, in a few words; `nil` before its first answer.
  func answerWords(_ network: AnsweringNetwork, of outcome: ImageOutcome) -> String? {
    guard let figures = outcome.figures else {
      let answer = network == .analog ? outcome.analog : outcome.spiking
      return answer.map { className($0.index) }
    }
    guard let counts = network == .analog ? figures.analog : figures.spiking else { return nil }
    let score = counts.score.map {
      "\(ImageColumn.margin.title(of: task)) "
        + percent(Double($0) / Double(AnswerFigures.fullScore), digits: 0)
    }
    switch task {
    case .classification, .segmentation: return score ?? answers(counts.given)
    case .detection:
      let right = counts.right.flatMap { right in
        figures.expected.map { ", \(right) of \($0) found" }
      }
      let boxes = counted(counts.given, "box", "boxes")
      return boxes + (right ?? "") + (score.map { ", \($0)" } ?? "")
    }
  }
}

extension ScreenView {
  func answerWords(_ network: AnsweringNetwork, of outcome: ImageOutcome) -> String? {
    context.answerWords(network, of: outcome)
  }

  /// What all images seen so far come to.
  var scoresInsight: String {
    let totals = images.totals
    let name = ImageColumn.margin.title(of: context.task)
    let own = totals.meanScore(atStep: totals.steps).map {
      "the mean \(name) of the SNN is \(percent($0))"
    }
    let analog =
      context.hasANN && hasStandard
      ? totals.analogMeanScore.map { "that of the ANN \(percent($0))" } : nil
    let lost =
      context.hasANN
      ? "\(grouped(totals.lost)) \(totals.lost == 1 ? "was" : "were") "
        + "\(hasStandard ? "better" : "other") before the conversion"
      : nil
    return "\(state.seenImagesText) at T=\(totals.steps): "
      + [own, analog, lost].compactMap(\.self).joined(separator: ", ")
  }

  /// Whether it is annotated in any image what is right.
  private var hasStandard: Bool { images.outcomes.contains { $0?.figures?.expected != nil } }
}
