import Networks

/// How far the boxes of one image are those of a standard: of its annotation, or of another
/// network.
///
/// Each box, those of the highest scores first, takes the free one of its class that overlaps it
/// most, if that is by half or more. (That there is one number for one image is this project's own;
/// the mean over all images is no mAP.)
package struct ObjectAgreement: Codable, Equatable, Sendable {
  /// How many there should be, without those that stand for many.
  package var expected: Int
  /// How many there are, without those that lie in what stands for many.
  package var given: Int
  /// How many of these are the same.
  package var both: Int

  /// The smallest overlap of two boxes for one object.
  package static let leastOverlap = 0.5

  private enum CodingKeys: String, CodingKey { case expected, given, both }

  /// - Parameter found: Those of the highest scores first.
  package init(of found: [DetectedObject], with truth: [AnnotatedObject]) {
    let crowds = truth.filter(\.isCrowd)
    let single = truth.filter { !$0.isCrowd }.map { ($0.box, $0.label) }
    (expected, given, both) = (single.count, 0, 0)
    let positions = BoxMatching.positions(
      of: found.map { ($0.box, $0.label) }, in: single, least: Self.leastOverlap)
    for (object, position) in zip(found, positions) {
      if position != nil {
        both += 1
        given += 1
        continue
      }
      let liesInCrowd = crowds.contains {
        $0.label == object.label
          && object.box.overlap(with: $0.box, isCrowd: true) >= Self.leastOverlap
      }
      if !liesInCrowd { given += 1 }
    }
  }

  /// - Parameter other: What another network finds.
  package init(of found: [DetectedObject], with other: [DetectedObject]) {
    self.init(of: found, with: other.map { AnnotatedObject(box: $0.box, label: $0.label) })
  }

  /// F1, 1 where both have nothing.
  ///
  ///     F1 = 2 both / (expected + given)
  package var score: Double {
    expected + given == 0 ? 1 : 2 * Double(both) / Double(expected + given)
  }

  /// Whether all are found, and nothing else.
  package var isExact: Bool { both == expected && both == given }
}
