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

extension [DetectedObject] {
  /// The boxes of the highest scores, of which none covers much of another of its class.
  ///
  /// Non-maximum suppression: in order of score, of equal ones in the order here, a box is kept if
  /// its overlap with every kept one of its class is below `largestOverlap`. Costs O(n · kept).
  package func selected(by selection: BoxSelection) -> [DetectedObject] {
    let order = indices.sorted {
      self[$0].score == self[$1].score ? $0 < $1 : self[$0].score > self[$1].score
    }
    var kept: [DetectedObject] = []
    for index in order where kept.count < selection.limit {
      let found = self[index]
      if let most = selection.largestOverlap,
        kept.contains(where: { $0.label == found.label && $0.box.overlap(with: found.box) >= most })
      {
        continue
      }
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
