import Networks
import Tasks

/// The answers to one image where they are no classes, with what is right.
package enum ImageFindings: Equatable, Sendable {
  case objects(ObjectFindings)
  case places(PlaceFindings)

  /// `nil` where the task is to tell classes apart.
  init?(
    of image: EvaluationImage, _ reader: TaskReader, analog: [[Float]]?, found: [[[[Float]]?]]
  ) {
    switch reader.task {
    case .classification: return nil
    case .detection:
      self = .objects(ObjectFindings(of: image, reader, analog: analog, found: found))
    case .segmentation:
      self = .places(PlaceFindings(of: image, reader, analog: analog, found: found))
    }
  }

  /// Whether they have the form of those of a plan; what comes from a file may not.
  func fit(steps: [Int]) -> Bool {
    switch self {
    case .objects(let findings): findings.found.map(\.count) == steps
    case .places(let findings): findings.found.map(\.count) == steps
    }
  }
}

/// What was found in one image, in pixels of the picture.
package struct ObjectFindings: Codable, Equatable, Sendable {
  /// `nil` where nobody says.
  package var truth: [AnnotatedObject]?
  /// Where the picture stands among the others; `nil` where they are in order as they come.
  var rank: Int?
  /// Those of the analog network; `nil` without one.
  package var analog: [DetectedObject]?
  /// Per entry and T; `nil` before the first readout.
  package var found: [[[DetectedObject]?]]
  /// How many boxes of all these answers are none because their place or score is not finite.
  var unusable = 0

  package init(
    truth: [AnnotatedObject]?, analog: [DetectedObject]?, found: [[[DetectedObject]?]]
  ) {
    self.truth = truth
    self.analog = analog
    self.found = found
  }

  fileprivate init(
    of image: EvaluationImage, _ reader: TaskReader, analog: [[Float]]?, found: [[[[Float]]?]]
  ) {
    var unusable = 0
    let objects = { (outputs: [[Float]]) -> [DetectedObject]? in
      guard let boxes = reader.boxes(from: outputs) else { return nil }
      unusable += boxes.unusable
      return boxes.objects.map { object in
        var object = object
        object.box = image.frame.inPicture(object.box)
        return object
      }
    }
    truth = image.objects
    rank = image.rank
    self.analog = analog.flatMap(objects)
    self.found = found.map { $0.map { $0.flatMap(objects) } }
    self.unusable = unusable
  }

  private enum CodingKeys: String, CodingKey { case truth, rank, analog, found, unusable }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    truth = try values.decodeIfPresent([AnnotatedObject].self, forKey: .truth)
    rank = try values.decodeIfPresent(Int.self, forKey: .rank)
    analog = try values.decodeIfPresent([DetectedObject].self, forKey: .analog)
    found = try values.decode([[[DetectedObject]?]].self, forKey: .found)
    unusable = max(try values.decodeIfPresent(Int.self, forKey: .unusable) ?? 0, 0)
  }
}

/// How often places of each class got each answer in one image.
package struct PlaceFindings: Codable, Equatable, Sendable {
  /// `nil` without an analog network, and where nobody says what is right.
  package var analog: PlaceCounts?
  /// Per entry and T; `nil` before the first readout, and where nobody says what is right.
  package var found: [[PlaceCounts?]]
  /// How many places the image has, and how many of them are annotated with no class of the
  /// network; `nil` where nobody says what is right, and in files of earlier versions.
  var places: Int?
  var classless: Int?

  fileprivate init(
    of image: EvaluationImage, _ reader: TaskReader, analog: [[Float]]?, found: [[[[Float]]?]]
  ) {
    let counts = { (outputs: [[Float]]) -> PlaceCounts? in
      guard let truth = image.places, case .places(let answer) = reader.answer(from: outputs)
      else { return nil }
      var counts = PlaceCounts(classes: reader.classCount)
      counts.add(truth: truth, answer: answer)
      return counts
    }
    self.analog = analog.flatMap(counts)
    self.found = found.map { $0.map { $0.flatMap(counts) } }
    places = image.places?.labels.count
    classless = image.places?.labels.count { !(0..<reader.classCount).contains(Int($0)) }
  }

  private enum CodingKeys: String, CodingKey { case analog, found, places, classless }
}

/// The names in files of `--resume`.
extension ImageFindings: Codable {
  private enum CodingKeys: String, CodingKey { case objects, places }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    if let found = try values.decodeIfPresent(ObjectFindings.self, forKey: .objects) {
      self = .objects(found)
    } else {
      self = .places(try values.decode(PlaceFindings.self, forKey: .places))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .objects(let found): try values.encode(found, forKey: .objects)
    case .places(let found): try values.encode(found, forKey: .places)
    }
  }
}
