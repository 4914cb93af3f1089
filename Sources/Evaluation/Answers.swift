// Everything that follows from the answers to single images.
extension [ImageAnswers] {
  /// How many have a known class.
  package var labelledCount: Int { count { $0.label != nil } }

  /// How many the analog network gets right.
  package var analogCorrectCount: Int { count { $0.label != nil && $0.label == $0.analog } }

  /// How many an entry gets right at a T; both are positions in the plan.
  package func correctCount(entry: Int, step: Int) -> Int {
    count { $0.label != nil && $0.predictions[entry][step] == $0.label }
  }

  /// How many an entry answers as the analog network does.
  package func agreeingCount(entry: Int, step: Int) -> Int {
    count { $0.analog != nil && $0.predictions[entry][step] == $0.analog }
  }

  /// How often images of each class (row) got each answer (column).
  ///
  /// Images without a label or an answer are left out.
  package func confusion(
    classes: Int, answer: (ImageAnswers) -> Int?
  ) -> [[Int]] {
    var matrix = Array<[Int]>(repeating: Array<Int>(repeating: 0, count: classes), count: classes)
    for image in self {
      guard let label = image.label, let answer = answer(image), label < classes, answer < classes
      else { continue }
      matrix[label][answer] += 1
    }
    return matrix
  }
}

/// The right answers of one network over time, as exact counts.
package struct AccuracyCurve {
  /// By ascending T; `nil` before the first readout.
  package var correct: [(steps: Int, count: Int?)]
  package var analogCorrect: Int
  package var labelled: Int

  /// Right answers by T, ascending; `nil` before the first readout.
  package init(correct: [(steps: Int, count: Int?)], analogCorrect: Int, labelled: Int) {
    self.correct = correct
    self.analogCorrect = analogCorrect
    self.labelled = labelled
  }

  /// The smallest T from which on the accuracy is at most so many tenths of a point below that of
  /// the analog network, at this and every later T that was read; `nil` if there is none.
  ///
  /// That it must stay is this project's own choice.
  package func latency(tenthsOfPoint: Int) -> Int? {
    guard labelled > 0 else { return nil }
    let target = 1000 * analogCorrect - tenthsOfPoint * labelled
    let reached = correct.reversed().prefix { reading in
      reading.count.map { 1000 * $0 >= target } ?? false
    }
    return reached.last?.steps
  }
}

/// The median of numbers that are given by how often each occurs: `histogram[i]` times i + 1.
///
/// The mean of the two middle ones of an even number; `nil` of none.
package func median(histogram: [Int]) -> Double? {
  let total = histogram.reduce(0, +)
  guard total > 0 else { return nil }
  func value(at position: Int) -> Int {
    var seen = 0
    for (index, count) in histogram.enumerated() {
      seen += count
      if seen > position { return index + 1 }
    }
    return histogram.count
  }
  return Double(value(at: (total - 1) / 2) + value(at: total / 2)) / 2
}
