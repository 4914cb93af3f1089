import Datasets
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `figure`: pictures of a run without a screen.
@Suite struct FigureTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func arguments(_ kind: String, _ path: String) -> [String] {
    let of = ["potential": ["--of", "conv2#412"], "maps": ["--of", "conv2"]]
    return [
      "figure", kind, Program.model, "--data", Program.images, "--calibration-count", "8",
      "--steps", "12", "-o", path,
    ] + (of[kind] ?? (kind == "scatter" ? ["--of", "fc1"] : []))
  }

  private static let kinds = [
    ("raster", "Spikes of all layers"), ("potential", "threshold θ"),
    ("phase", "Lead and lag over time"), ("sin", "When they fired"), ("maps", "SNN − ANN"),
    ("outputs", "Output over time"), ("scatter", "Rates of fc1 after 12 steps"),
    ("why", "Why this answer, after 12 steps"),
  ]

  @Test(arguments: kinds)
  func eachKindIsAnSVGWithItsWords(kind: String, words: String) throws {
    let path = scratch.path("a.svg")

    _ = try output(of: arguments(kind, path))

    let texts = try XMLDocument(contentsOf: URL(filePath: path)).nodes(forXPath: "//*")
      .compactMap(\.stringValue)
    #expect(texts.contains(words))
    #expect(texts.contains { $0.hasPrefix("fashion-lenet, converted by robust") })
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains(#"width="85mm""#))
  }

  @Test(arguments: kinds)
  func eachKindIsAPNGOfItsSize(kind: String, words: String) throws {
    let path = scratch.path("a.png")

    _ = try output(of: arguments(kind, path) + ["--width", "40mm", "--theme", "dark"])

    let picture = try decodePNG(Array(try Data(contentsOf: URL(filePath: path))), path: path)
    #expect(picture.width == 473 && picture.height > 100)
  }

  @Test(arguments: kinds)
  func theSameRunGivesTheSamePage(kind: String, words: String) throws {
    let files = try ["a.pdf", "b.pdf"].map { name in
      _ = try output(of: arguments(kind, scratch.path(name)))
      return try Data(contentsOf: URL(filePath: scratch.path(name)))
    }

    #expect(files[0].starts(with: Data("%PDF-1.".utf8)) && files[0] == files[1])
  }

  @Test func aRecordingIsDrawnAsItsRun() throws {
    let recording = scratch.path("run.snn")
    _ = try output(of: [
      "record", Program.model, "--data", Program.images, "--calibration-count", "8", "--steps",
      "12", "-o", recording,
    ])
    let (run, drawn) = (scratch.path("run.svg"), scratch.path("recording.svg"))

    _ = try output(of: arguments("outputs", run))
    _ = try output(of: ["figure", "outputs", recording, "-o", drawn])

    #expect(
      try Data(contentsOf: URL(filePath: run)) == Data(contentsOf: URL(filePath: drawn)))
    try expectRefusal(
      ["figure", "raster", recording, "-o", scratch.path("b.svg"), "--index", "3"], 64,
      "a recording knows", "--index")
    // Also what holds where nothing is said.
    for option in [["--index=0"], ["--calibration-count", "9"], ["--method", "robust"]] {
      try expectRefusal(
        ["figure", "raster", recording, "-o", scratch.path("b.svg")] + option, 64,
        "a recording knows", String(option[0].prefix { $0 != "=" }))
    }
  }

  @Test func standardOutputNeedsAFormat() throws {
    let outcome = try Program.run(arguments("sin", "-") + ["--format", "svg"])

    #expect(outcome.status == 0 && outcome.output.hasPrefix("<?xml"))
    try expectRefusal(arguments("sin", "-"), 64, "'--output' is '-'", "--format")
  }

  @Test func whatIsMissingIsSaid() throws {
    let data = ["--data", Program.images, "--steps", "4"]
    let model = [Program.model, "-o", scratch.path("a.svg")] + data
    try expectRefusal(["figure", "maps"] + model, 64, "about one layer", "--of")
    try expectRefusal(
      ["figure", "potential"] + model + ["--of", "conv2"], 64, "about one neuron", "conv2#412")
    try expectRefusal(
      ["figure", "raster"] + model + ["--of", "conv9"], 64, "conv9", "conv1, conv2")
    try expectRefusal(
      ["figure", "raster"] + model + ["--window", "9-12"], 64, "step 4 only", "run on")
    try expectRefusal(["figure", "picture"] + model, 64, "picture", "raster")
    try expectRefusal(
      ["figure", "raster", Program.model, "-o", scratch.path("a.txt")] + data, 64, "a.txt",
      ".svg, .pdf or .png")
    try expectRefusal(["figure", "raster"] + model + ["--width", "2mm"], 64, "2mm", "width")
    for kind in ["phase", "sin", "outputs"] {
      try expectRefusal(
        ["figure", kind] + model + ["--of", "conv2"], 64, "'\(kind)'", "raster, potential, maps")
    }
    try expectRefusal(
      ["figure", "raster"] + model + ["--of", "conv2#4"], 64, "leave out '#4'")
    try expectRefusal(
      ["figure", "maps"] + model + ["--of", "conv2", "--window", "1-3"], 64, "'window'")
    try expectRefusal(["figure", "raster"] + model + ["--lenient"], 64, "about recordings")
    #expect(!FileManager.default.fileExists(atPath: scratch.path("a.svg")))
  }
}
