import Conversion
import Dashboard
import Foundation
import Runs
import Testing
import spiketop

/// Sessions in files: what was saved is read again, what cannot be is refused by line and key.
@Suite(.serialized) struct SessionFileTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private var view: SavedView {
    var view = SavedView(screen: "neuron")
    view.layer = "conv2"
    view.neuron = 412
    view.step = 37
    view.timeZoom = -2
    view.rasterMode = .waterfall
    view.unitsPerDot = 4
    view.search = "conv2 rate>0.3 \"off\" \\"
    view.settings = ["sin": ["filter": "spikes>2", "order": "D"], "images": ["order": "-margin"]]
    view.marks = [
      ("Z", "= [x]"), ("a", ""), ("b", "why \"it\" fires \\ — ☃"),
    ].map { letter, note in
      SavedMark(
        Mark(
          letter: Character(letter),
          place: Place(screen: "sin", layer: 2, unit: 7, input: 0, step: 12), image: 3, method: 5,
          note: note), method: "light@64")
    }
    view.breaks = [
      SavedBreak(condition: "sin(conv3) > 20 && D(conv3) > 0.02", isEnabled: true),
      SavedBreak(condition: "every spikes(conv2#412)", isEnabled: false),
    ]
    return view
  }

  private static let requests: [RunRequest] = [
    RunRequest(model: ModelRequest(path: "net.onnx")),
    RunRequest(
      model: ModelRequest(
        path: "/models/net.nir", scale: 0.1, mean: [-0.1, 0.2, 1e-7], standardDeviation: [0.25],
        classNames: (0..<300).map { "class \"\($0)\" \n" }, timeStep: 0.001, reset: .hard),
      data: DataRequest(
        images: "../my images", calibration: "training", calibrationCount: 20,
        calibrationIndices: "/numbers.npy"),
      method: MethodRequest("bistable8-noSN"), secondRun: "half:percentile=99", image: 3,
      steps: 64),
    RunRequest(
      model: ModelRequest(path: "a/net.onnx"), data: DataRequest(images: "fashion-mnist"),
      method: MethodRequest(
        "robust",
        values: [
          "percentile": .number(99.95), "percentile-over": .text("all"), "corrector": .text("srp"),
          "trial-steps": .number(6), "thresholds": .text("thresholds.json"),
          "half-charge": .flag(true),
        ])),
  ]

  @Test(arguments: requests)
  func whatIsWrittenIsReadAgain(request: RunRequest) throws {
    let session = SessionFile(request: request, view: view)
    let path = scratch.path("session.toml")

    let text = session.toml(in: scratch.path(""))
    let read = try SessionFile(toml: text, path: path)

    #expect(read.view == session.view && read.warnings.isEmpty)
    var resolved = read.request
    // Seen from here, through the folder of the session.
    #expect(
      URL(filePath: resolved.model.path).standardizedFileURL
        == URL(filePath: request.model.path).standardizedFileURL)
    #expect(
      resolved.data.images.map { URL(filePath: $0).lastPathComponent }
        == request.data.images.map { URL(filePath: $0).lastPathComponent })
    resolved.model.path = request.model.path
    resolved.data = request.data
    for option in MethodRegistry.standard.options where option.name == "thresholds" {
      resolved.method.values[option] = request.method.values[option]
    }
    #expect(resolved == request)
    // And once more, from the same place.
    #expect(try SessionFile(toml: read.toml(in: scratch.path("")), path: path) == read)
  }

  /// In the working directory nothing of a path changes.
  @Test(arguments: requests)
  func besideItsFilesASessionHasTheirNames(request: RunRequest) throws {
    let session = SessionFile(request: request, view: view)
    #expect(try SessionFile(toml: session.toml(in: "."), path: "session.toml") == session)
  }

  private static let start = "[run]\nmodel = \"net.onnx\"\n"

  @Test(
    arguments: [
      ("[run]\ndata = \"x\"\n", nil, "'run.model' is missing"),
      ("version = 2\n" + start, 1, "'version' is 2"),
      (start + "index = -1\n", 3, "'run.index' must be a whole number from 0"),
      (start + "index = 1.5\n", 3, "'run.index'"),
      (start + "index = {}\n", 3, "'run.index' must be a whole number from 0"),
      (start + "method = \"magic\"\n", 3, "'run.method'"),
      (start + "steps = 0\n", 3, "'run.steps'"),
      (start + "compare = \"half:wings=2\"\n", 3, "'run.compare'"),
      (start + "mean = [0.1, \"x\"]\n", 3, "'run.mean' must be a number"),
      (start + "classes = []\n", 3, "'run.classes'"),
      (
        start + "reset = \"never\"\n", 3,
        "'run.reset' must be one of \"soft\", \"soft-delayed\", \"hard\""
      ),
      (start + "[run.options]\nhalf-charge = 1\n", 4, "'run.options.half-charge'"),
      (start + "[run.options]\npercentile = 200\n", 4, "'run.options'"),
      (start + "\n[view]\nscreen = \"moon\"\n", 5, "'view.screen' must be one of \"live\""),
      (start + "[view]\nzoom = 99\n", 4, "'view.zoom' must be a whole number from -5 to 12"),
      (start + "mark = 3\n", 3, "'run.mark'"),
      ("mark = 3\n" + start, 1, "'mark' must be a list"),
      (start + "[[mark]]\nletter = \"ab\"\n", 4, "'mark.letter' must be a letter"),
      (start + "[[mark]]\nletter = \"a\"\nstep = 3\n", 3, "'mark' has no '"),
      (
        start + mark + mark, 12, "'mark.letter' is the letter of another mark: 'a'"
      ),
      (start + "[[break]]\ncondition = \"t >\"\n", 4, "'break.condition' is no condition"),
      (start + "[[break]]\n[[break]]\ncondition = \"t > 1\"\n", 3, "'break' has no 'condition'"),
      ("[run\n", 1, "is no TOML"),
      (start + "model = \"b\"\n", 3, "is no TOML"),
    ] as [(String, Int?, String)])
  func whatCannotBeIsRefusedByLineAndKey(text: String, line: Int?, mention: String) throws {
    do {
      let session = try SessionFile(toml: text, path: "s.toml")
      // Unknown keys are no mistakes.
      #expect(session.warnings.contains { $0.contains(mention) }, "\(text)")
    } catch {
      let said = "\(error)"
      #expect(said.contains(mention), "\(said)")
      #expect(said.hasPrefix("s.toml\(line.map { ", line \($0)" } ?? ""): "), "\(said)")
      #expect(!said.contains("\n"))
    }
  }

  private static let mark = """
    [[mark]]
    letter = "a"
    step = 3
    image = 0
    method = "robust"
    screen = "live"
    layer = 0
    unit = 0

    """

  /// However long a file is, saying where a mistake stands takes little time.
  @Test func theLineIsFoundInALongFile() throws {
    let breaks = (0..<1900).map { "[[break]]\ncondition = \"t > \($0)\"\n" }.joined()
    let start = ContinuousClock.now

    let error = #expect(throws: (any Error).self) {
      try SessionFile(
        toml: Self.start + breaks + "[[break]]\ncondition = \"t >\"\n", path: "s.toml")
    }

    #expect("\(error.map { "\($0)" } ?? "")".hasPrefix("s.toml, line 3804: 'break.condition'"))
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func whatNobodyKnowsIsSaidAndLeftOut() throws {
    let text =
      Self.start + "colour = 1\n[run.options]\nwings = 2\n[screens.moon]\norder = \"x\"\n"
      + Self.mark + "mood = \"good\"\n"

    let session = try SessionFile(toml: text, path: "s.toml")

    #expect(session.warnings.count == 4)
    for (line, key) in [
      (3, "run.colour"), (5, "run.options.wings"), (7, "screens.moon.order"), (16, "mark.mood"),
    ] {
      #expect(
        session.warnings.contains { $0.hasPrefix("s.toml, line \(line): '\(key)' is not known") },
        "\(session.warnings)")
    }
  }

  // MARK: - As a user meets it

  /// Saves a session of the bundled network, moved to a folder of its own, and says what was said.
  private func save(_ name: String = "s/a.toml", command: String = "save") throws -> Program.Outcome
  {
    _ = try scratch.directory("m")
    _ = try scratch.directory("s")
    for suffix in ["onnx", "json"]
    where !FileManager.default.fileExists(
      atPath: scratch.path("m/net.\(suffix)"))
    {
      try FileManager.default.copyItem(
        atPath: suffix == "onnx" ? Program.model : Program.card,
        toPath: scratch.path("m/net.\(suffix)"))
    }
    let lines =
      #"go conv2#41\nmark a why it fires\nbreak every t == 9\nt 12\nscreen sin\n"#
      + "\(command) \(name)\\n"
    return try Program.shell(
      "cd '\(scratch.path(""))' && printf '\(lines)' | $SPIKETOP watch m/net.onnx "
        + "--data \"$IMAGES\" "
        + "--calibration-count 20 --index 5 --method max --line")
  }

  @Test func aSessionGoesOn() throws {
    let saved = try save()
    #expect(saved.output.contains("s/a.toml written"), "\(saved)")
    let text = try String(contentsOfFile: scratch.path("s/a.toml"), encoding: .utf8)
    #expect(text.contains("model = \"../m/net.onnx\""), "\(text)")

    // From another folder, which the paths do not mind.
    let session = try Program.shell(
      "cd '\(scratch.path("s"))' && printf '7\\njump a\\n' "
        + "| $SPIKETOP watch --session a.toml --line"
    )

    #expect(session.status == 0 && session.errors.isEmpty, "\(session)")
    #expect(session.output.contains("converted by max, image 5 of"))
    #expect(session.output.contains("Step 12 of"))
    #expect(session.output.contains("Mark a is at step 0: why it fires."))
    #expect(session.output.contains("Break 1 is on"))
  }

  /// Wherever the program lies when it goes on.
  @Test func aSessionOfTheBundledNetworkNamesNoPath() throws {
    let file = scratch.path("demo.toml")
    let saved = try Program.shell("printf 't 3\nsave \(file)\n' | $SPIKETOP demo --index 4 --line")
    #expect(saved.output.contains("demo.toml written"), "\(saved)")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains("model = \"demo\"") && !text.contains("data = "), "\(text)")

    let outcome = try Program.run(["watch", "--session", file, "--plain-steps", "3"])
    #expect(outcome.status == 0 && outcome.output.contains("image 4"), "\(outcome)")
  }

  @Test func whatIsTypedOverridesTheSession() throws {
    _ = try save()
    let file = scratch.path("s/a.toml")
    let printed = { (more: [String]) in
      try Program.run(
        ["watch", "--session", file, "--plain-steps", "3", "--plain-size", "160x30"] + more)
    }

    #expect(try printed([]).output.contains("image 5"))
    let other = try printed(["--index", "2", "--method", "half", "--screen", "live"])
    #expect(other.status == 0, "\(other)")
    #expect(other.output.contains("image 2") && other.output.contains("half"))
    #expect(try printed(["--percentile", "99"]).status == 0)
    let model = try printed([Program.model])
    #expect(model.status == 0 && model.output.contains("t=3"), "\(model)")
    #expect(try printed([Program.model, "again.onnx"]).status == 64)
    #expect(try Program.run(["watch", Program.model, "again.onnx"]).status == 64)
    #expect(try Program.run(["watch", "--session"]).status == 64)
  }

  @Test func aFileThatExistsStays() throws {
    let taken = try scratch.file("taken.toml", "mine")

    let refused = try save("taken.toml")
    #expect(refused.output.contains("Error: taken.toml exists: "), "\(refused)")
    #expect(try String(contentsOfFile: taken, encoding: .utf8) == "mine")
    #expect(try save("taken.toml", command: "save!").output.contains("taken.toml written"))
    #expect(try String(contentsOfFile: taken, encoding: .utf8).contains("[view]"))
    let nowhere = try save("nowhere/x.toml").output
    #expect(nowhere.contains("cannot be written"), "\(nowhere)")
  }

  @Test func errorsHaveOneLineAndTheirStatus() throws {
    let bad = try scratch.file("bad.toml", Self.start + "index = \"x\"\n")

    let refused = try Program.run(["watch", "--session", bad, "--plain-steps", "1"])
    #expect(refused.status == 65 && refused.errorLines.count == 1 && refused.output.isEmpty)
    #expect(refused.errors.hasPrefix("spiketop: \(bad), line 3: 'run.index' "))
    let missing = try Program.run(["watch", "--session=/nowhere.toml", "--plain-steps", "1"])
    #expect(missing.status == 66 && missing.errorLines.count == 1)
    let model = try Program.run([
      "watch", "--session", scratch.file("m.toml", "[run]\nmodel = \"none.onnx\"\n"),
      "--data", Program.images, "--plain-steps", "1",
    ])
    #expect(model.status == 66 && model.errors.contains(scratch.path("none.onnx")), "\(model)")
    let lost = try scratch.file(
      "lost.toml", "[run]\nmodel = \"demo\"\n[view]\nlayer = \"convolution9\"\n")
    let layer = try Program.run(["watch", "--session", lost, "--plain-steps", "1"])
    #expect(layer.status == 65 && layer.errorLines.count == 1 && layer.output.isEmpty)
    #expect(layer.errors.contains("\(lost): ") && layer.errors.contains("conv1, conv2"), "\(layer)")
  }
}
