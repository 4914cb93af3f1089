import Foundation
import GRDB
import Proofs
import RunFiles
import Testing

/// `record`, `--record`, `replay` and `export`, as a user meets them.
@Suite struct RecordTests {
  private let scratch: Scratch
  private let file: String

  init() throws {
    scratch = try Scratch()
    file = scratch.path("run.snn")
  }

  private func record(_ arguments: [String] = [], steps: Int = 60) throws -> Program.Outcome {
    try Program.run(
      ["record", Program.model, "--data", Program.images, "--steps", "\(steps)", "-o", file]
        + arguments)
  }

  @Test func recordSaysWhatItWrote() throws {
    let outcome = try record()
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("\(file): 60 of 60 steps, "))
    let reader = try RunFileReader(file)
    #expect(reader.lastStep == 60)
    #expect(reader.description.label == 9)
    #expect(reader.description.arguments.first == "record")
  }

  /// What the dashboard shows of the file is what it shows of the run.
  @Test(arguments: ["", "5j", "j2v", "4"])
  func aReplayLooksLikeTheRun(keys: String) throws {
    _ = try record(["--potentials", "all"])
    let display = [
      "--plain-steps", "40", "--plain-size", "120x40", "--plain-keys", keys, "--utf8",
    ]
    let watched = try Program.run(
      ["watch", Program.model, "--data", Program.images, "--steps", "60"] + display)
    let replayed = try Program.run(["replay", file, "--no-model"] + display)

    #expect(replayed.status == 0)
    // Phase and causes need weights: SIN has a panel without, Phase a column of the list, and two
    // rows of each of the four layers.
    let differing = zip(watched.outputLines, replayed.outputLines.dropLast()).count { $0 != $1 }
    let most = ["4": 20, "5j": 28][keys] ?? 0
    #expect(differing <= most, "\(replayed.output)")
    #expect(replayed.outputLines[1].contains("robust"))
    // What is told cannot be converted otherwise, and no key is offered that cannot do anything.
    #expect(!replayed.output.contains("M method"))
  }

  /// With its model the run is computed again, and every spike is held against the recording.
  @Test func theModelIsFoundAndTheSpikesAreTheSame() throws {
    _ = try record(["--method", "bistable", "--phases", "8", "--index", "3"], steps: 80)
    let replayed = try Program.run([
      "replay", file, "--plain-steps", "80", "--plain-size", "120x40", "--plain-keys", "6",
    ])
    #expect(replayed.status == 0)
    #expect(replayed.output.contains("no spike differs up to t=80"), "\(replayed.output)")
    #expect(replayed.output.contains("B recording"))
  }

  /// Files of spiketop 0.1.0 hold the command instead of a request: `make_old_run.py` made one.
  @Test func aRunOfAnEarlierVersionIsComputedAgain() throws {
    let folder = Proofs.references.appending(path: "old-run")
    for name in ["model.onnx", "images.npy"] {
      _ = try scratch.file(name, Data(contentsOf: folder.appending(path: name)))
    }
    let old = try Data(contentsOf: folder.appending(path: "run.snn"))
    let file = try scratch.file("run.snn", old.replacingPlace(by: scratch.path("")))
    #expect(try RunFileReader(file).request() == nil)

    let replayed = try Program.run([
      "replay", file, "--plain-steps", "40", "--plain-size", "120x40", "--plain-keys", "6",
    ])

    #expect(replayed.status == 0)
    #expect(replayed.output.contains("no spike differs up to t=40"), "\(replayed.output)")
    #expect(replayed.output.contains("half 99.5%"))
  }

  /// A run says as data what was asked for, whatever the command was.
  @Test func aRunCarriesItsRequest() throws {
    _ = try record(["--method", "half", "--percentile", "99", "--index", "3"], steps: 8)
    let request = try #require(try RunFileReader(file).request())

    #expect(request.model.path == Program.model)
    #expect(request.data.images == Program.images)
    #expect(request.method.name == "half")
    #expect(request.image == 3)
    #expect(request.steps == 8)
    let text = String(decoding: request.json(), as: UTF8.self)
    #expect(text.contains(#""options":{"percentile":99}"#))
    #expect(text.contains(#""version":1"#))
  }

  @Test func aModelThatHasChangedIsNotTaken() throws {
    let model = scratch.path("model.onnx")
    try FileManager.default.copyItem(atPath: Program.model, toPath: model)
    try FileManager.default.copyItem(
      atPath: Program.card, toPath: scratch.path("model.json"))
    _ = try Program.run(
      ["record", model, "--data", Program.images, "--steps", "20", "-o", file])
    let handle = try FileHandle(forWritingTo: URL(filePath: model))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data([0]))
    try handle.close()

    let replayed = try Program.run(["replay", file, "--plain-steps", "10"])
    #expect(replayed.status == 0)
    #expect(!replayed.output.contains("B recording"))
  }

  @Test func runRecordsWhatItPrints() throws {
    let outcome = try Program.run([
      "run", Program.model, "--data", Program.images, "--steps", "30", "--format", "ndjson",
      "--record", file,
    ])
    #expect(outcome.status == 0)
    #expect(outcome.outputLines.count == 31)
    #expect(try RunFileReader(file).lastStep == 30)
  }

  @Test func anExistingFileIsNotReplaced() throws {
    _ = try record()
    let again = try record()
    #expect(again.status == 73)
    #expect(
      again.errors
        == "spiketop: \(file): the file exists; replace it with --force, or name another one\n")
  }

  /// SQLite would take the log of another recording for the new file's.
  @Test func aFileIsReplacedOnRequestUnlessALogLiesBeside() throws {
    _ = try record(steps: 20)
    #expect(try record(["--force"], steps: 12).status == 0)
    #expect(try RunFileReader(file).lastStep == 12)

    let log = try scratch.file("run.snn-wal", "log")
    for force in [[], ["--force"]] {
      let refused = try record(force)
      #expect(refused.status == 73 && refused.errorLines.count == 1)
      #expect(force.isEmpty || refused.errors.contains("'\(log)' is the log of another recording"))
    }
    #expect(try String(contentsOfFile: log, encoding: .utf8) == "log")
    #expect(try RunFileReader(file).lastStep == 12)
  }

  /// What SQLite puts beside the file has longer names, and its paths have an end, too.
  @Test func aNameThatIsTooLongIsSaid() throws {
    let record = ["record", Program.model, "--data", Program.images, "--steps", "4", "-o"]
    let fits = String(repeating: "n", count: 247)
    #expect(try Program.run(record + [scratch.path(fits)]).status == 0)
    for length in [248, 251, 255, 300] {
      try expectRefusal(
        record + [scratch.path(String(repeating: "n", count: length))], 73,
        "has \(length) bytes", "at most 247")
    }

    let deep = try scratch.directory(
      Array(repeating: String(repeating: "d", count: 100), count: 6).joined(separator: "/"))
    try expectRefusal(record + ["\(deep)/run.snn"], 73, "its path from / has", "at most 504")
    _ = try self.record(steps: 4)
    try FileManager.default.copyItem(atPath: file, toPath: "\(deep)/run.snn")
    try expectRefusal(["replay", "\(deep)/run.snn", "--plain-steps", "1"], 66, "at most 504")
  }

  /// Names that have a meaning in addresses, and a working folder whose name is no text.
  @Test func aRecordingIsWrittenWhereverItsFolderIs() throws {
    let outcome = try Program.shell(
      """
      folder="$(printf '\(scratch.path("d"))\\377')"; mkdir "$folder"; cd "$folder"
      for name in 'a b' 'x?y=1' '#1' '%41' 'é' './-'; do
        $SPIKETOP record $MODEL --data $IMAGES --calibration-count 8 --steps 4 -o "$name" &&
          $SPIKETOP replay "$name" --no-model --plain-steps 2 || exit 1
      done
      rm ./*; rmdir "$folder"
      """)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
  }

  /// SQLite opens no link there.
  @Test func whatTheLibraryNeedsBesideIsFree() throws {
    try FileManager.default.createSymbolicLink(
      atPath: file + "-shm", withDestinationPath: file + ".nowhere")
    let refused = try record(steps: 4)
    #expect(refused.status == 73 && refused.errors.contains("'\(file)-shm' is"), "\(refused)")
  }

  /// A recorder that was killed leaves the log of its file, which goes with it; nothing else does.
  @Test func aKilledRecordingIsReplacedOnRequestWithItsLog() throws {
    let process = Process()
    process.executableURL = Program.executable
    process.arguments = [
      "record", Program.model, "--data", Program.images, "--steps", "2000000", "-o", file,
    ]
    process.standardError = FileHandle.nullDevice
    try process.runWithAllSignals()
    while !FileManager.default.fileExists(atPath: file + "-wal"), process.isRunning { usleep(1000) }
    let refused = try record(["--force"])
    #expect(refused.status == 73 && refused.errorLines.count == 1)
    #expect(refused.errors.contains("process \(process.processIdentifier) is recording to it"))
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(FileManager.default.fileExists(atPath: file + "-wal"))

    #expect(try record(steps: 12).status == 73)
    let replaced = try record(["--force"], steps: 12)

    #expect(replaced.status == 0, "\(replaced.errors)")
    let reader = try RunFileReader(file)
    #expect(reader.lastStep == 12 && reader.damage.isEmpty)
    for suffix in ["-wal", "-shm"] {
      #expect(!FileManager.default.fileExists(atPath: file + suffix))
    }
  }

  @Test func layersAreExportedOnce() throws {
    _ = try record(steps: 12)
    func exported(_ layers: String) throws -> Program.Outcome {
      try Program.run(["export", file, "--format", "csv", "-o", "-", "--layers", layers])
    }

    let once = try exported("conv1")
    #expect(once.status == 0 && once.outputLines.count > 1)
    #expect(try exported("conv1,conv1").output == once.output)
    for nothing in ["", ","] {
      let refused = try exported(nothing)
      #expect(refused.status == 64 && refused.output.isEmpty)
    }
  }

  /// Numbers in a file without layers are those of the layers that were written.
  @Test func numbersOfChosenLayersAreExplained() throws {
    _ = try record(steps: 12)
    func errors(_ format: String, _ layers: [String]) throws -> String {
      let outcome = try Program.run(["export", file, "--format", format, "-o", "-"] + layers)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.errors
    }

    let note = "numbered from 0 through conv2, fc1, not through the network"
    #expect(try errors("gdf", ["--layers", "fc1,conv2"]).contains(note))
    #expect(try !errors("gdf", []).contains("numbered"))
    #expect(try !errors("gdf", ["--layers", "all"]).contains("numbered"))
    #expect(try !errors("csv", ["--layers", "fc1,conv2"]).contains("numbered"))
  }

  /// A recording says itself what it counts from.
  @Test func whatIsSaidOfARecordingIsRefused() throws {
    _ = try record(steps: 4)
    for option in [
      ["--first-step", "1"], ["--first-id", "0"], ["--time-unit", "ms"], ["--axes", "tn"],
    ] {
      try expectRefusal(
        ["export", file, "--format", "csv", "-o", "-"] + option, 64,
        option.joined(separator: " ") + " is about spikes of other programs")
    }
  }

  @Test func layersThatAreNotThereAreNamed() throws {
    let outcome = try record(["--potentials", "conv9"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("'conv9', but the layers are conv1, conv2, conv3, fc1, fc2"))
  }

  @Test func exportsAreReadBack() throws {
    _ = try record()
    for format in ["csv", "gdf", "npz", "sonata"] {
      let path = scratch.path("spikes.\(format)")
      let outcome = try Program.run(["export", file, "--format", format, "-o", path])
      #expect(outcome.status == 0)
      let replayed = try Program.run(["replay", path, "--plain-steps", "60"])
      #expect(replayed.status == 0)
      #expect(replayed.output.contains(format == "gdf" ? "neurons" : "conv1"))
    }
  }

  /// Spikes of another program beside the network that fired them have the SIN of its ANN.
  ///
  /// Our own run of it fires the same. The output that nobody has told is absent.
  @Test(arguments: ["csv", "gdf", "npz", "sonata"])
  func importedSpikesAreComparedWithTheirNetwork(format: String) throws {
    _ = try record(["--index", "3"])
    let path = scratch.path("spikes.\(format)")
    _ = try Program.run(["export", file, "--format", format, "-o", path])
    let network = ["--", Program.model, "--data", Program.images, "--index", "3"]
    let display = ["--plain-steps", "60", "--plain-size", "120x40", "--plain-keys"]

    let compared = try Program.run(["replay", path] + display + ["6"] + network)
    #expect(compared.status == 0, "\(compared.errors)")
    #expect(compared.output.contains("no spike differs up to t=60"), "\(compared.output)")
    let alone = try Program.run(["replay", path, "--no-model"] + display + ["4"] + network)
    let recorded = try Program.run(["replay", file, "--no-model"] + display + ["4"])
    #expect(alone.status == 0 && alone.outputLines.count > 20)
    // All but what the network answers, and the notes.
    #expect(
      alone.outputLines.dropFirst(2).dropLast(2) == recorded.outputLines.dropFirst(2).dropLast(2))
    let live = try Program.run(["replay", path, "--no-model"] + display + ["1"] + network)
    #expect(live.output.contains("no output told") && live.output.contains("97%"))
  }

  @Test func importedSpikesOfAnotherNetworkAreRefused() throws {
    _ = try record()
    let network = ["--", Program.model, "--data", Program.images]
    let names = try scratch.file("names.csv", "step,layer,neuron\n1,conv1,2\n2,conv7,3\n")
    let mixed = try scratch.file(
      "mixed.csv", "step,layer,neuron\n1,fc1,3\n1,conv2,4\n2,conv1,5\n3,foo,6\n")
    let numbers = try scratch.file("numbers.gdf", "22016\t1.0\n")
    for (path, problem) in [
      (names, "'conv7' is no layer of the network, which has conv1, conv2, conv3, fc1"),
      (mixed, "'foo' is no layer of the network, which has conv1, conv2, conv3, fc1"),
      (numbers, "neuron 22016 has fired, but the network has 22016"),
      (file, "is a recording, which knows its network"),
    ] {
      let outcome = try Program.run(["replay", path, "--plain-steps", "1"] + network)
      #expect(outcome.status == 64, "\(outcome.errors)")
      #expect(outcome.errors.contains(problem), "\(outcome.errors)")
      #expect(outcome.errorLines.count == 1)
    }
  }

  /// libsonata, h5py, pynapple, Neo with Elephant, and NIR find each spike.
  @Test func otherProgramsReadTheExports() throws {
    guard let python = Readers.python(for: "spike files with their real readers") else { return }
    _ = try record()
    let folder = try scratch.directory("exports")
    for (format, suffix) in [
      ("csv", "csv"), ("sonata", "h5"), ("npz", "npz"), ("gdf", "gdf"), ("nir-events", "nir"),
    ] {
      let outcome = try Program.run([
        "export", file, "--format", format, "-o", "\(folder)/spikes.\(suffix)",
      ])
      #expect(outcome.status == 0)
    }
    let replayed = try Readers.run(python, ["read_spikes.py", folder])
    #expect(replayed.status == 0, "\(replayed.errors)")
    let lines = String(decoding: replayed.output, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines.allSatisfy { $0.hasSuffix("spikes agree") })
  }

  /// A damaged recording is not exported as silence; who wants what is whole asks for it.
  @Test func exportTakesPartsAndNamesWhatIsNotThere() throws {
    _ = try record()
    let part = try Program.run([
      "export", file, "--format", "csv", "-o", "-", "--steps", "20-30", "--layers", "fc1",
    ])
    #expect(part.status == 0)
    let steps = part.outputLines.dropFirst().map { Int($0.prefix { $0 != "," }) ?? 0 }
    #expect(!steps.isEmpty && steps.allSatisfy { (20...30).contains($0) })
    #expect(part.outputLines.dropFirst().allSatisfy { $0.contains(",fc1,") })

    let unknown = try Program.run([
      "export", file, "--format", "csv", "-o", "-", "--layers", "fc7",
    ])
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("the layers that spike are conv1, conv2, conv3, fc1"))
    let beyond = try Program.run([
      "export", file, "--format", "csv", "-o", "-", "--steps", "100",
    ])
    #expect(beyond.errors.contains("holds 60 steps, so there is no step 100"))
  }

  @Test(arguments: [
    ("missing.snn", nil, 66), ("text.snn", "hello", 65), ("empty.snn", "", 65),
    ("half.snn", "SQLite format 3\0", 65),
  ])
  func whatIsNoRecordingIsRefusedInALine(name: String, content: String?, status: Int) throws {
    let path = scratch.path(name)
    if let content { try Data(content.utf8).write(to: URL(filePath: path)) }
    let outcome = try Program.run(["replay", path, "--plain-steps", "1"])
    #expect(outcome.status == Int32(status))
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.hasPrefix("spiketop: \(path): "))
  }
}

extension Data {
  /// With the path of a folder in the place that `make_old_run.py` keeps for one.
  fileprivate func replacingPlace(by path: String) -> Data {
    var content = self
    while let start = content.range(of: Data("/PLACE".utf8))?.lowerBound {
      let end = content[start...].dropFirst(6).firstIndex { $0 != UInt8(ascii: "/") }
      let slashes = (end ?? content.endIndex) - start - path.utf8.count
      precondition(slashes >= 0, "'\(path)' is too long")
      content.replaceSubrange(
        start..<(end ?? content.endIndex),
        with: Data((path + String(repeating: "/", count: slashes)).utf8))
    }
    return content
  }
}
