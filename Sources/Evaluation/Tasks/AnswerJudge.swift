import Networks
import SpikeStatistics
import Tasks

/// Says how good the answers to one image are, as numbers that a list of images shows.
struct AnswerJudge {
  private let reader: TaskReader
  private let image: EvaluationImage
  private let analog: TaskAnswer?

  /// - Parameter analog: The outputs of the analog network; `nil` without one.
  /// - Returns: `nil` where the task is to tell classes apart.
  init?(_ reader: TaskReader, _ image: EvaluationImage, analog: [[Float]]?) {
    guard !reader.task.isClassification else { return nil }
    self.reader = reader
    self.image = image
    self.analog = analog.map(reader.answer(from:))
  }

  /// What both networks come to.
  ///
  /// - Parameter outputs: The accumulated ones; `nil` before the first readout.
  func figures(of outputs: [[Float]]?) -> AnswerFigures {
    let answer = outputs.map(reader.answer(from:))
    return AnswerFigures(
      expected: expected, analog: analog.map { counts(of: $0) },
      spiking: answer.map { counts(of: $0) },
      same: answer.flatMap { answer in analog.map { same(answer, $0) } })
  }

  /// In thousandths; `nil` where nobody says what is right.
  func score(of outputs: [[Float]]) -> Int? { counts(of: reader.answer(from: outputs)).score }

  /// How many objects or places are annotated.
  private var expected: Int? {
    image.objects.map { $0.count { !$0.isCrowd } }
      ?? image.places.map { $0.labels.count { (0..<reader.classCount).contains(Int($0)) } }
  }

  private func counts(of answer: TaskAnswer) -> AnswerFigures.Counts {
    switch answer {
    case .label: return AnswerFigures.Counts(given: 0, right: nil, score: nil)
    case .objects(let found): return counts(of: found)
    case .places(let map): return counts(of: map)
    }
  }

  private func counts(of found: [DetectedObject]) -> AnswerFigures.Counts {
    let shown = inPicture(found)
    guard let truth = image.objects else {
      let agreement = objects(of: analog).map { ObjectAgreement(of: shown, with: $0) }
      return AnswerFigures.Counts(
        given: found.count, right: nil, score: agreement.map { thousandths($0.score) })
    }
    let agreement = ObjectAgreement(of: shown, with: truth)
    return AnswerFigures.Counts(
      given: found.count, right: agreement.both, score: thousandths(agreement.score))
  }

  private func counts(of map: ClassMap) -> AnswerFigures.Counts {
    guard let standard = image.places ?? places(of: analog) else {
      return AnswerFigures.Counts(given: map.labels.count, right: nil, score: nil)
    }
    var counts = PlaceCounts(classes: reader.classCount)
    counts.add(truth: standard, answer: map)
    return AnswerFigures.Counts(
      given: map.labels.count, right: image.places == nil ? nil : counts.rightCount,
      score: counts.meanOverlap.map(thousandths))
  }

  private func same(_ answer: TaskAnswer, _ other: TaskAnswer) -> Int {
    switch (answer, other) {
    case (.objects(let found), .objects(let analog)):
      ObjectAgreement(of: found, with: analog).both
    case (.places(let map), .places(let analog)):
      zip(map.labels, analog.labels).count { $0 == $1 }
    case (.label, _), (.objects, _), (.places, _): 0
    }
  }

  private func objects(of answer: TaskAnswer?) -> [DetectedObject]? {
    if case .objects(let found)? = answer { inPicture(found) } else { nil }
  }

  private func places(of answer: TaskAnswer?) -> ClassMap? {
    if case .places(let map)? = answer { map } else { nil }
  }

  private func inPicture(_ found: [DetectedObject]) -> [DetectedObject] {
    found.map { object in
      var object = object
      object.box = image.frame.inPicture(object.box)
      return object
    }
  }

  /// Rounded down, so that what is not right throughout never has the full score.
  private func thousandths(_ score: Double) -> Int {
    Int((Double(AnswerFigures.fullScore) * score).rounded(.down))
  }
}
