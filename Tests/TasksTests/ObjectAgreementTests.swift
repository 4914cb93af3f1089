import Foundation
import Networks
import Tasks
import Testing

/// How far the boxes of one image are those of its annotation.
@Suite struct ObjectAgreementTests {
  private func box(_ x: Double) -> Box { Box(x: x, y: 0, width: 10, height: 10) }

  private func found(_ x: Double, label: Int = 0, score: Double = 0.5) -> DetectedObject {
    DetectedObject(box: box(x), label: label, score: score)
  }

  /// Of two boxes for one object one is too many; another class is another object; a third of the
  /// width in common is too little.
  @Test func eachObjectIsFoundOnce() {
    let truth = [0.0, 100, 200].map { AnnotatedObject(box: box($0), label: 0) }

    let agreement = ObjectAgreement(
      of: [found(1), found(0), found(100, label: 1), found(205)], with: truth)

    #expect(agreement.expected == 3 && agreement.given == 4 && agreement.both == 1)
    #expect(agreement.score == 2.0 / 7 && !agreement.isExact)
  }

  @Test func theSameIsExact() {
    let objects = [found(0), found(30, label: 1)]

    let same = ObjectAgreement(of: objects, with: objects)
    let nothing = ObjectAgreement(of: [], with: [AnnotatedObject]())

    #expect(same.isExact && same.score == 1 && nothing.isExact && nothing.score == 1)
    #expect(ObjectAgreement(of: [], with: objects).score == 0)
    #expect(ObjectAgreement(of: objects, with: [DetectedObject]()).score == 0)
  }

  /// What lies in a crowd is neither right nor wrong, and the crowd need not be found.
  @Test func crowdsDoNotCount() {
    let crowd = AnnotatedObject(
      box: Box(x: 0, y: 0, width: 100, height: 10), label: 0, isCrowd: true)

    let agreement = ObjectAgreement(of: [found(0), found(50), found(200)], with: [crowd])

    #expect(agreement.expected == 0 && agreement.given == 1 && agreement.both == 0)
  }

  /// Precision and recall, counted by themselves, have it as their harmonic mean.
  @Test(arguments: 0..<20)
  func theScoreIsTheHarmonicMeanOfPrecisionAndRecall(seed: Int) {
    let places = (0..<12).map { ($0 * 7 + seed * 5) % 9 }
    let truth = Set(places.prefix(4 + seed % 3))
    let answer = Set(places.suffix(3 + seed % 4))

    let agreement = ObjectAgreement(
      of: answer.map { found(Double($0) * 20) },
      with: truth.map { AnnotatedObject(box: box(Double($0) * 20), label: 0) })

    let both = Double(truth.intersection(answer).count)
    let (precision, recall) = (both / Double(answer.count), both / Double(truth.count))
    let mean = both == 0 ? 0 : 2 / (1 / precision + 1 / recall)
    #expect(abs(agreement.score - mean) < 1e-12)
    #expect(agreement.isExact == (truth == answer))
  }
}
