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
       "w, h": "28 * exp(min(w, 4)), 28 * exp(min(h, 4))",
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

  @Test(arguments: [
    (#"{}"#, "detection"), (#"{"format": "yolo9000"}"#, "detection.format"),
    (#"{"format": "yolo", "head": "neck"}"#, "detection.head"),
    (#"{"format": "yolo", "score": "the best"}"#, "detection.score"),
    (#"{"format": "yolo", "nms": "sometimes"}"#, "detection.nms"),
    (#"{"format": "yolo", "w, h": "w"}"#, "detection.w, h"),
    (#"{"format": "yolo", "min_score": 2}"#, "detection"),
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
