import Datasets
import Foundation
import GRDB
import ModelFormats
import Testing

/// Recordings whose images, calibration or weights were overwritten since: what they were of can no
/// longer be computed, and nothing else is shown in its place.
@Suite struct ChangedInputTests {
  private let scratch: Scratch
  private let file: String

  init() throws {
    scratch = try Scratch()
    file = scratch.path("run.snn")
  }

  private func write(_ name: String, brightness: Int) throws -> String {
    let pixels = (0..<8 * 28 * 28).map { UInt8($0 * brightness % 251) }
    return try scratch.file(name, DataFiles.npy([8, 1, 28, 28], pixels))
  }

  private func record(_ model: String = Program.model) throws {
    let arguments = [
      "record", model, "--data", try write("images.npy", brightness: 1), "--calibration",
      try write("calibration.npy", brightness: 1), "--calibration-count", "8", "--method", "max",
      "--steps", "16", "-o", file,
    ]
    _ = try output(of: arguments + (model == Program.model ? [] : ["--scale", "0.0039"]))
  }

  private func replay() throws -> Program.Outcome {
    try Program.run(["replay", file, "--plain-steps", "4", "--plain-size", "200x40"])
  }

  private func figure(_ kind: String, _ name: String) throws -> Data {
    _ = try output(of: ["figure", kind, file, "-o", scratch.path(name)])
    return try Data(contentsOf: URL(filePath: scratch.path(name)))
  }

  @Test(arguments: [
    ("images.npy", "no longer that of the recording"),
    ("calibration.npy", "no longer those of the recording"),
  ])
  func overwrittenImagesAreSaid(name: String, words: String) throws {
    try record()
    let whole = try replay()
    #expect(whole.status == 0 && !whole.errors.contains(words), "\(whole.errors)")
    let drawn = try figure("raster", "before.svg")

    _ = try write(name, brightness: 7)

    let shown = try replay()
    #expect(shown.status == 0)
    #expect((shown.errors + shown.output).contains(words), "\(shown.errors)\(shown.output)")
    #expect(try figure("raster", "after.svg") == drawn)
    // What the file has not is not computed from other images.
    let refused = try Program.run([
      "figure", "potential", file, "--of", "conv1#40", "-o", scratch.path("v.svg"),
    ])
    #expect(refused.status == 64 && refused.errors.contains("potentials of conv1"))
    #expect(refused.errors.contains(words), "\(refused.errors)")
  }

  @Test func weightsBesideTheModelAreKnownAgain() throws {
    let name = try #require(try firstWeights())
    let model = try Models.save("beside.onnx", in: scratch) { graph in
      for index in graph.initializer.indices where graph.initializer[index].name == name {
        let bytes = graph.initializer[index].rawData
        _ = try scratch.file("weights.bin", bytes)
        graph.initializer[index].rawData = Data()
        graph.initializer[index].dataLocation = 1
        graph.initializer[index].externalData = [
          .with { ($0.key, $0.value) = ("location", "weights.bin") },
          .with { ($0.key, $0.value) = ("length", "\(bytes.count)") },
        ]
      }
    }
    try record(model)
    let before = try replay()
    #expect(!(before.errors + before.output).contains("those of the recording"), "\(before)")

    let beside = URL(filePath: scratch.path("weights.bin"))
    let weights = try Data(contentsOf: beside)
    // The signs, in the last byte of each number.
    let bytes = weights.enumerated().map { $0 % 4 == 3 ? $1 ^ 0x80 : $1 }
    try Data(bytes).write(to: beside)

    let shown = try replay()
    #expect((shown.errors + shown.output).contains("those of the recording"), "\(shown)")
  }

  private func firstWeights() throws -> String? {
    let model = try Onnx_ModelProto(
      serializedBytes: Data(contentsOf: URL(filePath: Program.model)))
    return model.graph.initializer.first { $0.dims.count == 4 && !$0.rawData.isEmpty }?.name
  }

  /// Numbers in a file are no more to be believed than the rest of it.
  @Test func aRunOfNoStepsIsRefused() throws {
    try record()
    try DatabaseQueue(path: file).write {
      try $0.execute(
        sql: """
          UPDATE meta SET value = replace(value, '"steps":16', '"steps":0'), crc = NULL
            WHERE key = 'run'
          """)
    }

    let shown = try replay()

    #expect(shown.status == 65 && shown.errorLines.count == 1, "\(shown.errors)")
    #expect(shown.errors.contains("there are 0 steps"))
  }

  @Test func whereNothingIsWholeNothingIsExported() throws {
    try record()
    try DatabaseQueue(path: file).write {
      try $0.execute(sql: "UPDATE batch SET step0 = 0 WHERE step0 = 1")
    }

    let outcome = try Program.run(["export", file, "--lenient", "--format", "csv", "-o", "-"])

    #expect(outcome.status == 65 && outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }
}
