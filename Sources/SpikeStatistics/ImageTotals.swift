/// What many images came to before one network, image by image.
///
/// Adding does not depend on the order of the images.
package struct ImageTotals: Equatable, Sendable {
  /// The shares of a histogram of SIN, from 0 to 1.
  package static let sinBins = 20

  package let steps: Int
  package let classes: Int

  package private(set) var images = 0

  /// The images whose right class is known.
  package private(set) var labelled = 0

  /// Those of them that each network gets right, and what was lost between them.
  package private(set) var analogRight = 0
  package private(set) var right = 0
  package private(set) var lost = 0

  /// The images with a right answer of the spiking network after each step, and those with any; the
  /// first is that of step 1.
  package private(set) var rightByStep: [Int]
  package private(set) var answeredByStep: [Int]

  /// The sum of scores of the spiking network after each step, and that of the analog network, in
  /// thousandths, where answers are no classes; see `AnswerFigures`.
  package private(set) var scoreByStep: [Int]
  package private(set) var analogScore = 0

  /// How many images of each class (row) got each answer at T (column).
  package private(set) var confusion: [[Int]]

  /// Per class the images of it, and those that the analog network gets right.
  package private(set) var classCounts: [Int]
  package private(set) var analogRightByClass: [Int]

  /// How many images keep their answer from each step on; the first is that of step 1.
  package private(set) var settled: [Int]

  /// How many images have each share of SIN neurons, per layer with an analog counterpart.
  package private(set) var sin: [[Int]]

  /// Per layer the sum of these shares, in millionths, so that it does not depend on their order.
  private var sinSums: [Int]

  /// Of no images.
  ///
  /// - Parameter layers: The number of layers with an analog counterpart.
  package init(steps: Int, classes: Int, layers: Int) {
    self.steps = max(steps, 0)
    self.classes = max(classes, 0)
    rightByStep = Array(repeating: 0, count: self.steps)
    answeredByStep = rightByStep
    scoreByStep = rightByStep
    settled = rightByStep
    classCounts = Array(repeating: 0, count: self.classes)
    analogRightByClass = classCounts
    confusion = Array(repeating: classCounts, count: self.classes)
    sin = Array(repeating: Array(repeating: 0, count: Self.sinBins), count: layers)
    sinSums = Array(repeating: 0, count: layers)
  }

  /// Takes in one image; costs O(T + layers).
  package mutating func add(_ outcome: ImageOutcome) {
    images += 1
    if let figures = outcome.figures {
      addScores(of: outcome, figures)
    } else if let truth = outcome.truth {
      addAnswers(of: outcome, truth: truth)
    }
    if let step = outcome.settledStep, settled.indices.contains(step - 1) {
      settled[step - 1] += 1
    }
    for (layer, count) in outcome.sin.enumerated() where sin.indices.contains(layer) {
      guard count.inactive > 0 else { continue }
      let share = Double(count.neurons) / Double(count.inactive)
      sin[layer][min(Int(share * Double(Self.sinBins)), Self.sinBins - 1)] += 1
      sinSums[layer] += Int((share * Self.million).rounded())
    }
  }

  private mutating func addAnswers(of outcome: ImageOutcome, truth: Int) {
    labelled += 1
    if outcome.analog?.index == truth { analogRight += 1 }
    if outcome.isRight == true { right += 1 }
    if outcome.isLost { lost += 1 }
    for (number, change) in outcome.course.enumerated() {
      let next =
        number + 1 < outcome.course.count ? Int(outcome.course[number + 1].step) : steps + 1
      for step in Int(change.step)..<max(next, Int(change.step)) where step <= steps {
        answeredByStep[step - 1] += 1
        if Int(change.answer) == truth { rightByStep[step - 1] += 1 }
      }
    }
    guard classCounts.indices.contains(truth) else { return }
    classCounts[truth] += 1
    if outcome.analog?.index == truth { analogRightByClass[truth] += 1 }
    if let answer = outcome.spiking?.index, classCounts.indices.contains(answer) {
      confusion[truth][answer] += 1
    }
  }

  /// An image that has scores counts as one whose right answer is known.
  private mutating func addScores(of outcome: ImageOutcome, _ figures: AnswerFigures) {
    guard let isRight = figures.isRight else { return }
    labelled += 1
    if figures.analogIsRight ?? (figures.analog != nil) { analogRight += 1 }
    if isRight { right += 1 }
    if figures.isLost { lost += 1 }
    analogScore += figures.analog?.score ?? 0
    for (number, change) in outcome.course.enumerated() {
      let next =
        number + 1 < outcome.course.count ? Int(outcome.course[number + 1].step) : steps + 1
      for step in Int(change.step)..<max(next, Int(change.step)) where step <= steps {
        answeredByStep[step - 1] += 1
        scoreByStep[step - 1] += Int(change.answer)
        if Int(change.answer) == AnswerFigures.fullScore { rightByStep[step - 1] += 1 }
      }
    }
  }

  /// The mean score after a step, 0 to 1; `nil` of no images.
  package func meanScore(atStep step: Int) -> Double? {
    labelled == 0 || !scoreByStep.indices.contains(step - 1)
      ? nil : Double(scoreByStep[step - 1]) / Double(AnswerFigures.fullScore * labelled)
  }

  /// That of the analog network; `nil` of no images.
  package var analogMeanScore: Double? {
    labelled == 0 ? nil : Double(analogScore) / Double(AnswerFigures.fullScore * labelled)
  }

  /// The mean share of SIN neurons of a layer over the images; `nil` where no image has one.
  package func meanSIN(ofLayer layer: Int) -> Double? {
    let images = sin[layer].reduce(0, +)
    return images > 0 ? Double(sinSums[layer]) / Self.million / Double(images) : nil
  }

  private static let million = 1e6
}
