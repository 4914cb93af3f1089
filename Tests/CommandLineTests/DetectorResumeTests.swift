import Foundation
import Testing

/// Evaluations of detectors go on only where boxes are found and counted as before.
@Suite struct DetectorResumeTests {
  /// A picture of 12 by 8 grey pixels, written by Pillow.
  private static let wide = """
    iVBORw0KGgoAAAANSUhEUgAAAAwAAAAICAAAAADoj0EtAAAAc0lEQVR4nAFoAJf/AAAmWpzsSrYwuE7ypABkMg74\
    8PYKLFya5kAAqB6iNNSCPgjgxrq8AMzqFlCY7lLERNJuGAHQxtTi8P4MGig2RFIC5Iw03IQs1HwkzHQcAsRsFLxk\
    DLRcBKxU/AEcvsza6PYEEiAuPEraNi9zDtY0mQAAAABJRU5ErkJggg==
    """
  /// One of 8 by 8, in the same way.
  private static let square = """
    iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAAU0lEQVR4nAFIALf/AAAmWpzsSrYwALhO8qRkMg74\
    AfAGFCIwPkxaAKgeojTUgj4IAeDm9AIQHiw6AJjuUsRE0m4YAdDG1OLw/gwaArgomAh46FjI8MMd1nkGSkcAAAAA\
    SUVORK5CYII=
    """

  private let scratch: Scratch

  /// Two wide pictures beside a detector that is calibrated with a square one.
  init() throws {
    scratch = try Scratch()
    let (pictures, others) = (try scratch.directory("pictures"), try scratch.directory("square"))
    try Data(base64Encoded: Self.wide)?.write(to: URL(filePath: "\(pictures)/a.png"))
    try Data(base64Encoded: Self.wide)?.write(to: URL(filePath: "\(pictures)/b.png"))
    try Data(base64Encoded: Self.square)?.write(to: URL(filePath: "\(others)/c.png"))
    try writeCard()
    try annotate(ids: [1, 2])
  }

  private func writeCard(_ more: String = "") throws {
    _ = try scratch.file(
      "detector.json",
      #"""
      {"input": {"shape": [1, 1, 8, 8], "scale": 0.004}, "classes": ["cat", "dog", "bird"],
      "task": "detection", "detection": {"format": "yolo", "head": "y", "cell": 1\#(more)}}
      """#)
  }

  private func annotate(ids: [Int]) throws {
    _ = try scratch.file(
      "pictures/annotations.json",
      #"""
      {"images": [{"id": \#(ids[0]), "file_name": "a.png"},
       {"id": \#(ids[1]), "file_name": "b.png"}],
      "categories": [{"id": 1, "name": "cat"}], "annotations": [
       {"image_id": \#(ids[0]), "category_id": 1, "bbox": [1, 1, 3, 4]},
       {"image_id": \#(ids[1]), "category_id": 1, "bbox": [1, 1, 3, 4]}]}
      """#)
  }

  @Test func whatDiffersIsSaidWithoutTheRest() throws {
    let path = scratch.path("done")
    let arguments = [
      "evaluate", try Models.detector(in: scratch), "--data", scratch.path("pictures"),
      "--calibration", scratch.path("square"), "--method", "max", "--steps", "4", "--format",
      "json", "--resume", path,
    ]
    let expected = try output(of: arguments)
    #expect(try output(of: arguments) == expected)

    // Pictures of YOLO are letterboxed, unless the card says otherwise.
    for (change, words) in [
      (#", "resize": "stretch""#, "is 'pictures by letterbox', not 'pictures by stretch'"),
      (#", "nms_iou": 0.25"#, "evaluation: its 'detection.selection.nms_iou' is 0.5, not 0.25"),
    ] {
      try writeCard(change)
      try expectRefusal(arguments, 64, path, "belongs to another evaluation", words)
      #expect(try !Program.run(arguments).errors.contains("sources"))
    }
    try writeCard()
    // Which of two boxes of one score comes first, the ids say.
    try annotate(ids: [2, 1])
    try expectRefusal(arguments, 64, path, "what is told of its images has changed since")
    try annotate(ids: [1, 2])
    #expect(try output(of: arguments) == expected)
  }
}
