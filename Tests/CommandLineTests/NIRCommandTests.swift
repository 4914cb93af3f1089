import Benchmarks
import Foundation
import Testing

/// NIR files as a user meets them, from `convert` to `watch`.
@Suite struct NIRCommandTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  /// The bundled network, converted and written, gives the same figures as it does in memory.
  @Test func aConvertedNetworkIsTheSameBehindAFile() throws {
    let path = scratch.path("lenet.nir")
    let options = ["--data", Program.images]
    let convert = try Program.run(["convert", Program.model, "-o", path] + options)
    #expect(convert.status == 0)
    #expect(convert.errors.contains("warning: NIR cannot say that a spike subtracts the threshold"))

    let steps = ["--steps", "8,32", "--count", "40", "--format", "csv"]
    let direct = try Program.run(["evaluate", Program.model] + options + steps)
    let card = ["--scale", "0.00392156862745098", "--mean", "0.286", "--std", "0.353"]
    let again = try Program.run(["evaluate", path] + options + steps + card)

    #expect(again.status == 0, "\(again.errors)")
    for figure in ["accuracy", "spikes", "synaptic_operations"] {
      for steps in [8, 32] {
        let expected = value(of: "robust,\(steps),,\(figure)", in: direct)
        #expect(expected != nil && value(of: "nir,\(steps),,\(figure)", in: again) == expected)
      }
    }
    #expect(value(of: "ann,,,accuracy", in: again) == "")
  }

  /// Whatever bytes are damaged, it is one line and an exit status: some make the library that
  /// reads HDF5 crash, or never return.
  @Test(arguments: ["line", "loops", "maps", "scalars"])
  func damagedBytesNeverEndTheProgram(name: String) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../References/nir/\(name).nir")
    let whole = try Data(contentsOf: url)
    var random = SeededNumbers(seed: 7, stream: 0)
    for number in 0..<15 {
      var data = whole
      for _ in 0..<(1 << (number % 6)) {
        data[Int.random(in: 0..<data.count, using: &random)] = .random(in: 0...255, using: &random)
      }
      let path = try scratch.file("\(name)-\(number).nir", data)
      let outcome = try Program.run(["inspect", path, "--reset", "hard", "--dt", "0.001"])
      #expect([0, 64, 65].contains(outcome.status), "\(name) \(number): \(outcome.errors)")
      #expect(outcome.errorLines.count == (outcome.status == 0 ? 0 : 1), "\(outcome.errors)")
    }
  }

  /// Files that name others, hold nothing, or lead round in circles; with bytes in front as well.
  @Test(
    arguments: [
      ("exponential-groups", "the same groups again and again"),
      ("hard-links", "was never written"), ("virtual-source-missing", "from other files"),
      ("external-link", "leads out of the file"), ("empty-start-dim", "'start_dim'"),
    ], [0, 512])
  func hostileFilesAreRefusedInALine(file: (name: String, problem: String), offset: Int) throws {
    let url = cases.appending(path: "\(file.name).nir")
    let data = Data(count: offset) + (try Data(contentsOf: url))
    let path = try scratch.file("\(file.name).nir", data)
    let outcome = try Program.run(["inspect", path, "--reset", "soft", "--dt", "0.001"])

    #expect(outcome.status == 65)
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains(file.problem))
  }

  @Test func bytesInFrontOfAFileChangeNothing() throws {
    let whole = try Data(contentsOf: references.appending(path: "nir/maps.nir"))
    let outputs = try [0, 512, 2048].map { offset in
      let path = try scratch.file("maps.nir", Data(count: offset) + whole)
      return try Program.run(["inspect", path, "--reset", "soft", "--dt", "0.5"]).output
    }

    #expect(!outputs[0].isEmpty && outputs.allSatisfy { $0 == outputs[0] })
  }

  /// The true cause is said, and the file is not called damaged; with three descriptors the system
  /// does not even load the program.
  @Test func aMachineAtItsLimitsIsNoDamagedFile() throws {
    let path = references.appending(path: "nir/maps.nir").path
    for descriptors in 4...9 {
      let outcome = try Program.shell(
        "ulimit -n \(descriptors); exec \"$SPIKETOP\" inspect '\(path)' --reset soft --dt 0.5")
      #expect(!outcome.errors.contains("damaged"), "\(outcome.errors)")
      #expect(outcome.status == 0 || outcome.errors.contains("Too many open files"))
    }
  }

  private var references: URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../References")
  }

  private var cases: URL { references.appending(path: "Cases") }

  /// The same operations as before the file, and no SIN to look for.
  @Test func aSpikingNetworkIsMeasuredAsItIs() throws {
    let options = ["--data", Program.images, "--repetitions", "1", "--steps", "16"]
    let card = ["--scale", "0.00392156862745098", "--mean", "0.286", "--std", "0.353"]
    let reports = try [[Program.model], [try converted()] + card].map { model in
      let outcome = try Program.run(["bench"] + model + ["--format", "json"] + options)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try #require(
        try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    }
    for key in ["synops_per_step", "spikes", "neurons", "weights"] {
      #expect(reports[0][key] as? Double == reports[1][key] as? Double, "\(key)")
    }
  }

  @Test func everyCommandSaysThatThereIsNoANN() throws {
    let path = try converted()
    let options = ["--data", Program.images]
    let table = try Program.run(
      ["evaluate", path, "--steps", "4,8", "--count", "10"] + options)
    let run = try Program.run(["run", path, "--steps", "3"] + options)
    let records = try Program.run(["run", path, "--steps", "3", "--format", "ndjson"] + options)

    #expect(table.output.contains("no ANN, so no SIN") && !table.output.contains("ANN: the MACs"))
    #expect(table.output.contains("accuracy of the output of step T alone"))
    #expect(run.output.contains("step alone") && run.output.contains("no ANN"))
    #expect(records.output.contains("\"ann_prediction\":null"))
    #expect(records.output.contains("\"step_output\":["))
    for keys in ["", "2", "3", "4", "5"] {
      let screen = try Program.run(
        ["watch", path, "--plain-steps", "4", "--plain-keys", keys] + options)
      #expect(screen.status == 0)
      #expect(keys == "2" || screen.output.contains("no ANN"), "screen \(keys)")
    }
  }

  @Test func whatNeedsAnANNIsRefused() throws {
    let path = try converted()
    let options = ["--data", Program.images]
    for arguments in [
      ["convert", path, "-o", "-"], ["diagnose", path], ["bench", path, "--method", "half"],
      ["bench", path, "--half-charge"],
      ["evaluate", path, "--method", "max"], ["run", path, "--half-charge"],
      ["watch", path, "--compare", "half", "--plain-steps", "1"],
    ] {
      let outcome = try Program.run(arguments + options)
      #expect(outcome.status == 64, "\(arguments): \(outcome.errors)")
      #expect(outcome.errorLines.count == 1 && outcome.errors.contains(path))
    }
  }

  @Test func whatTheFileLeavesOpenIsUsage() throws {
    let absent = try Program.run(["inspect", scratch.path("absent.nir")])
    let other = try Program.run(["inspect", Program.model, "--reset", "soft"])

    #expect(absent.status == 66 && absent.errors.contains("check the name"))
    #expect(other.status == 64 && other.errors.contains("for NIR files"))
  }

  @Test func theDialectOfAWriterIsToldAndChosen() throws {
    let path = references.appending(path: "dialects/sinabs-forward.nir").path
    let options = [
      "--reset", "soft", "--spike-at", "ge", "--integration", "exponential", "--spikes-per-step",
      "several",
    ]
    let plain = try Program.run(["inspect", path, "--reset", "soft-delayed"])
    let chosen = try Program.run(["inspect", path] + options)
    let impossible = try Program.run(
      ["inspect", path, "--reset", "hard", "--spikes-per-step", "several"])

    #expect(plain.output.contains("in the next step (soft-delayed)"), "\(plain.errors)")
    #expect(plain.output.contains("dt = 1.0 s, as nothing else says"))
    #expect(chosen.output.contains("exponential decay"), "\(chosen.errors)")
    #expect(chosen.output.contains("fires at v >= v_threshold, several spikes per step"))
    #expect(impossible.status == 65 && impossible.errors.contains("reset by subtraction"))
  }

  @Test func inspectShowsPopulations() throws {
    let outcome = try Program.run(["inspect", try converted()])

    #expect(outcome.status == 0)
    #expect(outcome.output.contains("IF soft") && outcome.output.contains("conv1_if"))
  }

  private func converted() throws -> String {
    let path = scratch.path("net.nir")
    let outcome = try Program.run(
      ["convert", Program.model, "-o", path, "--data", Program.images])
    #expect(outcome.status == 0)
    return path
  }

  private func value(of prefix: String, in outcome: Program.Outcome) -> String? {
    let line = outcome.outputLines.first { line in
      line.drop { $0 != "," }.dropFirst().hasPrefix(prefix + ",")
    }
    let cells = line?.split(separator: ",", omittingEmptySubsequences: false)
    return cells?.last.map(String.init)
  }
}
