/// A rectangle along the axes of an image; x to the right and y down.
package struct Box: Codable, Equatable, Sendable {
  /// Of the corner at the top left.
  package var x: Double
  package var y: Double
  package var width: Double
  package var height: Double

  package init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// A negative width or height encloses nothing.
  package var area: Double { width * height }

  private enum CodingKeys: String, CodingKey { case x, y, width, height }
}

/// An object of which an annotation says where it is.
package struct AnnotatedObject: Codable, Equatable, Sendable {
  /// In pixels of the picture.
  package var box: Box
  /// The number of its class.
  package var label: Int
  /// In pixels of the picture: that of its outline where there is one.
  package var area: Double
  /// Whether it stands for many that are not told apart, and so need not be found.
  package var isCrowd: Bool

  package init(box: Box, label: Int, area: Double? = nil, isCrowd: Bool = false) {
    self.box = box
    self.label = label
    self.area = area ?? box.area
    self.isCrowd = isCrowd
  }

  private enum CodingKeys: String, CodingKey {
    case box, label, area
    case isCrowd = "crowd"
  }
}

/// An object that a network has found.
package struct DetectedObject: Codable, Equatable, Sendable {
  package var box: Box
  /// The number of its class.
  package var label: Int
  /// Between 0 and 1.
  package var score: Double

  package init(box: Box, label: Int, score: Double) {
    self.box = box
    self.label = label
    self.score = score
  }

  private enum CodingKeys: String, CodingKey { case box, label, score }
}
