import ArgumentParser
import Benchmarks
import Conversion
import Experiments
import Networks
import SpikingEngine
import Tensors

/// A network to be measured: how to convert it, and a batch of images.
struct BenchNetwork {
  /// What a report says of it.
  struct Facts {
    var name: String
    /// `nil` for trained networks.
    var seed: UInt64?
    /// As shown to people, with what is a reconstruction.
    var method: String
    var weights: Connectivity
    var batch: Int
  }

  /// Says what the analog network is, which a synthetic one makes anew each time, because its
  /// weights shall not count as memory of the simulation; `nil` of a spiking network from a file.
  let analog: (() -> AnalogNetwork)?

  let images: [Tensor]

  /// What the thresholds are made for; `nil` where they follow from a trained network.
  let rate: Double?

  /// T, where the network is made for one.
  let steps: Int?

  let facts: Facts

  private let conversion: (Double?, Int, Precision) throws -> PackedNetwork

  /// A network with random weights.
  init(
    _ synthetic: SyntheticNetwork, seed: UInt64, connectivity: Double, rate: Double, batch: Int,
    choice: MethodChoice
  ) throws {
    try InstallationError.checkDenseProducts()
    let display = ProgressDisplay.standardError
    display.show("making \(synthetic.rawValue)")
    defer { display.show(nil) }
    let analog = { synthetic.network(seed: seed, connectivity: connectivity) }
    self.analog = analog
    let network = analog()
    try network.checkSize(batch: batch)
    images = (0..<batch).map { synthetic.image($0, seed: seed) }
    self.rate = rate
    steps = nil
    // Its thresholds are made for a rate, so the percentile in the title says nothing.
    let hasOwnThresholds = choice.recipe.method is any PercentileMethod
    facts = Facts(
      name: network.name, seed: seed,
      method: hasOwnThresholds ? choice.label : choice.recipe.title, weights: network.connectivity,
      batch: batch)
    conversion = { rate, steps, precision in
      try PackedNetwork(
        condensing: synthetic.spiking(
          analog(), seed: seed, rate: rate, steps: steps, choice: choice),
        precision: precision)
    }
  }

  /// A network from a file: a trained one, or a spiking one as it is.
  init(_ context: ConversionContext, images: [Tensor], choice: MethodChoice) throws {
    let (model, trained) = (context.model, context.trained())
    (rate, steps) = (nil, trained?.steps)
    self.images = images
    if let trained {
      let layers = trained.packed.network.layers
      try check(
        neurons: layers.reduce(0) { $0 + $1.shape.count }, of: model.name, batch: images.count)
      analog = nil
      facts = Facts(
        name: model.name, seed: nil, method: trained.title,
        weights: layers.compactMap(\.connectivity).reduce(Connectivity(), +), batch: images.count)
      conversion = { _, _, precision in try trained.packed.asked(for: precision) }
      return
    }
    let network = try model.analog(for: "a conversion needs")
    try network.checkSize(batch: images.count)
    analog = { network }
    facts = Facts(
      name: network.name, seed: nil, method: choice.recipe.title, weights: network.connectivity,
      batch: images.count)
    conversion = { _, _, precision in
      var context = context
      return try context.converted(by: choice).packed.asked(for: precision)
    }
  }

  /// The spiking network, with thresholds for a rate in so many steps if it is synthetic.
  func packed(rate: Double?, steps: Int, precision: Precision) throws -> PackedNetwork {
    do {
      return try conversion(rate, steps, precision)
    } catch let error as PrecisionError {
      throw ValidationError("'--precision \(precision.rawValue)': \(error)")
    } catch let ConversionError.invalidThreshold(layer, threshold) {
      guard let rate else { throw ConversionError.invalidThreshold(layer: layer, value: threshold) }
      throw ValidationError(
        "'--rate' is \(rate), which would need a threshold of \(threshold) in layer '\(layer)'; "
          + "choose a larger one, as 0.1")
    }
  }
}

extension SyntheticNetwork {
  /// The converted network; the analog one is gone when this returns.
  fileprivate func spiking(
    _ network: AnalogNetwork, seed: UInt64, rate: Double?, steps: Int, choice: MethodChoice
  ) throws -> SpikingNetwork {
    // Other noise than in the images to be run, and more of it where an image excites few neurons.
    let count = network.neuronCount > 1 << 18 ? 1 : 2
    let examples = (0..<count).map { image($0, seed: seed &+ 1) }
    var calibration = Calibration(
      network: network, count: count, threads: processorCount, image: { examples[$0] })
    let thresholds = rate.map { network.thresholds(forRate: $0, steps: steps, images: examples) }
    return try choice.recipe.converted(network, calibration: &calibration, thresholds: thresholds)
  }
}

extension AnalogNetwork {
  /// Those that spike after a conversion.
  fileprivate var neuronCount: Int {
    activations.reduce(0) { $0 + nodes[$1].shape.count }
  }

  fileprivate func checkSize(batch: Int) throws(UsageError) {
    try check(neurons: neuronCount, of: name, batch: batch)
  }
}

/// Refuses a batch whose potentials would fill the memory of usual machines.
private func check(neurons: Int, of name: String, batch: Int) throws(UsageError) {
  let (total, isHuge) = neurons.multipliedReportingOverflow(by: batch)
  guard !isHuge, total <= 1 << 28 else {
    throw UsageError(
      description: "'--batch' is \(batch), but \(name) has \(neurons) neurons for each image, "
        + "and a run may have \(1 << 28); give at most \((1 << 28) / neurons) images")
  }
}
