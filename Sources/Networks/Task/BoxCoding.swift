/// How the numbers of a box become its place; σ(x) = 1 / (1 + exp(-x)).
///
/// A place has a cell of size (c_x, c_y) in column j and row i, and an anchor of size (a_w, a_h)
/// around the middle of the cell.
package struct BoxCoding: Codable, Equatable, Sendable {
  package enum Center: String, CaseIterable, Codable, Sendable {
    /// `c_x · (j + σ(x))`: YOLO 2 and 3 (Redmon and Farhadi 2017, arXiv:1612.08242).
    case sigmoid
    /// `c_x · (j - 1/2 + 2σ(x))`: YOLO 5.
    case wideSigmoid = "2 sigmoid - 0.5"
    /// `c_x · (j + x)`: YOLOX (Ge et al. 2021, arXiv:2107.08430).
    case linear
    /// `c_x · (j + 1/2) + factor · x · a_w`: Faster R-CNN, SSD, RetinaNet.
    case anchor
    /// `x` as it is, in pixels or in shares of the image.
    case absolute
  }

  package enum Size: String, CaseIterable, Codable, Sendable {
    /// `a_w · exp(factor · min(w, limit))`.
    case exponential = "exp"
    /// `a_w · (2σ(w))²`: YOLO 5.
    case squared = "(2 sigmoid)^2"
    /// `w` as it is, in pixels or in shares of the image.
    case absolute
  }

  /// What the distances of the sides are made of, in cells.
  package enum Distance: String, CaseIterable, Codable, Sendable {
    /// `c_x · max(d, 0)`.
    case linear
    /// `c_x · exp(d)`.
    case exponential = "exp"
    /// The sides themselves, in pixels or in shares of the image.
    case absolute
  }

  package var center = Center.sigmoid
  package var size = Size.exponential
  /// Of heads that give sides, as FCOS (Tian and others 2019, arXiv:1904.01355).
  package var distance = Distance.absolute

  /// The variances of SSD: what the numbers of centre and size are multiplied by.
  package var centerFactor = 1.0
  package var sizeFactor = 1.0

  /// The largest number that is raised to a power.
  package var largestExponent: Double?

  /// Whether absolute numbers are shares of the image, not pixels.
  package var isRelative = false

  package init() {}

  private enum CodingKeys: String, CodingKey {
    case center, size, distance
    case centerFactor = "center_factor"
    case sizeFactor = "size_factor"
    case largestExponent = "largest_exponent"
    case isRelative = "relative"
  }
}
