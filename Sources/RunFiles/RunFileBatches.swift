import Runs

/// Which steps are in a run file, as the rows of its table `batch` come.
///
/// Batches follow one another without a gap, from step 1 on, in files that are whole.
struct RunFileBatches {
  struct Batch: Equatable {
    var steps: Range<Int>
    /// Why its steps cannot be read; `nil` of one that is whole.
    var fault: String?
    /// How many rows of it each table of `RunFileSchema.counted` has; none where the file does not
    /// say.
    var rows: [Int?] = []
  }

  /// Ascending and without gaps: what is missing is a batch, too.
  private(set) var all: [Batch] = []

  /// The last step that there is, or that something behind it says there was.
  var lastStep: Int { (all.last?.steps.upperBound ?? 1) - 1 }

  /// The step behind the last one.
  var nextStep: Range<Int> { lastStep + 1..<lastStep + 2 }

  /// The most steps that a batch may have; more of them missing in a row are the end.
  static let mostSteps = 1 << 16

  /// Whether something that claims to follow is too far away to be shown.
  private(set) var isCut = false

  /// Takes in the next row.
  ///
  /// - Parameters:
  ///   - first: Larger than in all rows before.
  ///   - count: `nil` where the row does not say.
  ///   - rows: How many rows of it there are in the tables of `RunFileSchema.counted`.
  mutating func append(first: Int, count: Int?, rows: [Int?] = []) {
    let end = lastStep + 1
    guard first >= 1, first - end <= Self.mostSteps, first <= RunDescription.largestStep, !isCut
    else {
      isCut = true
      return
    }
    if first > end { all.append(Batch(steps: end..<first, fault: "it is missing")) }
    if first < end {
      all[all.count - 1] = Batch(
        steps: all[all.count - 1].steps.lowerBound..<first, fault: "the next batch begins in it")
    }
    guard let count, (1...Self.mostSteps).contains(count) else {
      all.append(Batch(steps: first..<first + 1, fault: "the number of its steps is damaged"))
      return
    }
    all.append(Batch(steps: first..<first + count, rows: rows))
  }

  /// Takes in that no row follows, though there were steps up to a last one.
  mutating func end(at last: Int) {
    guard last > lastStep, !isCut else { return }
    guard last - lastStep <= Self.mostSteps else {
      isCut = true
      return
    }
    all.append(Batch(steps: lastStep + 1..<last + 1, fault: "table 'batch' has no row of them"))
  }

  /// The batch that holds a step; `nil` if none does.
  func batch(around step: Int) -> Batch? {
    var (low, high) = (0, all.count)
    while low < high {
      let middle = (low + high) / 2
      if all[middle].steps.upperBound <= step { low = middle + 1 } else { high = middle }
    }
    return all.indices.contains(low) && all[low].steps.contains(step) ? all[low] : nil
  }
}
