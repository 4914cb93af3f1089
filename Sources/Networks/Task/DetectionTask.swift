/// How boxes are read from the outputs of a detector, and which of them are its answer.
package struct DetectionTask: Codable, Equatable, Sendable {
  /// Where the numbers of the boxes stand.
  package var sources: [BoxSource]

  /// How the numbers of a box become its place.
  package var coding: BoxCoding

  /// How the numbers of its classes become shares.
  package var shares: ClassShares

  package var classCount: Int

  package var selection: BoxSelection

  package init(
    sources: [BoxSource], coding: BoxCoding, shares: ClassShares, classCount: Int,
    selection: BoxSelection = BoxSelection()
  ) {
    self.sources = sources
    self.coding = coding
    self.shares = shares
    self.classCount = classCount
    self.selection = selection
  }

  private enum CodingKeys: String, CodingKey {
    case sources, coding, shares, selection
    case classCount = "classes"
  }
}

/// Which of all boxes are the answer.
package struct BoxSelection: Codable, Equatable, Sendable {
  /// Boxes of this score or a lower one are none.
  package var minimumScore = 0.05

  /// A box whose intersection over union with a kept one of the same class is as large, or larger,
  /// is left out; `nil` to leave out none.
  package var largestOverlap: Double? = 0.5

  /// The most boxes of an image, those of the highest scores.
  package var limit = 100

  /// Whether a place may have boxes of several classes, or only of the likeliest.
  package var keepsAllClasses = false

  package init() {}

  private enum CodingKeys: String, CodingKey {
    case limit
    case minimumScore = "min_score"
    case largestOverlap = "nms_iou"
    case keepsAllClasses = "all_classes"
  }
}

/// How the numbers of the classes of one box become shares between 0 and 1.
package enum ClassShares: String, CaseIterable, Codable, Sendable {
  /// `exp(c) / Σ exp(c')` over the classes, and over the background where the head has one.
  case softmax
  /// `1 / (1 + exp(-c))`, each class by itself.
  case sigmoid
  /// They are shares as they are.
  case identity
}
