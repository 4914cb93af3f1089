import Datasets
import Foundation
import Testing

/// An evaluation that is interrupted and goes on says what an uninterrupted one says.
@Suite struct ResumeTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private func evaluate(_ more: [String] = [], method: String = "max,hard") -> [String] {
    [
      "evaluate", Program.model, "--data", Program.images, "--method", method, "--format",
      "json", "--steps", "8,120", "--confusion",
    ] + ["--calibration-count", "8"].unlessSaid(in: more) + more
  }

  /// Runs until the file has come, then sends a signal.
  private func interrupted(_ arguments: [String], file: String, by signal: Int32) throws -> Int32 {
    let process = Process()
    process.executableURL = Program.executable
    process.arguments = arguments
    process.standardOutput = try FileHandle(forWritingTo: try scratch.newFile("interrupted"))
    try process.runWithAllSignals()
    var size = -1
    let end = Date.now + 60
    // The first version has no images; a larger one has some.
    while process.isRunning, Date.now < end {
      let now = (try? Data(contentsOf: URL(filePath: file)).count) ?? -1
      if size > 0, now > size + 100 { break }
      if size < 0 { size = now }
      usleep(2000)
    }
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test func interruptedAndResumedEqualsUninterrupted() throws {
    let path = scratch.path("done")
    let expected = try output(of: evaluate(["--threads", "1"]))
    let resume = ["--resume", path]

    let status = try interrupted(
      evaluate(resume + ["--save-every", "0.05", "--threads", "2"]), file: path, by: SIGINT)
    let partial = try object(
      String(contentsOfFile: scratch.path("interrupted"), encoding: .utf8))
    let count = try #require(partial["count"] as? Int)

    #expect(status == 130 && (1..<200).contains(count))
    #expect(partial["requested"] as? Int == 200)
    #expect(try output(of: evaluate(resume + ["--threads", "1"])) == expected)
    #expect(try output(of: evaluate(resume + ["--threads", "2"])) == expected)
  }

  @Test func aKilledEvaluationLosesTheLastIntervalAtMost() throws {
    let path = scratch.path("done")
    let expected = try output(of: evaluate())
    let arguments = evaluate(["--resume", path, "--save-every", "0.05"])

    let status = try interrupted(arguments, file: path, by: SIGKILL)

    #expect(status == SIGKILL)
    #expect(try output(of: arguments) == expected)
  }

  @Test func theTableTellsHowManyImagesAreDone() throws {
    let path = scratch.path("done")
    let table = evaluate(["--resume", path, "--save-every", "0.05"]).map {
      $0 == "json" ? "table" : $0
    }

    _ = try interrupted(table, file: path, by: SIGINT)
    let text = try String(contentsOfFile: scratch.path("interrupted"), encoding: .utf8)

    #expect(text.firstMatch(of: /^fashion-lenet, \d+ of 200 images, accuracy of the ANN/) != nil)
  }

  @Test func anotherEvaluationIsRefusedWithWhatDiffers() throws {
    let path = scratch.path("done")
    let small = { (more: [String]) in
      self.evaluate(["--resume", path, "--count", "3"] + more, method: "max")
    }
    _ = try output(of: small([]))
    let before = try Data(contentsOf: URL(filePath: path))
    let thresholds = try scratch.file("thresholds.json", "[1, 2, 3, 4]")

    for (arguments, mention) in [
      (evaluate(["--resume", path, "--count", "4"], method: "max"), "its '--count' is 3, not 4"),
      (evaluate(["--resume", path, "--count", "3"]), "its '--method' is 'max', not 'max,hard'"),
      (small(["--scale", "2"]), "its preprocessing is 'pixels x"),
      (small(["--calibration-count", "16"]), "its calibration images are others"),
      (small(["--thresholds", thresholds]), "its thresholds of 'max' are others"),
      (small([]).map { $0 == "8,120" ? "8,64" : $0 }, "'max' are 8,120, not 8,64"),
    ] {
      try expectRefusal(arguments, 64, path, "belongs to another evaluation", mention)
    }
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
    #expect(try output(of: small([])) == output(of: small(["--threads", "1"])))
  }

  /// Two images of one colour, the second of class 1.
  private func writeImages(pixel: UInt8, label: UInt8) throws {
    let pixels = Array(repeating: pixel, count: 2 * 28 * 28)
    let content = try #require(
      NPZFile.encoded([
        ("images", DataFiles.npy([2, 1, 28, 28], pixels)),
        ("labels", DataFiles.npy([2], [label, 1])),
      ]))
    _ = try scratch.file("images.npz", content)
  }

  /// Other images, or other labels, under the names that they had.
  @Test func overwrittenImagesAreAnotherEvaluation() throws {
    let (path, images) = (scratch.path("done"), scratch.path("images.npz"))
    let arguments = [
      "evaluate", Program.model, "--data", images, "--method", "max", "--steps", "8",
      "--calibration", Program.images, "--calibration-count", "8", "--resume", path,
    ]
    try writeImages(pixel: 9, label: 3)
    _ = try output(of: arguments)

    _ = try output(of: arguments)
    try writeImages(pixel: 9, label: 4)
    try expectRefusal(arguments, 64, path, "what is told of its images has changed since")
    try writeImages(pixel: 10, label: 3)
    try expectRefusal(arguments, 64, path, "its images have changed since")
  }

  @Test func aDamagedFileIsRefused() throws {
    let path = scratch.path("done")
    let arguments = evaluate(["--resume", path, "--count", "2"], method: "max")
    _ = try output(of: arguments)
    let whole = try Data(contentsOf: URL(filePath: path))
    var changed = whole
    changed[whole.count / 2] ^= 1

    for content in [whole.dropLast(), changed, whole + Data("}".utf8)] {
      _ = try scratch.file("done", content)
      try expectRefusal(arguments, 65, path, "is damaged", "remove it to start anew")
    }
    for content in ["", "{}", "model,method,T\n1,2,3\n"] {
      _ = try scratch.file("done", content)
      try expectRefusal(arguments, 65, path, "no file that --resume has written", "name another")
      #expect(try String(contentsOfFile: path, encoding: .utf8) == content)
    }
  }
}
