/// How a picture of another size becomes the input of a network.
package enum InputFit: String, CaseIterable, Codable, Sendable {
  /// By one factor, so that it just covers the input; what juts out is cut off on both sides.
  case crop
  /// Each side by its own factor.
  case stretch
  /// By one factor, so that all of it is in the middle of the input; the rest is grey (114 of 255,
  /// as YOLO's implementations have it).
  case letterbox
}

/// Where the input of a network lies in the picture that it was made from.
package struct InputFrame: Codable, Equatable, Sendable {
  /// The place in the picture of the input's top left corner.
  package var x = 0.0
  package var y = 0.0
  /// How many pixels of the picture one of the input is.
  package var columnScale = 1.0
  package var rowScale = 1.0

  package init(x: Double = 0, y: Double = 0, columnScale: Double = 1, rowScale: Double = 1) {
    self.x = x
    self.y = y
    self.columnScale = columnScale
    self.rowScale = rowScale
  }

  private enum CodingKeys: String, CodingKey {
    case x, y
    case columnScale = "column_scale"
    case rowScale = "row_scale"
  }
}
