import Foundation
import ModelFormats
import Networks
import Testing

/// What cards say of detectors.
@Suite struct DetectionCardTests {
  private func card(_ detection: String) throws -> ModelCard {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    try Data(#"{"task": "detection", "detection": \#(detection)}"#.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try ModelCard.card(at: file.path)
  }

  private func task(
    _ detection: String, _ outputs: [(String, MapShape)], classes: Int = 3
  ) throws -> DetectionTask {
    let task = try card(detection).networkTask(
      for: outputs.map { DetectionCard.Output(name: $0.0, shape: $0.1) },
      input: MapShape(channels: 3, height: 64, width: 96),
      classNames: (0..<classes).map { "class \($0)" }, file: "card")
    guard case .detection(let detection) = task else {
      Issue.record("\(task) is no detection")
      throw CancellationError()
    }
    return detection
  }

  /// As the card of the reference detector spells it.
  @Test func formulasInWordsAreUnderstood() throws {
    let task = try task(
      #"""
      {"head": "head", "format": "yolo", "grid": [8, 12], "cell": 8, "anchors": [[28, 20]],
       "order": ["objectness", "x", "y", "w", "h", "classes"],
       "x, y": "8 * (cell + sigmoid(x)), 8 * (cell + sigmoid(y)): the centre",
       "w, h": "28 * exp(min(w, 4)), 20 * exp(min(h, 4))",
       "score": "sigmoid(objectness) * max softmax(classes), kept if > 0.07",
       "nms": "per class, in order of score, dropped if IoU >= 0.4 with a kept one",
       "max_boxes": 20, "readout": "accumulated / t"}
      """#, [("head", MapShape(channels: 8, height: 8, width: 12))])

    #expect(task.coding.center == .sigmoid && task.coding.size == .exponential)
    #expect(task.coding.largestExponent == 4 && task.shares == .softmax)
    #expect(task.selection.minimumScore == 0.07 && task.selection.largestOverlap == 0.4)
    #expect(task.selection.limit == 20)
    let grid = BoxGrid(
      rows: 8, columns: 12, cell: BoxSize(width: 8, height: 8),
      anchors: [BoxSize(width: 28, height: 20)])
    let part = BoxSource.Part(
      output: 0, fields: [.objectness, .x, .y, .w, .h, .classes], layout: .map)
    #expect(task.sources == [BoxSource(parts: [part], places: BoxPlaces(grids: [grid]))])
  }

  /// Levels of a pyramid in an output each, three anchors in each cell.
  @Test func levelsHaveTheirOwnAnchors() throws {
    let task = try task(
      #"""
      {"format": "yolov5", "head": ["p3", "p4"], "cell": [8, 16],
       "anchors": [[[1, 2], [3, 4], [5, 6]], [[7, 8], [9, 10], [11, 12]]]}
      """#,
      [
        ("p3", MapShape(channels: 24, height: 8, width: 12)),
        ("p4", MapShape(channels: 24, height: 4, width: 6)),
      ])

    #expect(task.sources.map(\.places.count) == [3 * 96, 3 * 24])
    #expect(task.sources[1].parts[0].output == 1 && task.sources[1].parts[0].layout == .map)
    #expect(task.sources[1].places.grids[0].anchors[2] == BoxSize(width: 11, height: 12))
    #expect(task.coding.center == .wideSigmoid && task.coding.size == .squared)
  }

  /// Scores and boxes apart, all levels in one list.
  @Test func scoresAndBoxesMayBeApart() throws {
    let task = try task(
      #"""
      {"format": "retinanet", "boxes": "bbox", "scores": "cls", "cell": [8, 16],
       "anchors": [[[8, 8], [16, 8]], [[16, 16], [32, 16]]]}
      """#,
      [
        ("cls", MapShape(channels: 240, height: 1, width: 3)),
        ("bbox", MapShape(channels: 240, height: 1, width: 4)),
      ])

    #expect(task.sources.count == 1 && task.sources[0].places.grids.count == 2)
    #expect(task.sources[0].places.grids.allSatisfy { $0.cellsFirst })
    #expect(task.sources[0].parts.map(\.output) == [1, 0])
    #expect(task.selection.keepsAllClasses && task.shares == .sigmoid)
  }

  @Test func decodedBoxesNeedNoCells() throws {
    let task = try task(
      #"{"format": "yolov8"}"#, [("output0", MapShape(channels: 7, height: 1, width: 126))])

    #expect(task.sources[0].places == BoxPlaces(free: 126))
    #expect(task.sources[0].parts[0].layout == .columns)
  }

  /// Formulas that differ from what is done in one place, each beside what is right elsewhere.
  @Test(arguments: [
    ("x, y", "16 * (cell + sigmoid(x)), 16 * (cell + sigmoid(y))"),
    ("x, y", "8 * (cell + sigmoid(x)) - 3"), ("x, y", "8 * (cell + sigmoid(x) - 3)"),
    ("x, y", "8 * (cell + sigmoid(x)), 8 * (cell + y)"), ("x, y", "1 - sigmoid(x)"),
    ("x, y", "8 * (cell + sigmoid(y)), 8 * (cell + sigmoid(x))"),
    ("x, y", "0 8 * (cell + sigmoid(x))"), ("x, y", "8 * cell + sigmoid(x)"),
    ("w, h", "14 * exp(min(w, 4))"), ("w, h", "28 * exp(w) + 5"), ("w, h", "28 * exp(min(w, .5))"),
    ("w, h", "28 * exp(min(w, 1e3))"), ("w, h", "28 * exp(min(w, -1))"),
    ("w, h", "28 * exp(min(w, 4)), 28 * (2 * sigmoid(h))^2"),
    ("w, h", "28 * exp(min(w, 4)), 28 * exp(min(h, 5))"), ("w, h", "-28 * exp(w)"),
    ("score", "objectness * max softmax(classes), kept if > 0.05"),
    ("score", "max softmax(classes), kept if > 0.05"),
    ("score", "sqrt(sigmoid(objectness) * max softmax(classes)), kept if > 0.05"),
    ("score", "1 - sigmoid(objectness) * max softmax(classes)"),
    ("score", "sigmoid(objectness) * max softmax(classes), kept if > .05"),
    ("score", "sigmoid(objectness) * max softmax(classes), kept if < 0.05"),
    ("score", "sigmoid(objectness) * max softmax(classes), kept if > 0,05"),
    ("score", "sigmoid(objectness) * max softmax(classes), kept if > 1"),
    ("nms", "dropped if IoU > 0.5"), ("nms", "dropped if IoU >= 50 %"),
    ("nms", "kept if IoU >= 0.5"), ("nms", "dropped if IoU >= 0,5"),
    ("nms", "dropped if IoU >= 05"), ("nms", "dropped if IoU >= 2"),
  ])
  func otherFormulasAreRefused(key: String, formula: String) {
    #expect {
      try card(#"{"format": "yolo", "cell": 8, "anchors": [[28, 28]], "\#(key)": "\#(formula)"}"#)
    } throws: { error in
      guard case FormatError.card(_, "detection.\(key)", _) = error else { return false }
      return true
    }
  }

  /// Numbers are those of JSON, and blanks are where one likes.
  @Test func formulasMayBeSpacedOtherwise() throws {
    let head = ("head", MapShape(channels: 8, height: 8, width: 12))
    let task = try task(
      #"""
      {"format": "yolo", "x, y": "8.0*(cell+sigmoid(x))", "w, h": "28 * exp( min(w, 1e1) )",
       "score": "sigmoid(objectness)*softmax(classes),kept if>5e-2", "nms": "IoU>=5e-1"}
      """#, [head])

    #expect(task.coding.largestExponent == 10 && task.selection.minimumScore == 0.05)
    #expect(task.selection.largestOverlap == 0.5)
    let grid = task.sources[0].places.grids[0]
    #expect(grid.cell == BoxSize(width: 8, height: 8) && (grid.rows, grid.columns) == (8, 12))
    #expect(grid.anchors == [BoxSize(width: 28, height: 28)])
  }

  /// A formula and a key for the same thing.
  @Test func whatIsToldTwiceMustAgree() throws {
    let head = ("head", MapShape(channels: 8, height: 8, width: 12))
    let formula = #""format": "yolo", "score": "objectness * classes, kept if > 0.1""#
    #expect(try task("{\(formula), \"min_score\": 0.1}", [head]).selection.minimumScore == 0.1)
    for other in [#""min_score": 0.2"#, #""class_scores": "softmax""#] {
      #expect(throws: FormatError.self) { try task("{\(formula), \(other)}", [head]) }
    }
  }

  @Test(arguments: [
    (#"{}"#, "detection"), (#"{"format": "yolo9000"}"#, "detection.format"),
    (#"{"format": "yolo", "head": "neck"}"#, "detection.head"),
    (#"{"format": "yolo", "score": "the best"}"#, "detection.score"),
    (#"{"format": "yolo", "nms": "sometimes"}"#, "detection.nms"),
    (#"{"format": "yolo", "w, h": "w"}"#, "detection.w, h"),
    (#"{"format": "yolo", "min_score": 2}"#, "detection.min_score"),
    (#"{"format": "yolo", "nms_iou": 2}"#, "detection.nms_iou"),
    (#"{"format": "yolo", "max_boxes": 0}"#, "detection.max_boxes"),
    (#"{"format": "yolo", "cell": 0}"#, "detection.cell"),
    (#"{"format": "yolo", "cell": -8}"#, "detection.cell"),
    (#"{"format": "yolo", "cell": 5e-324}"#, "detection.cell"),
    (#"{"format": "yolo", "cell": [8, 0]}"#, "detection.cell.1"),
    (#"{"format": "yolo", "cell": [[8, 0]]}"#, "detection.cell.0.1"),
    (#"{"format": "yolo", "grid": [3037000500, 3037000500]}"#, "detection.grid.0"),
    (#"{"format": "yolo", "grid": [-1, 12]}"#, "detection.grid.0"),
    (#"{"format": "yolo", "grid": [1, 96]}"#, "detection"),
    (#"{"format": "yolo", "grid": [1, 96], "layout": "map"}"#, "detection"),
    (#"{"format": "yolo", "anchors": [[0, 1]]}"#, "detection.anchors.0.0"),
    (#"{"format": "yolo", "anchors": [[1, 1e308]]}"#, "detection.anchors.0.1"),
    (#"{"format": "yolo", "anchors": [[-1, 1]]}"#, "detection.anchors.0.0"),
    (#"{"format": "yolo", "variances": [0, 1]}"#, "detection.variances.0"),
    (#"{"format": "yolo", "variances": [1, -1]}"#, "detection.variances.1"),
    (#"{"format": "yolo", "largest_exponent": 1e9}"#, "detection.largest_exponent"),
    (#"{"format": "yolo", "largest_exponent": -1}"#, "detection.largest_exponent"),
    (#"{"format": "yolo", "head": ["head", "head"]}"#, "detection.head"),
    (#"{"format": "yolo", "boxes": "head", "scores": "head"}"#, "detection.scores"),
    (#"{"format": "yolo", "order": ["x", "z"]}"#, "detection.order.1"),
    (#"{"format": "yolo", "order": ["x", "classes"]}"#, "detection"),
  ])
  func mistakesAreNamed(detection: String, expected: String) {
    #expect {
      try task(detection, [("head", MapShape(channels: 8, height: 8, width: 12))])
    } throws: { error in
      guard case FormatError.card(_, let key, _) = error else { return false }
      return key == expected
    }
  }
}
