import TerminalUI

/// What stands beside the end of a curve.
struct CurveName {
  /// Where the curve ends.
  var row: Int
  /// Its last value: whatever moves names apart, they stand in the order of these.
  var value: Double
  var name: String
  var style: Style
}

/// The rows of labels, one in each: in the order of their values, the largest on top, and together
/// as near to where they want to stand as that allows.
///
/// - Parameters:
///   - wanted: At least as far down as another one of a larger value.
///   - rows: At least as many as labels.
package func labelRows(
  _ wanted: [(row: Int, value: Double)], in rows: Range<Int>
) -> [Int] {
  let order = wanted.indices.sorted { (-wanted[$0].value, $0) < (-wanted[$1].value, $1) }
  // A row less the labels above it must not fall from one label to the next; where it would, all
  // of them have its mean.
  var pools: [(sum: Int, count: Int)] = []
  for (rank, index) in order.enumerated() {
    pools.append((wanted[index].row - rank, 1))
    while pools.count > 1 {
      let (above, below) = (pools[pools.count - 2], pools[pools.count - 1])
      guard above.sum * below.count > below.sum * above.count else { break }
      pools.removeLast()
      pools[pools.count - 1] = (above.sum + below.sum, above.count + below.count)
    }
  }
  let shifts = pools.flatMap { pool in
    Array(
      repeating: Int((Double(pool.sum) / Double(pool.count)).rounded()), count: pool.count)
  }
  var result = Array(repeating: rows.lowerBound, count: wanted.count)
  for (rank, index) in order.enumerated() {
    result[index] =
      max(min(shifts[rank], rows.upperBound - wanted.count), rows.lowerBound) + rank
  }
  return result
}

extension Canvas {
  /// Writes names beside the ends of their curves; where there are more than rows, the first ones.
  mutating func drawNames(_ names: [CurveName], column: Int, width: Int, rows: Range<Int>) {
    let names = names.prefix(rows.count)
    let places = labelRows(names.map { ($0.row, $0.value) }, in: rows)
    for (name, row) in zip(names, places) {
      write(name.name, row: row, column: column, width: width, alignment: .left, style: name.style)
    }
  }
}
