import Networks

/// How well detections agree with annotations, by the rules of COCO.
///
/// Average precision as pycocotools 2.0 computes it: of each class and each threshold of overlap
/// the mean precision at 101 recalls, over all images together (Lin et al. 2014,
/// arXiv:1405.0312; cocodataset.org, "Detection Evaluation"). At most 100 boxes of an image and a
/// class count.
package struct AveragePrecision: Sendable {
  /// One image: what there is, and what was found.
  package struct Image: Sendable {
    package var truth: [AnnotatedObject]
    package var found: [DetectedObject]

    package init(truth: [AnnotatedObject], found: [DetectedObject]) {
      self.truth = truth
      self.found = found
    }
  }

  /// By threshold and class; `nil` of a class without objects.
  private let values: [[Double?]]

  /// How many objects each class has, crowds left out.
  package let objectCounts: [Int]

  /// 0.5, 0.55, …, 0.95, to the last bit as NumPy's `linspace` has them: an overlap may be just as
  /// large.
  package static let thresholds: [Double] = {
    let step: Double = (0.95 - 0.5) / 9
    var thresholds: [Double] = []
    for index in 0..<9 { thresholds.append(Double(index) * step + 0.5) }
    return thresholds + [0.95]
  }()

  /// As many boxes of an image and a class count.
  private static let mostPerClass = 100

  /// Costs O(found · objects) per image and class, and sorts all that was found.
  package init(_ images: [Image], classCount: Int) {
    var byClass = Array(repeating: ClassMatches(), count: classCount)
    for image in images {
      let truth = Dictionary(grouping: image.truth, by: \.label)
      let found = Dictionary(grouping: image.found, by: \.label)
      for label in Set(truth.keys).union(found.keys) where byClass.indices.contains(label) {
        let best = (found[label] ?? []).inOrderOfScore.prefix(Self.mostPerClass)
        byClass[label].add(found: Array(best), truth: truth[label] ?? [])
      }
    }
    var values: [[Double?]] = []
    for threshold in Self.thresholds.indices {
      values.append(byClass.map { $0.averagePrecision(threshold) })
    }
    self.values = values
    objectCounts = byClass.map(\.objectCount)
  }

  /// The mean over thresholds 0.5 to 0.95 and classes; `nil` without any object.
  package var mean: Double? { average(values.joined()) }

  /// The mean over classes at one threshold of `thresholds`.
  package func mean(atThreshold index: Int) -> Double? { average(values[index]) }

  /// The mean of one class over the thresholds.
  package func mean(ofClass label: Int) -> Double? { average(values.map { $0[label] }) }

  /// That of one class at one threshold.
  package func value(ofClass label: Int, atThreshold index: Int) -> Double? {
    values[index][label]
  }
}

private func average(_ values: some Sequence<Double?>) -> Double? {
  let known = values.compactMap(\.self)
  return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
}

extension [DetectedObject] {
  /// The highest score first; of equal ones in the order here.
  fileprivate var inOrderOfScore: [DetectedObject] {
    indices.sorted {
      self[$0].score == self[$1].score ? $0 < $1 : self[$0].score > self[$1].score
    }.map { self[$0] }
  }
}

/// All boxes of one class that were found, with what each matches at each threshold.
private struct ClassMatches {
  private enum Match { case right, wrong, ignored }

  private var scores: [Double] = []
  /// By threshold.
  private var matches = AveragePrecision.thresholds.map { _ in [Match]() }
  private(set) var objectCount = 0

  /// - Parameter found: In order of score.
  mutating func add(found: [DetectedObject], truth: [AnnotatedObject]) {
    // Those that need not be found come last: they match only what nothing else does.
    let truth = truth.filter { !$0.isCrowd } + truth.filter(\.isCrowd)
    objectCount += truth.count { !$0.isCrowd }
    scores += found.map(\.score)
    let overlaps = found.map { box in
      truth.map { box.box.overlap(with: $0.box, isCrowd: $0.isCrowd) }
    }
    for (index, threshold) in AveragePrecision.thresholds.enumerated() {
      var isTaken = truth.map { _ in false }
      for overlap in overlaps {
        guard let best = Self.best(overlap, threshold, truth, isTaken) else {
          matches[index].append(.wrong)
          continue
        }
        isTaken[best] = true
        matches[index].append(truth[best].isCrowd ? .ignored : .right)
      }
    }
  }

  /// The object that a box covers best, of those that are free; a crowd only where there is none.
  private static func best(
    _ overlap: [Double], _ threshold: Double, _ truth: [AnnotatedObject], _ isTaken: [Bool]
  ) -> Int? {
    var (best, least) = (Int?.none, min(threshold, 1 - 1e-10))
    for index in truth.indices {
      if isTaken[index], !truth[index].isCrowd { continue }
      if let best, !truth[best].isCrowd, truth[index].isCrowd { break }
      guard overlap[index] >= least else { continue }
      (best, least) = (index, overlap[index])
    }
    return best
  }

  /// The mean over 101 recalls of the best precision at that recall or a higher one.
  func averagePrecision(_ threshold: Int) -> Double? {
    guard objectCount > 0 else { return nil }
    var (recalls, precisions): ([Double], [Double]) = ([], [])
    var (right, wrong) = (0, 0)
    let order = scores.indices.sorted {
      scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1]
    }
    for index in order {
      switch matches[threshold][index] {
      case .right: right += 1
      case .wrong: wrong += 1
      case .ignored: break
      }
      recalls.append(Double(right) / Double(objectCount))
      precisions.append(Double(right) / (Double(right + wrong) + Double(1).ulp))
    }
    for index in precisions.indices.dropLast().reversed() {
      precisions[index] = max(precisions[index], precisions[index + 1])
    }
    var (sum, place) = (0.0, 0)
    for hundredth in 0...100 {
      while place < recalls.count, recalls[place] < Double(hundredth) * 0.01 { place += 1 }
      if place < precisions.count { sum += precisions[place] }
    }
    return sum / 101
  }
}
