import Networks
import Tasks

/// A figure of how good answers are, by the task: its id in JSON and CSV, its name in tables.
package struct TaskMeasure: Equatable, Sendable {
  package var id: String
  package var title: String

  /// By COCO: the mean over thresholds of overlap, that at 0.5 and that at 0.75.
  static let ofBoxes = [
    TaskMeasure(id: "map", title: "mAP"), TaskMeasure(id: "ap50", title: "AP50"),
    TaskMeasure(id: "ap75", title: "AP75"),
  ]

  static let ofPlaces = [
    TaskMeasure(id: "miou", title: "mIoU"),
    TaskMeasure(id: "place_accuracy", title: "places right"),
  ]
}

extension NetworkTask {
  /// What tells how good answers are, the most important first; none where that is accuracy.
  package var measures: [TaskMeasure] {
    switch self {
    case .classification: []
    case .detection: TaskMeasure.ofBoxes
    case .segmentation: TaskMeasure.ofPlaces
    }
  }
}

/// How good the answers of one network to all images are.
package struct TaskScores: Sendable {
  /// One per measure; `nil` where it is undefined.
  package var values: [Double?]
  /// By class, one per measure.
  package var classes: [[Double?]]
  /// How many objects, or places, are of each class.
  package var classCounts: [Int]

  /// Which answers.
  enum Reading {
    case analog
    /// Positions in the plan.
    case spiking(entry: Int, step: Int)
  }

  /// - Returns: `nil` where the answers are classes, and before the first readout.
  init?(_ images: [ImageAnswers], task: NetworkTask, classCount: Int, _ reading: Reading) {
    switch task {
    case .classification: return nil
    case .detection:
      var judged: [AveragePrecision.Image] = []
      for findings in images.objectFindings {
        guard let truth = findings.truth else { continue }
        guard let found = findings.objects(reading) else { return nil }
        judged.append(AveragePrecision.Image(truth: truth, found: found))
      }
      self.init(AveragePrecision(judged, classCount: classCount), classCount: classCount)
    case .segmentation:
      var counts = PlaceCounts(classes: classCount)
      for case .places(let findings)? in images.map(\.findings) {
        guard let found = findings.counts(reading) else { continue }
        counts.add(found)
      }
      self.init(counts)
    }
  }

  private init(_ precision: AveragePrecision, classCount: Int) {
    // 0.5 and 0.75 of the thresholds.
    values = [precision.mean, precision.mean(atThreshold: 0), precision.mean(atThreshold: 5)]
    classes = (0..<classCount).map { label in
      [
        precision.mean(ofClass: label), precision.value(ofClass: label, atThreshold: 0),
        precision.value(ofClass: label, atThreshold: 5),
      ]
    }
    classCounts = precision.objectCounts
  }

  private init(_ counts: PlaceCounts) {
    values = [counts.meanOverlap, counts.accuracy]
    classes = counts.counts.indices.map { label in
      [counts.overlap(of: label), ratioOfRow(counts.counts[label], at: label)]
    }
    classCounts = counts.counts.map { $0.reduce(0, +) }
  }
}

private func ratioOfRow(_ row: [Int], at label: Int) -> Double? {
  let all = row.reduce(0, +)
  return all == 0 ? nil : Double(row[label]) / Double(all)
}

extension [ImageAnswers] {
  /// In the order of the annotations, as pycocotools takes them: of equal scores the first counts
  /// first.
  fileprivate var objectFindings: [ObjectFindings] {
    let findings = compactMap { image -> ObjectFindings? in
      if case .objects(let findings)? = image.findings { findings } else { nil }
    }
    return findings.enumerated().sorted {
      ($0.element.rank ?? 0, $0.offset) < ($1.element.rank ?? 0, $1.offset)
    }.map(\.element)
  }
}

extension ObjectFindings {
  fileprivate func objects(_ reading: TaskScores.Reading) -> [DetectedObject]? {
    switch reading {
    case .analog: analog
    case .spiking(let entry, let step): found[entry][step]
    }
  }
}

extension PlaceFindings {
  fileprivate func counts(_ reading: TaskScores.Reading) -> PlaceCounts? {
    switch reading {
    case .analog: analog
    case .spiking(let entry, let step): found[entry][step]
    }
  }
}
