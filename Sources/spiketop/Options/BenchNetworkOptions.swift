import ArgumentParser
import Benchmarks
import Conversion
import Experiments
import Networks
import Runs

/// Which network `bench` simulates, and before which images.
struct BenchNetworkOptions: ParsableArguments {
  @OptionGroup var card: CardOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var time: TimeOptions
  @OptionGroup var methods: MethodOptions
  @OptionGroup var kept: CacheOptions

  @Option(help: "How many images a run simulates.")
  var batch = 1

  @Option(
    help: """
      Spikes per neuron and step of a synthetic network, as near as its thresholds come to it. \
      Default: 0.1.
      """)
  var rate: Double?

  @Option(
    help: """
      The fraction of the weights of each layer of a synthetic network that is kept: the largest \
      ones. Default: 1.
      """)
  var connectivity: Double?

  @Option(help: "The seed of a synthetic network and its images. Default: 1.")
  var seed: UInt64?

  @Option(
    help: """
      The number of the first image of a trained network, from 0 on; after the last image comes \
      the first. Default: 0.
      """)
  var index: Int?

  @Option(
    help: """
      The conversion method: \(MethodOptions.names). Default: robust.
      """)
  var method: String?

  private var usedMethod: String { method ?? OptionDefaults.method }

  func validate() throws {
    guard batch > 0 else {
      throw ValidationError("'--batch' is \(batch), but must be positive.")
    }
    if let rate, !(rate > 0 && rate < 1) {
      throw ValidationError("'--rate' is \(rate), but must lie between 0 and 1.")
    }
    if let connectivity, !(connectivity > 0 && connectivity <= 1) {
      throw ValidationError(
        "'--connectivity' is \(connectivity), but must be above 0 and at most 1.")
    }
    if let index, index < 0 {
      throw ValidationError("'--index' is \(index), but must not be negative.")
    }
  }

  /// Refuses options for the other kind of network.
  func validate(for model: String, steps: Int) throws {
    _ = try methods.choice(named: usedMethod, steps: steps)
    try methods.checkReaders(by: [usedMethod])
    if SyntheticNetwork(rawValue: model) != nil {
      guard let stranger = fileOptions.first(where: \.isGiven)?.name else { return }
      throw ValidationError(
        "'\(stranger)' is for trained networks, but \(model) is a synthetic one.")
    }
    guard let stranger = syntheticOptions.first(where: \.isGiven)?.name else { return }
    throw ValidationError(
      "'\(stranger)' is for synthetic networks (\(SyntheticNetwork.names)), but '\(model)' is the "
        + "name of a file.")
  }

  func load(_ model: String, steps: Int) throws -> BenchNetwork {
    let choice = try methods.choice(named: usedMethod, steps: steps)
    if let synthetic = SyntheticNetwork(rawValue: model) {
      return try BenchNetwork(
        synthetic, seed: seed ?? 1, connectivity: connectivity ?? 1, rate: rate ?? 0.1,
        batch: batch, choice: choice)
    }
    let model = try LoadedModel(card.request(for: model, time: time), images: data.data)
    if model.analog == nil, method != nil { _ = try model.analog(for: "'--method' needs") }
    let data = try LoadedData(data.request, for: model)
    let (first, count) = (index ?? 0, data.images.count)
    // An index beyond the images is found before any long work.
    _ = try data.images.input(at: first, for: model)
    let images = try (0..<batch).map { number in
      try data.images.input(at: (first + number) % count, for: model)
    }
    let conversion = try ConversionContext(
      model: model, data: data, options: methods.values, cache: kept.cache,
      display: .standardError)
    let network = try BenchNetwork(conversion, images: images, choice: choice)
    conversion.sayWarnings()
    return network
  }

  private typealias Use = (name: String, isGiven: Bool)

  private var fileOptions: [Use] {
    let request = card.request(for: "", time: time)
    return [
      ("--data", data.data != nil), ("--calibration", data.calibration != nil),
      ("--calibration-indices", data.calibrationIndices != nil), ("--index", index != nil),
      ("--thresholds", methods.values[ConversionRecipe.thresholds] != nil),
      ("--classes", card.classes != nil), ("--card", card.card != nil),
      ("--input-shape", card.inputShape != nil),
    ] + (request.nirFlags + request.preprocessingFlags).map { ($0, true) }
  }

  private var syntheticOptions: [Use] {
    [
      ("--rate", rate != nil), ("--seed", seed != nil), ("--connectivity", connectivity != nil),
    ]
  }
}
