import Benchmarks
import Foundation
import Testing

@Suite struct BenchTests {
  private let keys = [
    "ms_per_step", "images_per_second", "synops_per_second", "roofline_fraction",
    "roofline_fraction_with_statistics", "peak_rss_mib", "spike_rate", "precision", "threads",
    "batch", "steps", "model",
  ]

  @Test(arguments: ["lenet", "resnet20"])
  func theFiguresOfASyntheticNetworkFitTogether(model: String) throws {
    let report = try report([model, "--repetitions", "3", "--threads", "1"])

    for key in keys { #expect(report[key] != nil, "\(key)") }
    #expect(report["model"] as? String == model && report["precision"] as? String == "fp32")
    #expect(report["batch"] as? Int == 1 && report["steps"] as? Int == 32)
    #expect(report["threads"] as? Int == 1)
    let figures = report.compactMapValues { $0 as? Double }
    let (ms, operations) = (try #require(figures["ms_per_step"]), figures["synops_per_step"] ?? 0)
    let (best, p90) = (figures["ms_per_step_best"] ?? 0, figures["ms_per_step_p90"] ?? 0)
    #expect(0 < best && best <= ms && ms <= p90)
    #expect(isNear(figures["images_per_second"], 1000 / (ms * 32)))
    #expect(isNear(figures["synops_per_second"], operations / ms * 1000))
    #expect(isNear(figures["ns_per_synop"], ms * 1e6 / operations))
    #expect(isNear(figures["weight_bytes_per_step"], operations * 4))
    let ideal = operations * 4 / (figures["l2_gb_per_second"] ?? 1) / 1e6
    #expect(isNear(figures["roofline_fraction"], ideal / ms))
    let observed = figures["ms_per_step_with_statistics"] ?? 0
    #expect(isNear(figures["roofline_fraction_with_statistics"], ideal / observed))
    #expect((5..<400).contains(figures["peak_rss_mib"] ?? 0))
    #expect(figures["peak_rss_mib"] ?? 0 <= figures["peak_rss_mib_with_statistics"] ?? 0)
  }

  /// Only LeNet's first fully connected layer is wide; the others keep 16 bits.
  @Test(arguments: [("q15", 2.0...2.0), ("int8", 1.01...1.99)])
  func smallerWeightsAreFewerBytes(precision: String, width: ClosedRange<Double>) throws {
    let report = try report(["lenet", "--repetitions", "1", "--precision", precision])
    let operations = try #require(report["synops_per_step"] as? Double)
    let bytes = try #require(report["weight_bytes_per_step"] as? Double)
    #expect(width.contains(bytes / operations))
  }

  /// Within a fifth: the thresholds are made for constant currents, and spikes come in bursts.
  @Test(arguments: ["lenet", "resnet20"], [0.05, 0.1, 0.2])
  func theSpikeRateIsNearTheWantedOne(model: String, rate: Double) throws {
    let report = try report([model, "--repetitions", "1", "--rate", "\(rate)"])

    let measured = try #require(report["spike_rate"] as? Double)
    #expect(abs(measured / rate - 1) < 0.2, "\(measured)")
    #expect(report["wanted_spike_rate"] as? Double == rate)
    let layers = try #require(report["layers"] as? [[String: Any]])
    #expect(layers.count == (model == "lenet" ? 3 : 19))
    let spikes = layers.map { layer in
      (layer["rate"] as? Double ?? 0) * Double(layer["neurons"] as? Int ?? 0)
    }
    #expect(isNear(report["spikes"] as? Double, spikes.reduce(0, +) * 32))
  }

  @Test func theSpikesDoNotDependOnTheThreads() throws {
    let arguments = ["lenet", "--batch", "3", "--repetitions", "1", "--steps", "16", "--threads"]

    let results = try (1...min(Machine.processorCount, 4)).map { try spikes(arguments + ["\($0)"]) }

    #expect(results.allSatisfy { $0 == results[0] } && results[0][0] > 0)
  }

  @Test func equalSeedsGiveEqualSpikesAndOthersOthers() throws {
    let arguments = ["resnet20", "--repetitions", "1", "--steps", "8", "--seed"]

    let results = try ["7", "7", "8"].map { try spikes(arguments + [$0]) }

    #expect(results[0] == results[1] && results[0] != results[2])
  }

  @Test func aPrunedNetworkFiresAsOftenAndCostsLess() throws {
    let arguments = ["lenet", "--repetitions", "1", "--steps", "32"]

    let whole = try report(arguments)
    let pruned = try report(arguments + ["--connectivity", "0.02"])

    #expect(whole["connectivity"] as? Double == 1)
    #expect(abs(try #require(pruned["connectivity"] as? Double) - 0.02) < 1e-4)
    let rates = try [whole, pruned].map { try #require($0["spike_rate"] as? Double) }
    #expect(abs(rates[0] - rates[1]) < 0.02, "\(rates)")
    let costs = try [whole, pruned].map { try #require($0["synops_per_step"] as? Double) }
    #expect(costs[1] < 0.1 * costs[0], "\(costs)")
    let text = try output(
      of: ["bench"] + arguments + ["--connectivity", "0.02"])
    #expect(text.contains("2.0 % of them not zero"))
  }

  @Test func aTrainedNetworkIsMeasuredBeforeItsImages() throws {
    let arguments = [
      Program.model, "--data", Program.images, "--calibration-count", "8", "--repetitions", "1",
      "--steps", "8", "--index", "1",
    ]

    let one = try report(arguments)
    let five = try report(arguments + ["--batch", "5", "--method", "half"])

    #expect(one["model"] as? String == "fashion-lenet" && one["wanted_spike_rate"] == nil)
    #expect(five["batch"] as? Int == 5)
    let rate = try #require(one["spike_rate"] as? Double)
    #expect((0.005..<0.5).contains(rate), "\(rate)")
    #expect(try #require(five["spikes"] as? Int) > 2 * #require(one["spikes"] as? Int))
  }

  @Test func aSweepGoesThroughStepsAndRates() throws {
    let arguments = ["bench", "lenet", "--sweep", "--repetitions", "1"]

    // On a slow machine it says how far it is, every half minute.
    let outcome = try Program.run(arguments + ["--format", "json"])

    #expect(outcome.status == 0 && outcome.errorLines.allSatisfy { $0.contains(" measuring ") })
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let points = try #require(value as? [[String: Any]])
    #expect(points.count == 48)
    for point in points {
      for key in keys where key != "roofline_fraction_with_statistics" {
        #expect(point[key] != nil, "\(key)")
      }
    }
    #expect(Set(points.compactMap { $0["steps"] as? Int }).count == 8)
    #expect(Set(points.compactMap { $0["wanted_spike_rate"] as? Double }).count == 6)
  }

  @Test func theTableTellsWhatTheJSONTells() throws {
    let text = try output(of: ["bench", "lenet", "--repetitions", "1", "--steps", "4"])

    for mention in [
      "lenet: synthetic, seed 1", "fp32, batch 1, T = 4", "ms per step, median", "of the roofline",
      "with statistics", "peak memory, MiB", "(thresholds made for 10.0 %)", "GB/s", "conv2",
    ] {
      #expect(text.contains(mention), "\(mention)")
    }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  /// The layers share the operations of the whole, and take no longer than it by much.
  @Test(arguments: [
    ["lenet"], ["resnet20"], ["lenet", "--precision", "q15"], ["lenet", "--connectivity", "0.02"],
    ["lenet", "--batch", "4", "--threads", "\(min(Machine.processorCount, 2))"],
  ])
  func layersAddUpToTheNetwork(arguments: [String]) throws {
    let report = try report(arguments + ["--layers", "--repetitions", "3", "--steps", "16"])

    let layers = try #require(report["layer_costs"] as? [[String: Any]])
    for (part, whole) in [
      ("synops_per_step", "synops_per_step"), ("weight_bytes_per_step", "weight_bytes_per_step"),
    ] {
      let parts = layers.map { $0[part] as? Double ?? .nan }
      #expect(isNear(report[whole] as? Double, parts.reduce(0, +)), "\(part)")
    }
    let times = layers.map { $0["ms_per_step"] as? Double ?? .nan }
    #expect(times.allSatisfy { $0 > 0 })
    #expect(times.reduce(0, +) < 10 * (report["ms_per_step"] as? Double ?? 0))
    let bandwidth = try #require(report["l2_gb_per_second"] as? Double)
    for layer in layers {
      let bytes = ["weight_bytes_per_step", "state_bytes_per_step"].map { layer[$0] as? Double }
      let ideal = bytes.reduce(0) { $0 + ($1 ?? .nan) } / bandwidth / 1e6
      let fraction = layer["roofline_fraction"] as? Double
      #expect(isNear(fraction, ideal / (layer["ms_per_step"] as? Double ?? 0)))
    }
    // The first hears the image alone.
    let projections = layers.map { ($0["kernels"] as? [[String]])?.count ?? -1 }
    #expect(projections[0] == 0 && projections.dropFirst().allSatisfy { $0 > 0 })
    #expect(layers[0]["events_per_step"] as? Double == 0)
  }

  @Test func layersAreToldOnlyOnDemand() throws {
    let arguments = ["bench", "resnet20", "--repetitions", "1", "--steps", "4"]

    let plain = try report(Array(arguments.dropFirst()))
    let text = try output(of: arguments + ["--layers"])

    #expect(plain["layer_costs"] == nil)
    for mention in ["k events", "M synops", "kernels", "scatter", "all"] {
      #expect(text.contains(mention), "\(mention)")
    }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  /// A folder that is none, and a file that is damaged: the figures are measured again.
  @Test(arguments: ["/dev/null", "$FOLDER"])
  func aCacheThatCannotBeUsedIsIgnored(folder: String) throws {
    let scratch = try Scratch()
    let own = try scratch.directory("spiketop")
    try Data("{".utf8).write(to: URL(filePath: own).appending(path: "bandwidth.json"))

    let outcome = try Program.shell(
      "FOLDER='\(scratch.path(""))'; XDG_CACHE_HOME=\(folder) exec $SPIKETOP bench lenet "
        + "--steps 1 --repetitions 1 --format json")

    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(try object(outcome.output)["l2_gb_per_second"] as? Double ?? 0 > 0.1)
  }

  @Test(arguments: [
    (["--batch", "0"], "'--batch' is 0"), (["--batch=-1"], "'--batch' is -1"),
    (["--steps", "0"], "'--steps' is 0"), (["--steps=-5"], "'--steps' is -5"),
    (["--rate", "0"], "'--rate' is 0.0"), (["--rate", "1"], "'--rate' is 1.0"),
    (["--connectivity", "0"], "'--connectivity' is 0.0"),
    (["--connectivity", "1.5"], "'--connectivity' is 1.5"),
    (["--rate", "nan"], "'--rate' is nan"), (["--threads", "0"], "'--threads' is 0"),
    (["--threads", "100000"], "the number of processors"),
    (["--repetitions", "0"], "'--repetitions' is 0"),
    (["--batch", "1000", "--steps", "100000"], "lower '--batch' or '--steps'"),
    (["--batch", "9223372036854775807"], "lower '--batch' or '--steps'"),
    (["--precision", "fp8"], "fp8"), (["--method", "magic"], "'magic'"),
    (["--format", "csv"], "csv"), (["--data", "x.npy"], "'--data' is for trained networks"),
    (["--mean", "0.5"], "'--mean' is for trained networks"),
    (["--index", "1"], "'--index' is for trained networks"),
    (["--sweep", "--rate", "0.1"], "'--rate' cannot be given with '--sweep'"),
    (["--sweep", "--steps", "8"], "'--steps' cannot be given with '--sweep'"),
    (["--sweep", "--layers"], "'--layers' cannot be given with '--sweep'"),
  ])
  func badArgumentsAreRefused(arguments: [String], mention: String) throws {
    try expectRefusal(["bench", "lenet"] + arguments, 64, mention)
  }

  @Test func moreThreadsThanTheProcessMayUseAreRefused() throws {
    let outcome = try Program.shell(
      "LAST=$(taskset -cp $$ | sed 's/.*[ ,-]//'); "
        + "exec taskset --cpu-list $LAST $SPIKETOP bench lenet --threads 2")

    #expect(outcome.status == 64 && outcome.errors.contains("between 1 and 1, "))
  }

  @Test func aBatchThatFillsTheMemoryIsRefused() throws {
    try expectRefusal(
      ["bench", "vgg16", "--batch", "2000", "--steps", "1"], 64, "276480 neurons", "at most 970")
  }

  @Test func syntheticOptionsAndMissingFilesAreRefused() throws {
    try expectRefusal(
      ["bench", Program.model, "--data", Program.images, "--rate", "0.1"], 64,
      "'--rate' is for synthetic networks")
    try expectRefusal(["bench", "vgg17"], 66, "vgg17")
    try expectRefusal(
      ["bench", Program.model, "--data", Program.images, "--index", "100000"], 64, "100000")
  }

  /// What does not depend on the clock.
  private func spikes(_ arguments: [String]) throws -> [Int] {
    let report = try report(arguments)
    let operations = try #require(report["synops_per_step"] as? Double)
    return [
      try #require(report["spikes"] as? Int),
      Int(operations * Double(try #require(report["steps"] as? Int))),
    ]
  }

  private func report(_ arguments: [String]) throws -> [String: Any] {
    try object(output(of: ["bench"] + arguments + ["--format", "json"]))
  }

  private func isNear(_ value: Double?, _ expected: Double) -> Bool {
    value.map { abs($0 - expected) <= 1e-6 * abs(expected) } ?? false
  }
}
