import Foundation
import Networks
import Proofs
import Tasks
import Testing

/// Average precision against pycocotools, and against what can be counted by hand.
@Suite struct AveragePrecisionTests {
  private struct Reference: Decodable {
    struct Case: Decodable {
      var classes: Int
      var images: Int
      /// Image, class, x, y, width, height, whether it is a crowd.
      var truth: [[Double]]
      /// Image, class, x, y, width, height, score.
      var found: [[Double]]
      var stats: [Double]
      var by_class: [Double?]
    }

    var cases: [Case]
  }

  /// Random boxes with ties of scores, crowds, doubles and classes without objects; both sum the
  /// same numbers in double precision, in other orders.
  @Test func equalsPycocotools() throws {
    Proofs.run("average precision of pycocotools")
    let file = Proofs.references.appending(path: "detection/average_precision.json")
    let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))

    for (number, world) in reference.cases.enumerated() {
      let images = (0..<world.images).map { image in
        AveragePrecision.Image(
          truth: world.truth.filter { Int($0[0]) == image }.map { values in
            AnnotatedObject(box: box(values), label: Int(values[1]), isCrowd: values[6] == 1)
          },
          found: world.found.filter { Int($0[0]) == image }.map { values in
            DetectedObject(box: box(values), label: Int(values[1]), score: values[6])
          })
      }
      let precision = AveragePrecision(images, classCount: world.classes)

      let own = [
        precision.mean, precision.mean(atThreshold: 0), precision.mean(atThreshold: 5),
      ]
      for (value, expected) in zip(own, world.stats) {
        #expect(abs((value ?? -1) - expected) < 1e-9, "case \(number): \(own) \(world.stats)")
      }
      for (label, expected) in world.by_class.enumerated() {
        let value = precision.mean(ofClass: label)
        #expect((value == nil) == (expected == nil), "case \(number), class \(label)")
        #expect(abs((value ?? 0) - (expected ?? 0)) < 1e-9, "case \(number), class \(label)")
      }
    }
  }

  /// As near as the definition comes, which adds the smallest number to what it divides by.
  @Test func aPerfectAnswerHasOne() throws {
    let box = Box(x: 3, y: 4, width: 10, height: 8)
    let image = AveragePrecision.Image(
      truth: [AnnotatedObject(box: box, label: 1)],
      found: [DetectedObject(box: box, label: 1, score: 0.3)])

    let precision = AveragePrecision([image], classCount: 3)

    #expect(abs(try #require(precision.mean) - 1) < 1e-15)
    #expect(precision.mean(ofClass: 0) == nil)
    #expect(precision.objectCounts == [0, 1, 0])
  }

  @Test func whereNothingIsAnnotatedThereIsNoPrecision() {
    let found = [DetectedObject(box: Box(x: 0, y: 0, width: 1, height: 1), label: 0, score: 1)]

    let precision = AveragePrecision([.init(truth: [], found: found)], classCount: 1)

    #expect(precision.mean == nil)
  }

  private func box(_ values: [Double]) -> Box {
    Box(x: values[2], y: values[3], width: values[4], height: values[5])
  }
}
