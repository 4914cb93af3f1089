import FileThings
import Foundation
import RunFiles
import Testing

/// What each command that writes a file does with what is there already.
@Suite struct WritingTests {
  /// A command that writes the file of a name.
  enum Writer: String, CaseIterable {
    case thresholds, nir, csv, npz, sonata, record, run, line, plot, figure, perImage, logits

    func arguments(_ path: String, recording: String) -> [String] {
      let data = ["--data", Program.images, "--calibration-count", "8"]
      let evaluate = ["evaluate", Program.model] + data + ["--count", "2", "--steps", "2"]
      let run = [Program.model] + data + ["--steps", "4"]
      return switch self {
      case .thresholds, .nir: ["convert", Program.model] + data + ["-o", path]
      case .csv, .npz, .sonata: ["export", recording, "--format", rawValue, "-o", path]
      case .record: ["record"] + run + ["-o", path]
      case .run: ["run"] + run + ["--record", path]
      case .line: ["watch"] + run + ["--line", "--record", path]
      case .plot: evaluate + ["--plot", path]
      case .figure: ["figure", "sin"] + run + ["-o", path]
      case .perImage: evaluate + ["--per-image", path]
      case .logits: evaluate + ["--logits", path]
      }
    }

    /// Whether it can be asked to write a file of this name.
    func takes(_ path: String) -> Bool {
      switch self {
      case .thresholds: path.hasSuffix(".json")
      case .nir: path.hasSuffix(".nir")
      case .plot, .figure: path.hasSuffix(".svg")
      case .csv, .npz, .sonata, .record, .run, .line, .perImage, .logits: true
      }
    }

    var name: String {
      switch self {
      case .thresholds: "x.json"
      case .nir: "x.nir"
      case .plot, .figure: "x.svg"
      case .csv, .npz, .sonata, .record, .run, .line, .perImage, .logits: "x"
      }
    }
  }

  private let scratch: Scratch
  private let folder: String

  init() throws {
    scratch = try Scratch()
    folder = try scratch.directory("o")
  }

  /// - Returns: The command that writes the file of a name, from a recording where it takes one.
  private func arguments(of writer: Writer, _ path: String) throws -> [String] {
    let recording = scratch.path("run.snn")
    if [.csv, .npz, .sonata].contains(writer) {
      let made = try Program.run(Writer.record.arguments(recording, recording: ""))
      #expect(made.status == 0, "\(made.errors)")
    }
    return writer.arguments(path, recording: recording)
  }

  /// Removes what a test has made.
  private func clear() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
  }

  @Test(arguments: Writer.allCases)
  func onlyFilesAreReplacedAndOnlyOnRequest(writer: Writer) throws {
    let path = "\(folder)/\(writer.name)"
    let arguments = try arguments(of: writer, path)
    for (thing, force) in Thing.allCases.flatMap({ [($0, false), ($0, true)] }) {
      try clear()
      try thing.make(at: path)
      if thing == .file { chmod(path, 0o640) }
      let before = try inventory(of: folder)
      let outcome = try Program.run(arguments + (force ? ["--force"] : []))
      let comment = Comment(rawValue: "\(thing), force \(force): \(outcome)")

      guard thing.kind != nil || thing == .file && !force else {
        var status = stat()
        #expect(outcome.status == 0, comment)
        #expect(lstat(path, &status) == 0 && status.st_size > 10, comment)
        #expect(thing == .nothing || status.st_mode & 0o7777 == 0o640, comment)
        #expect(
          try FileManager.default.contentsOfDirectory(atPath: folder) == [writer.name], comment)
        continue
      }
      #expect(outcome.status == 73 && outcome.output.isEmpty, comment)
      #expect(outcome.errorLines.count == 1, comment)
      #expect(
        outcome.errors.hasPrefix(
          "spiketop: \(path): " + (thing.kind.map { "is \($0), which" } ?? "the file exists; ")),
        comment)
      #expect(try inventory(of: folder) == before, comment)
    }
  }

  /// What an evaluation goes on from it writes again, and nothing else.
  @Test func anEvaluationReplacesItsOwnFile() throws {
    let path = "\(folder)/resume"
    let arguments = [
      "evaluate", Program.model, "--data", Program.images, "--calibration-count", "8", "--count",
      "2", "--steps", "2", "--resume", path,
    ]
    for (thing, force) in Thing.allCases.flatMap({ [($0, []), ($0, ["--force"])] }) {
      try clear()
      try thing.make(at: path)
      let before = try inventory(of: folder)
      let outcome = try Program.run(arguments + force)
      guard thing != .nothing else {
        #expect(outcome.status == 0)
        #expect(try Program.run(arguments).status == 0)
        continue
      }
      #expect(outcome.status == (thing == .file ? 65 : 73), "\(thing): \(outcome)")
      #expect(try inventory(of: folder) == before)
    }
  }

  /// The dashboard asks before it replaces a file, and never offers to replace anything else.
  @Test(arguments: Thing.allCases)
  func theDashboardAsksForFilesOnly(thing: Thing) throws {
    let path = "\(folder)/a.txt"
    try thing.make(at: path)
    let before = try inventory(of: folder)
    let screen = try output(of: [
      "demo", "--plain-steps", "2", "--plain-size", "200x30", "--plain-keys",
      ":export \(path)\n",
    ])
    if thing == .nothing {
      #expect(screen.contains(" written"))
    } else {
      #expect(screen.contains(thing.kind.map { "is \($0), which is" } ?? "Replace it?"))
      #expect(try inventory(of: folder) == before)
    }
  }

  /// A card is the user's: no conversion replaces it, and none is read as one.
  @Test func aConversionIsNoCardAndReplacesNone() throws {
    let model = try scratch.file("net.onnx", Data(contentsOf: URL(filePath: Program.model)))
    // Without a card pixels need a scale.
    let data = ["--data", Program.images, "--calibration-count", "8", "--scale", "0.0039"]
    let card = scratch.path("net.json")
    // One with a mistake in it is still the user's.
    for content in [
      try Data(contentsOf: URL(filePath: Program.card)), Data("{\"dt\": 1}".utf8),
      Data("{\"input\": {\"scale\": 0.5},}".utf8), Data("[]".utf8), Data("{\"mine\": 1}".utf8),
    ] {
      try content.write(to: URL(filePath: card))
      for force in [[], ["--force"]] {
        try expectRefusal(
          ["convert", model] + data + ["-o", card] + force, 73, "is a model card, which is never")
        #expect(try Data(contentsOf: URL(filePath: card)) == content)
      }
    }
    try FileManager.default.removeItem(atPath: card)
    // Without the card its accuracy is doubted, beside the table.
    let evaluation = ["evaluate", model, "--method", "ann", "--count", "20"] + data
    let accuracy = try Program.run(evaluation)
    _ = try output(of: ["convert", model, "-o", card] + data)
    let again = try Program.run(evaluation)
    #expect(accuracy.status == 0 && again.output == accuracy.output)
    _ = try output(of: ["convert", model, "-o", card, "--force"] + data)
  }

  /// A limit of the user's is an error as that of a disk: said, and nothing is left.
  @Test(arguments: [Writer.nir, .csv, .npz, .logits])
  func aFileThatMayNotGrowIsSaid(writer: Writer) throws {
    let path = "\(folder)/\(writer.name)"
    try Thing.file.make(at: path)
    let before = try inventory(of: folder)
    var arguments = try arguments(of: writer, path) + ["--force"]
    if let count = arguments.firstIndex(of: "--count") { arguments[count + 1] = "100" }
    let line = arguments.map { "'\($0)'" }.joined(separator: " ")

    let outcome = try Program.shell("ulimit -f 2; $SPIKETOP \(line)")

    #expect(outcome.status == 74, "\(outcome)")
    #expect(outcome.errors.contains("\(path): cannot be written (File too large)"), "\(outcome)")
    #expect(try inventory(of: folder) == before)
  }

  /// Killed at whatever moment, an evaluation leaves its files whole or not at all.
  @Test func aKilledEvaluationLeavesNothing() throws {
    for delay in [0.05, 0.3, 1.0] {
      let outcome = try Program.shell(
        "$SPIKETOP evaluate $MODEL --data $IMAGES --steps 2000 --method max "
          + "--plot \(folder)/a.svg --per-image \(folder)/b.csv > \(scratch.path("out")) & "
          + "sleep \(delay); kill -KILL $!; wait $!")
      #expect(outcome.status == 137)
      #expect(try inventory(of: folder).isEmpty)
    }
  }

  @Test func twoOptionsThatNameOneFileAreRefused() throws {
    for other in ["\(folder)/x", "\(folder)//./x"] {
      for option in ["--per-image", "--resume"] {
        try expectRefusal(
          [
            "evaluate", Program.model, "--data", Program.images, "--logits", "\(folder)/x",
            option, other,
          ], 64, "name the same file")
      }
    }
  }

  /// With `--force` too, what a command reads is as it was.
  @Test(arguments: Writer.allCases)
  func noInputIsReplaced(writer: Writer) throws {
    let (model, card) = (scratch.path("net.onnx"), scratch.path("net.json"))
    try Data(contentsOf: URL(filePath: Program.model)).write(to: URL(filePath: model))
    try Data(contentsOf: URL(filePath: Program.card)).write(to: URL(filePath: card))
    let recording = scratch.path("run.snn")
    let isExport = [.csv, .npz, .sonata].contains(writer)
    let inputs = isExport ? [recording, card] : [model, card]
    _ = try arguments(of: writer, "unused")
    for input in inputs where writer.takes(input) {
      let before = try Data(contentsOf: URL(filePath: input))
      let arguments = writer.arguments(input, recording: recording)
        .map { $0 == Program.model ? model : $0 }
      try expectRefusal(arguments + ["--force"], 73, input, " is never replaced; ")
      #expect(try Data(contentsOf: URL(filePath: input)) == before)
    }
  }

  /// Nor what it finds by itself: here the labels beside images, by another name of theirs.
  @Test(arguments: Writer.allCases.filter { ![.csv, .npz, .sonata].contains($0) })
  func noInputThatIsFoundIsReplaced(writer: Writer) throws {
    let (images, path) = (scratch.path("data"), "\(folder)/\(writer.name)")
    try FileManager.default.copyItem(atPath: Program.images, toPath: images)
    let labels = try #require(
      FileManager.default.contentsOfDirectory(atPath: images).map { "\(images)/\($0)" }
        .first { $0.contains("t10k-labels") })
    try FileManager.default.linkItem(atPath: labels, toPath: path)
    let before = try Data(contentsOf: URL(filePath: labels))
    let arguments = try writer.arguments(path, recording: "").map {
      // The images alone are named.
      $0 == Program.images ? try imageFile(in: images) : $0
    }
    let outcome = try Program.run(arguments + ["--force"])
    #expect(outcome.status == 73, "\(outcome)")
    #expect(outcome.errors.contains("\(path): is read by this command, and "), "\(outcome)")
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
    #expect(try inventory(of: folder).count == 1)
  }

  private func imageFile(in folder: String) throws -> String {
    try #require(
      FileManager.default.contentsOfDirectory(atPath: folder).map { "\(folder)/\($0)" }
        .first { $0.contains("t10k-images") })
  }

  /// What SQLite keeps beside a recording holds steps of it, be it read or not.
  @Test(arguments: Writer.allCases, ["-wal", "-shm", "-journal"])
  func noLogOfARecordingIsReplaced(writer: Writer, suffix: String) throws {
    let recording = "\(folder)/run.snn"
    let made = try Program.run(Writer.record.arguments(recording, recording: ""))
    #expect(made.status == 0, "\(made)")
    let path = recording + suffix
    guard writer.takes(path) else { return }
    for isThere in [false, true] {
      if isThere { try Thing.file.make(at: path) }
      let before = try inventory(of: folder)
      try expectRefusal(
        writer.arguments(path, recording: recording) + ["--force"], 73,
        "\(path): belongs to 'run.snn'")
      #expect(try inventory(of: folder) == before)
    }
  }

  /// One rule for all: standard output where the format goes there, else no name.
  @Test(arguments: Writer.allCases, ["-", ""])
  func aNameThatIsNoneIsRefused(writer: Writer, name: String) throws {
    guard !(name == "-" && [.thresholds, .nir, .csv].contains(writer)) else { return }
    let outcome = try Program.run(try arguments(of: writer, name))
    #expect(outcome.status == 64 && outcome.output.isEmpty, "\(outcome)")
  }

  @Test func aPipeIsToldOfStandardOutput() throws {
    try Thing.pipe.make(at: "\(folder)/x.json")
    try expectRefusal(
      ["convert", Program.model, "-o", "\(folder)/x.json"], 73, "is a pipe", "'-o -'")
  }

  /// Bytes that are no text would become the name of another file.
  @Test(arguments: ["inspect %", "export % --format csv -o -", "convert $MODEL -o %.json"])
  func namesThatAreNoTextAreRefused(arguments: String) throws {
    let words = arguments.replacing("%", with: "\"$(printf '\(folder)/x\\377')\"")
    let outcome = try Program.shell("$SPIKETOP \(words)")
    #expect(outcome.status == 64 && outcome.errors.contains("is not UTF-8"), "\(outcome)")
    #expect(outcome.errorLines.count == 1)
    #expect(try inventory(of: folder).isEmpty)
  }

  @Test func aTypedLineThatIsNoTextNamesNoFile() throws {
    let outcome = try Program.shell(
      "printf 'export \(folder)/x\\377.csv\\n' | $SPIKETOP demo --line")
    #expect(outcome.output.contains("is not UTF-8"), "\(outcome)")
    #expect(try inventory(of: folder).isEmpty)
  }
}
