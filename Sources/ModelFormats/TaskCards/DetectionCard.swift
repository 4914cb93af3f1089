import Networks
import PlainText

/// What a model card says of a detector, as it stands there; `DetectionCard+Task` makes a task of
/// it.
package struct DetectionCard: Equatable, Sendable {
  /// The family of the head, which decides about all that is not told.
  var format: BoxFormat

  /// The outputs with all numbers of the boxes, one for each level; or those with some of them.
  var outputs: [DetectionCardKey: [String]] = [:]

  /// Which numbers a box has in `head`, in their order.
  var fields: [BoxField]?
  var layout: BoxLayout?
  var cellsFirst: Bool?

  /// Rows and columns, cell and anchors of each level.
  var grids: [[Int]]?
  var cells: [BoxSize]?
  var anchors: [[BoxSize]]?

  var coding: BoxCoding
  var shares: ClassShares
  package var selection: BoxSelection

  /// How pictures of other sizes become inputs.
  package var fit: InputFit

  /// The format alone.
  init(_ format: BoxFormat) {
    self.format = format
    coding = format.coding
    shares = format.shares
    fit = format.fit
    selection = BoxSelection()
    selection.keepsAllClasses = format.keepsAllClasses
  }
}

/// The keys of `detection` in a card, as people write them.
enum DetectionCardKey: String, CaseIterable, Hashable, Sendable {
  case format
  // Outputs by name, one or a list with one for each level.
  case head, boxes, scores, labels, objectness
  // Their order.
  case order, layout
  case cellsFirst = "cells_first"
  // What they refer to.
  case grid, cell, anchors
  // What they mean.
  case centers = "x, y"
  case sizes = "w, h"
  case center, size, distance, variances
  case largestExponent = "largest_exponent"
  case relative
  case score
  case shares = "class_scores"
  case allClasses = "all_classes"
  // Which are kept.
  case minimumScore = "min_score"
  case overlap = "nms_iou"
  case suppression = "nms"
  case limit = "max_boxes"
  // What precedes, and what follows of itself.
  case resize, readout

  /// Those that name outputs.
  static let ofOutputs: [DetectionCardKey] = [.head, .boxes, .scores, .labels, .objectness]
}

/// The usual heads.
enum BoxFormat: String, CaseIterable, Sendable {
  case yolo, yolov5, yolox, yolov8, ssd, retinanet, fcos, boxes

  var coding: BoxCoding {
    var coding = BoxCoding()
    switch self {
    case .yolo: break
    case .yolov5: (coding.center, coding.size) = (.wideSigmoid, .squared)
    case .yolox: coding.center = .linear
    case .yolov8, .boxes: (coding.center, coding.size) = (.absolute, .absolute)
    case .ssd:
      (coding.center, coding.centerFactor, coding.sizeFactor) = (.anchor, 0.1, 0.2)
    case .retinanet:
      // log(1000 / 16), as in torchvision and Detectron.
      (coding.center, coding.largestExponent) = (.anchor, 4.135166556742356)
    case .fcos: coding.distance = .linear
    }
    return coding
  }

  var shares: ClassShares {
    switch self {
    case .yolo, .yolov5, .yolox, .retinanet, .fcos: .sigmoid
    case .ssd: .softmax
    case .yolov8, .boxes: .identity
    }
  }

  var keepsAllClasses: Bool {
    switch self {
    case .ssd, .retinanet, .fcos: true
    case .yolo, .yolov5, .yolox, .yolov8, .boxes: false
    }
  }

  var fit: InputFit {
    switch self {
    case .yolo, .yolov5, .yolox, .yolov8: .letterbox
    case .ssd, .retinanet, .fcos, .boxes: .stretch
    }
  }

  /// The numbers of a box where one output has all of them.
  var fields: [BoxField] {
    switch self {
    case .yolo, .yolov5, .yolox: [.x, .y, .w, .h, .objectness, .classes]
    case .yolov8: [.x, .y, .w, .h, .classes]
    case .ssd: [.x, .y, .w, .h, .background, .classes]
    case .retinanet: [.x, .y, .w, .h, .classes]
    case .fcos: [.left, .top, .right, .bottom, .objectness, .classes]
    case .boxes: [.left, .top, .right, .bottom, .score, .label]
    }
  }

  /// The numbers of a box in an output that has some of them.
  func fields(of key: DetectionCardKey) -> [BoxField] {
    if key == .boxes {
      return self == .fcos || self == .boxes ? [.left, .top, .right, .bottom] : [.x, .y, .w, .h]
    }
    if key == .scores { return self == .ssd ? [.background, .classes] : [.classes] }
    if key == .labels { return [.label] }
    return key == .objectness ? [.objectness] : fields
  }
}

extension DetectionCard: Encodable {
  /// What is kept of it; the rest is how the file writes it.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: NamedKey.self)
    try values.encode(format.rawValue, forKey: "format")
    for key in DetectionCardKey.ofOutputs {
      try values.encodeIfPresent(outputs[key], forKey: NamedKey(key.rawValue))
    }
    try values.encode(shares, forKey: "class_scores")
    try values.encode(selection.minimumScore, forKey: "min_score")
    try values.encode(selection.largestOverlap, forKey: "nms_iou")
    try values.encode(selection.limit, forKey: "max_boxes")
  }
}
