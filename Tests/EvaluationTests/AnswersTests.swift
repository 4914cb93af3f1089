import Evaluation
import Testing

@Suite struct AnswersTests {
  /// The ANN has 90 of 100 right.
  private func latency(_ counts: [Int?], tenths: Int) -> Int? {
    let steps = [1, 2, 4, 8, 16]
    let curve = AccuracyCurve(
      correct: zip(steps, counts).map { (steps: $0, count: $1) }, analogCorrect: 90, labelled: 100)
    return curve.latency(tenthsOfPoint: tenths)
  }

  @Test func latencyIsTheFirstStepFromWhichTheAccuracyStays() {
    #expect(latency([10, 85, 89, 89, 90], tenths: 50) == 2)
    #expect(latency([10, 85, 89, 89, 90], tenths: 10) == 4)
    #expect(latency([10, 85, 89, 89, 90], tenths: 5) == 16)
  }

  @Test func aDipStartsTheLatencyAnew() {
    #expect(latency([10, 90, 84, 90, 90], tenths: 50) == 8)
    #expect(latency([90, 90, 90, 90, 84], tenths: 50) == nil)
  }

  @Test func latencyPassesOverWhatHasNoAnswerYet() {
    #expect(latency([nil, nil, 95, 95, 95], tenths: 5) == 4)
    #expect(latency([nil, nil, nil, nil, nil], tenths: 50) == nil)
    let unlabelled = AccuracyCurve(correct: [(1, 0)], analogCorrect: 0, labelled: 0)
    #expect(unlabelled.latency(tenthsOfPoint: 50) == nil)
  }

  @Test(
    arguments: [
      ([], nil), ([0, 0], nil), ([0, 3], 2), ([1, 0, 1], 2), ([1, 1], 1.5), ([2, 1, 0, 2], 2),
      ([5, 0, 0, 4], 1),
    ] as [([Int], Double?)])
  func theMedianIsThatOfTheNumbers(histogram: [Int], expected: Double?) {
    #expect(median(histogram: histogram) == expected)
  }

  @Test func countsFollowFromTheAnswers() {
    let images = [(0, 1, 1, 1), (1, 0, 1, 1), (2, 1, 0, nil), (3, nil, 1, 1)].map {
      (index: Int, label: Int?, analog: Int, answer: Int?) in
      ImageAnswers(index: index, label: label, analog: analog, predictions: [[nil, answer]])
    }

    #expect(images.labelledCount == 3 && images.analogCorrectCount == 1)
    #expect(images.correctCount(entry: 0, step: 0) == 0)
    #expect(images.correctCount(entry: 0, step: 1) == 1)
    #expect(images.agreeingCount(entry: 0, step: 1) == 3)
    #expect(images.confusion(classes: 2) { $0.analog } == [[0, 1], [1, 1]])
    #expect(images.confusion(classes: 2) { $0.predictions[0][1] } == [[0, 1], [0, 1]])
  }
}
