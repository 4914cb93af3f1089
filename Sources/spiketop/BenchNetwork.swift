import Benchmarks
import Conversion
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
    var weights: Int
    var batch: Int
  }

  let analog: AnalogNetwork
  let images: [Tensor]

  /// What the thresholds are made for; `nil` where they follow from a trained network.
  let rate: Double?

  private let seed: UInt64?
  private let choice: MethodChoice
  private let conversion: (inout SynapseStore, Double?, Int) throws -> PackedNetwork

  /// A network with random weights.
  init(
    _ synthetic: SyntheticNetwork, seed: UInt64, rate: Double, batch: Int, choice: MethodChoice
  ) throws {
    let display = ProgressDisplay.standardError
    display.show("making \(synthetic.rawValue)")
    defer { display.show(nil) }
    let network = synthetic.network(seed: seed)
    try network.checkSize(batch: batch)
    analog = network
    images = (0..<batch).map { synthetic.image($0, seed: seed) }
    self.rate = rate
    self.seed = seed
    self.choice = choice
    // Other noise than in the images to be run, and more of it where an image is small.
    let count = network.inputShape.pixels > 1 << 14 ? 1 : 4
    let examples = (0..<count).map { synthetic.image($0, seed: seed &+ 1) }
    conversion = { store, rate, steps in
      var calibration = Calibration(
        network: network, count: count, threads: processorCount, image: { examples[$0] })
      let thresholds = rate.map { network.thresholds(forRate: $0, steps: steps, images: examples) }
      let spiking = try choice.recipe.converted(
        network, calibration: &calibration, thresholds: thresholds)
      return PackedNetwork(spiking, store: &store)
    }
  }

  /// A trained network.
  init(_ workbench: Workbench, images: [Tensor], choice: MethodChoice) throws {
    try workbench.model.network.checkSize(batch: images.count)
    analog = workbench.model.network
    self.images = images
    self.choice = choice
    (rate, seed) = (nil, nil)
    conversion = { _, _, _ in
      var workbench = workbench
      return try workbench.converted(by: choice).packed
    }
  }

  /// The spiking network, with thresholds for a rate in so many steps if it is synthetic.
  ///
  /// - Parameter store: Keeps the weights for other rates.
  func packed(rate: Double?, steps: Int, store: inout SynapseStore) throws -> PackedNetwork {
    try conversion(&store, rate, steps)
  }

  var facts: Facts {
    // Its thresholds are made for a rate, so the percentile in the title says nothing.
    let hasOwnThresholds = rate != nil && choice.recipe.method is any PercentileMethod
    return Facts(
      name: analog.name, seed: seed,
      method: hasOwnThresholds ? choice.label : choice.recipe.title, weights: analog.weightCount,
      batch: images.count)
  }
}

extension AnalogNetwork {
  /// The weights of convolutions and fully connected layers.
  fileprivate var weightCount: Int {
    nodes.reduce(0) { count, node in
      switch node.operation {
      case .convolution(let layer): count + layer.weight.count
      case .affine(let layer): count + layer.weight.count
      default: count
      }
    }
  }

  /// Refuses a batch whose potentials would fill the memory of usual machines.
  fileprivate func checkSize(batch: Int) throws(UsageError) {
    let neurons = activations.reduce(0) { $0 + nodes[$1].shape.count }
    let (total, isHuge) = neurons.multipliedReportingOverflow(by: batch)
    guard !isHuge, total <= 1 << 28 else {
      throw UsageError(
        description: "'--batch' is \(batch), but \(name) has \(neurons) neurons for each image, "
          + "and a run may have \(1 << 28); give at most \((1 << 28) / neurons) images")
    }
  }
}
