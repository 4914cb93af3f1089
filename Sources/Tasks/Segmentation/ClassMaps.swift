import Networks

/// The class of the largest value at each place, the first of equal ones; of a map of one channel
/// whether it is positive.
///
/// - Parameter values: In the order of unit numbers.
func classMap(of values: [Float], _ shape: MapShape) -> ClassMap {
  var labels = Array(repeating: Int16(0), count: shape.pixels)
  for place in labels.indices {
    guard shape.channels > 1 else {
      labels[place] = values[place] > 0 ? 1 : 0
      continue
    }
    var best = 0
    for channel in 1..<shape.channels
    where values[channel * shape.pixels + place] > values[best * shape.pixels + place] {
      best = channel
    }
    labels[place] = Int16(best)
  }
  return ClassMap(rows: shape.height, columns: shape.width, labels: labels)
}

/// How often places of each class (row) got each answer (column).
package struct PlaceCounts: Codable, Equatable, Sendable {
  package private(set) var counts: [[Int]]

  package init(classes: Int) {
    counts = Array(repeating: Array(repeating: 0, count: classes), count: classes)
  }

  /// Takes in one image; places whose class nobody says, and those of other classes, do not count.
  package mutating func add(truth: ClassMap, answer: ClassMap) {
    precondition(truth.labels.count == answer.labels.count, "maps of different sizes")
    for (label, found) in zip(truth.labels, answer.labels)
    where counts.indices.contains(Int(label)) && counts.indices.contains(Int(found)) {
      counts[Int(label)][Int(found)] += 1
    }
  }

  package mutating func add(_ other: PlaceCounts) {
    for row in counts.indices {
      for column in counts.indices { counts[row][column] += other.counts[row][column] }
    }
  }

  /// The places of a class that were found, of all that are of it or were taken for it; `nil` of
  /// none.
  package func overlap(of label: Int) -> Double? {
    let right = counts[label][label]
    let all = counts[label].reduce(0, +) + counts.reduce(0) { $0 + $1[label] } - right
    return all == 0 ? nil : Double(right) / Double(all)
  }

  /// The mean of the overlaps over the classes that occur (mIoU).
  package var meanOverlap: Double? {
    let overlaps = counts.indices.compactMap(overlap)
    return overlaps.isEmpty ? nil : overlaps.reduce(0, +) / Double(overlaps.count)
  }

  /// How many places have the right class.
  package var rightCount: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }

  /// The share of places with the right class.
  package var accuracy: Double? {
    let all = counts.joined().reduce(0, +)
    return all == 0 ? nil : Double(rightCount) / Double(all)
  }
}
