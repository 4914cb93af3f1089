import Networks

/// Boxes by the columns of an image that they stand in, so that only those are compared that can
/// overlap.
///
/// The image is divided where the left edges of boxes are, as many in each part, so that neither
/// crowds nor boxes far outside make the parts useless.
struct BoxColumns {
  /// The right ends of all parts but the last.
  private let ends: [Double]
  /// By part: the numbers of the boxes that begin there, and of all that reach into it.
  private var beginning: [[Int]]
  private var reaching: [[Int]]
  private(set) var isEmpty = true

  /// So many boxes begin in a part on average, and there are so many parts at most.
  private static let (boxesPerPart, mostParts) = (16, 256)

  /// Room for boxes with left edges like these; without any box.
  init(leftEdges: [Double]) {
    let sorted = leftEdges.sorted()
    let parts = min(max(sorted.count / Self.boxesPerPart, 1), Self.mostParts)
    ends = (1..<max(parts, 1)).map { sorted[$0 * sorted.count / parts] }
    beginning = Array(repeating: [], count: parts)
    reaching = beginning
  }

  /// Room for some boxes by their class; without any box.
  static func byClass(_ boxes: [(box: Box, label: Int)]) -> [Int: BoxColumns] {
    Dictionary(grouping: boxes, by: \.label).mapValues { own in
      BoxColumns(leftEdges: own.map(\.box.x))
    }
  }

  mutating func insert(_ number: Int, _ box: Box) {
    isEmpty = false
    guard let parts = parts(of: box) else { return }
    beginning[parts.lowerBound].append(number)
    for part in parts { reaching[part].append(number) }
  }

  /// Whether something is so for any of the boxes that may overlap another one; each is asked once
  /// until it is so.
  func near(_ box: Box, _ isSo: (Int) -> Bool) -> Bool {
    guard let parts = parts(of: box) else { return false }
    // A box that begins in a later part does not reach into the first.
    return reaching[parts.lowerBound].contains(where: isSo)
      || parts.dropFirst().contains { beginning[$0].contains(where: isSo) }
  }

  /// `nil` of a box that encloses nothing and so overlaps with none.
  private func parts(of box: Box) -> ClosedRange<Int>? {
    guard box.width > 0, box.height > 0 else { return nil }
    return part(of: box.x)...part(of: box.x + box.width)
  }

  /// How many ends lie at a place or left of it.
  private func part(of place: Double) -> Int {
    var (low, high) = (0, ends.count)
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] <= place { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Which boxes of two lists are of one object.
package enum BoxMatching {
  /// For each box the position of the other one that it takes; `nil` where it takes none.
  ///
  /// Each box in its turn takes the free one of its class that overlaps it most, the first of equal
  /// ones, if that is by `least` or more.
  ///
  /// - Precondition: `least` is above 0.
  package static func positions(
    of boxes: [(box: Box, label: Int)], in others: [(box: Box, label: Int)], least: Double
  ) -> [Int?] {
    var columns = BoxColumns.byClass(others)
    for (index, other) in others.enumerated() {
      columns[other.label]?.insert(index, other.box)
    }
    var isTaken = others.map { _ in false }
    return boxes.map { box, label in
      var (best, largest) = (Int?.none, least)
      _ = columns[label]?.near(box) { index in
        guard !isTaken[index] else { return false }
        let overlap = box.overlap(with: others[index].box)
        if overlap > largest || overlap == largest && index < best ?? .max {
          (best, largest) = (index, overlap)
        }
        return false
      }
      if let best { isTaken[best] = true }
      return best
    }
  }
}
