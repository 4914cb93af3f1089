import AnalogPass
import Networks
import Tensors

/// Thresholds of channels that grow as long as activations exceed them: local threshold balancing
/// (Bu, Li and Yu, CVPR 2025, arXiv 2409.03368; equations as in the authors' public code).
///
/// Without training, batch by batch over the calibration images and layer by layer within a batch,
/// for each channel c, with means over the batch and all positions:
///
///     θ[c] += 2 · mean(max(a - θ[c], 0))
///     a    = min(a, θ[c])               what the layers behind see
///
/// from θ = 0: descent at rate 1 on the mean square of what the threshold cuts off. Neurons reset
/// by subtraction and start half charged, `v(0) = θ/2`.
///
/// This project's own: how many batches there are (the authors take 1,000 to 5,000 of 100 images of
/// ImageNet; too few leave activations cut off, with which no number of time steps helps), how
/// large they are (32 images, fewer where these would take more than 256 MB), and that a channel
/// that is silent on all of them has the largest threshold of its layer. The paper also swaps max
/// pools with the activation before them; here max pools stay where they are, and are pools of
/// spikes.
package struct LocalThresholdBalancing: ConversionMethod {
  package static let descriptor = MethodDescriptor(
    "ltb", summary: "thresholds of channels that grow as long as activations exceed them",
    aliases: ["local-threshold-balancing"], options: [batches]
  ) { values, _ in
    LocalThresholdBalancing(batches: values.integer(of: batches))
  }

  private static let batches = ConversionOption(
    "balancing-batches", .integer(standard: 400, 1...100_000),
    help: "How many batches of 32 calibration images 'ltb' goes through, again and again.")

  /// Positive.
  package let batches: Int

  package init(batches: Int = 400) {
    precondition(batches > 0, "\(batches) batches")
    self.batches = batches
  }

  package var title: String { "ltb (local threshold balancing), \(batches) batches" }

  package var isChannelWise: Bool { true }

  package func thresholds(
    for network: AnalogNetwork, calibration: inout Calibration
  ) throws -> [Float] {
    try channelThresholds(for: network, calibration: &calibration).map { $0.max() ?? 0 }
  }

  package func channelThresholds(
    for network: AnalogNetwork, calibration: inout Calibration
  ) throws -> [[Float]] {
    var balancing = BalancingPass(network, images: calibration.count)
    for batch in 0..<batches { try balancing.take(batch, of: batches, from: &calibration) }
    return balancing.thresholds.map { channels in
      let largest = channels.max() ?? 0
      return channels.map { $0 > 0 ? $0 : largest }
    }
  }

  package func spikingNetwork(
    from network: AnalogNetwork, thresholds: [Float]
  ) throws(ConversionError) -> SpikingNetwork {
    var spiking = try Max().spikingNetwork(from: network, thresholds: thresholds)
    spiking.chargeHalf()
    return spiking
  }
}

/// The thresholds while batches pass.
private struct BalancingPass {
  private let network: AnalogNetwork

  /// One for each image of a batch.
  private var passes: [ForwardPass]

  /// By activation and channel.
  private(set) var thresholds: [[Float]]

  private static let largestBatch = 32
  private static let byteBudget = 256 << 20

  /// - Parameter images: How many there are.
  init(_ network: AnalogNetwork, images: Int) {
    self.network = network
    let units = network.nodes.reduce(0) { $0 + $1.shape.count }
    let bytes = units * MemoryLayout<Float>.stride
    let most = min(BalancingPass.largestBatch, max(1, BalancingPass.byteBudget / max(bytes, 1)))
    passes = Array(repeating: ForwardPass(network), count: min(most, images))
    thresholds = network.activations.map { node in
      Array(repeating: 0, count: network.nodes[node].shape.channels)
    }
  }

  /// Lets a batch pass, an activation at a time.
  mutating func take(_ batch: Int, of batches: Int, from calibration: inout Calibration) throws {
    let count = passes.count
    let (calibration, network) = (calibration.asked(), network)
    for position in passes.indices {
      passes[position].start(try calibration.image((batch * count + position) % calibration.count))
    }
    var next = 1
    for (layer, node) in network.activations.enumerated() {
      let (range, limits) = (next..<node + 1, thresholds[layer])
      // What the layers behind see of the activation before is clipped by its new thresholds.
      let earlier = layer == 0 ? nil : (network.activations[layer - 1], thresholds[layer - 1])
      let parts = try concurrently(changing: &passes, threads: calibration.threads) { pass, _ in
        if let (node, limits) = earlier {
          pass.change(node) { clip(&$0, to: limits, of: network.nodes[node].operation) }
        }
        for index in range { pass.evaluate(index) }
        return excesses(of: pass.magnitudes(of: node), beyond: limits)
      }
      var excess = Array(repeating: 0.0, count: limits.count)
      // In the order of the images, so that the threads leave no trace.
      for part in parts {
        for channel in excess.indices { excess[channel] += part[channel] }
      }
      let values = Double(count * network.nodes[node].shape.pixels)
      for channel in excess.indices {
        thresholds[layer][channel] += Float(2 * excess[channel] / values)
      }
      next = node + 1
    }
    calibration.report(CalibrationProgress(task: .thresholds(of: batches * count), done: count))
  }
}

/// `Σ max(a - θ[c], 0)` of each channel.
private func excesses(of activations: [Float], beyond thresholds: [Float]) -> [Double] {
  let (pixels, activations) = (activations.count / thresholds.count, activations.span)
  return thresholds.indices.map { channel in
    let threshold = thresholds[channel]
    var excess = 0.0
    for unit in channel * pixels..<(channel + 1) * pixels {
      excess += Double(max(activations[unit] - threshold, 0))
    }
    return excess
  }
}

/// `a = min(a, θ[c])`; of a leaky activation also `a ≥ -α · θ[c]`.
private func clip(
  _ activations: inout [Float], to thresholds: [Float], of operation: AnalogOperation
) {
  let pixels = activations.count / thresholds.count
  var values = activations.mutableSpan
  for (channel, threshold) in thresholds.enumerated() {
    for unit in channel * pixels..<(channel + 1) * pixels {
      values[unit] = min(values[unit], threshold)
    }
  }
  guard case .activation(.leaky(let slopes)) = operation else { return }
  let pixelsPerSlope = values.count / slopes.count
  for unit in values.indices {
    let lowest = -slopes[unit / pixelsPerSlope] * thresholds[unit / pixels]
    values[unit] = max(values[unit], lowest)
  }
}
