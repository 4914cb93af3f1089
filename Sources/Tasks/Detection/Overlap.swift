import Networks

extension Box {
  /// How much of what two boxes cover together they share, 0 to 1.
  ///
  ///     IoU = |A ∩ B| / |A ∪ B|
  ///
  /// - Parameter isCrowd: Whether the other one stands for many objects: then how much of this box
  ///   lies in it, `|A ∩ B| / |A|`, as pycocotools has it.
  package func overlap(with other: Box, isCrowd: Bool = false) -> Double {
    let columns = min(x + width, other.x + other.width) - max(x, other.x)
    guard columns > 0 else { return 0 }
    let rows = min(y + height, other.y + other.height) - max(y, other.y)
    guard rows > 0 else { return 0 }
    let shared = columns * rows
    let all = isCrowd ? area : area + other.area - shared
    return all > 0 ? shared / all : 0
  }
}

extension Box {
  /// Sides and place beyond this have no area that is a number.
  private static let largestNumber = 1e150

  /// Whether all its numbers are finite and so small that its edges and its area are, too.
  var isMeasurable: Bool {
    let most = Self.largestNumber
    return abs(x) <= most && abs(y) <= most && abs(width) <= most && abs(height) <= most
  }
}

extension [DetectedObject] {
  /// So many boxes of the highest scores are compared with each other at most, as in torchvision
  /// and the implementations of YOLO.
  package static var mostCompared: Int { 30_000 }

  /// The boxes of the highest scores, of which none covers much of another of its class.
  ///
  /// Non-maximum suppression: in order of score, of equal ones in the order here, a box is kept if
  /// its overlap with every kept one of its class is below `largestOverlap`. Boxes behind the first
  /// `mostCompared` are left out. Costs O(n log n), and a comparison for each two boxes of a class
  /// that are near each other from left to right.
  package func selected(by selection: BoxSelection) -> [DetectedObject] {
    let order = indices.sorted {
      self[$0].score == self[$1].score ? $0 < $1 : self[$0].score > self[$1].score
    }
    guard let most = selection.largestOverlap else {
      return order.prefix(selection.limit).map { self[$0] }
    }
    let compared = order.prefix(Self.mostCompared).map { self[$0] }
    var columns = BoxColumns.byClass(compared.map { ($0.box, $0.label) })
    var kept: [DetectedObject] = []
    for found in compared where kept.count < selection.limit {
      guard var own = columns[found.label] else { continue }
      // Boxes that do not touch overlap by 0, which may be too much.
      let isCovered =
        most <= 0
        ? !own.isEmpty
        : own.near(found.box) {
          kept[$0].box.overlap(with: found.box) >= most
        }
      guard !isCovered else { continue }
      columns[found.label] = nil
      own.insert(kept.count, found.box)
      columns[found.label] = own
      kept.append(found)
    }
    return kept
  }
}

extension InputFrame {
  /// A box of the input in pixels of the picture.
  package func inPicture(_ box: Box) -> Box {
    Box(
      x: x + box.x * columnScale, y: y + box.y * rowScale, width: box.width * columnScale,
      height: box.height * rowScale)
  }

  /// A box of the picture in pixels of the input.
  package func inInput(_ box: Box) -> Box {
    Box(
      x: (box.x - x) / columnScale, y: (box.y - y) / rowScale, width: box.width / columnScale,
      height: box.height / rowScale)
  }
}
