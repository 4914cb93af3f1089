import AnalogPass
import Networks
import SpikingEngine
import Tensors

/// Corrects a rate-coded network layer by layer, each behind the corrected ones before it.
///
/// Each layer is simulated by itself behind the recorded spikes of its sources (`LayerRun`), so the
/// whole costs about two simulations of the calibration images, whatever the depth. Memory: a bit
/// per neuron, step and image for the layers whose spikes are still needed.
struct LayerwiseCalibration: Sendable {
  /// How many calibration images are simulated, at most.
  static let imageLimit = 256

  /// T.
  let steps: Int

  let images: [Tensor]
  let calibration: Calibration

  private(set) var packed: PackedNetwork

  /// Per spiking layer, the mean of a over the images, in its units and in channels-last order.
  private let meanActivations: [Int: [Double]]

  /// Per layer whose spikes are still needed, its spikes before each image.
  private(set) var trains: [Int: [SpikeTrains]] = [:]

  init(
    _ network: SpikingNetwork, from analog: AnalogNetwork, on calibration: inout Calibration,
    steps: Int
  ) throws {
    self.steps = steps
    images = try calibration.images(upTo: LayerwiseCalibration.imageLimit)
    self.calibration = calibration
    packed = PackedNetwork(network)
    meanActivations = meansOfActivations(network, from: analog, images: images)
  }

  var network: SpikingNetwork { packed.network }

  func channels(of layer: Int) -> Int { network.layers[layer].shape.channels }

  /// Lets `correct` change each spiking layer in turn, and simulates it for the next ones.
  mutating func visitLayers(
    _ correct: (inout LayerwiseCalibration, _ layer: Int) throws -> Void
  ) throws {
    // The readout has no spikes to correct.
    for layer in network.firingLayers.indices {
      if network.layers[layer].activationNode != nil { try correct(&self, layer) }
      let steps = steps
      trains[layer] = try simulated(layer) { $0.spikes(steps: steps, on: $1, sources: $2) }
      trains = trains.filter { isNeeded($0.key, after: layer) }
    }
  }

  /// Mean of a minus mean of what is delivered per step, θ·N(T)/T, over the images, per neuron in
  /// channels-last order.
  func shortfall(of layer: Int) throws -> [Double] {
    let neurons = network.layers[layer].shape.count
    let charges: [[Double]] = try simulated(layer) { run, engine, sources in
      var charges = Array(repeating: 0.0, count: neurons)
      _ = run.spikes(steps: steps, on: engine, sources: sources) { population, _ in
        let events = population.output
        for event in events.indices.indices {
          charges[Int(events.indices[event])] += Double(events.values[event])
        }
      }
      return charges
    }
    let means = meanActivations[layer] ?? []
    return means.indices.map { unit in
      means[unit] - charges.reduce(0) { $0 + $1[unit] } / Double(steps * images.count)
    }
  }

  /// - Parameter bias: One per channel.
  mutating func addBias(_ bias: [Double], to layer: Int) {
    let present = network.layers[layer].biasCurrent
    packed.update(
      layer: layer,
      biasCurrent: bias.indices.map { (present.isEmpty ? 0 : present[$0]) + Float(bias[$0]) })
  }

  /// - Parameter potential: One per neuron, in channels-last order.
  mutating func addPotential(_ potential: [Double], to layer: Int) {
    let present = network.layers[layer].initialPotential
    packed.update(
      layer: layer,
      initialPotential: .perNeuron(
        potential.indices.map { present.value(of: $0) + Float(potential[$0]) }))
  }

  /// Replaces a layer, its weights included.
  mutating func replace(layer: Int, by description: SpikingLayer) {
    packed.replace(layer: layer, by: description)
  }

  /// What a layer gives before each image.
  private func simulated<Result: Sendable>(
    _ layer: Int,
    _ simulate: @Sendable (LayerRun, Engine, _ sources: (Int) -> SpikeTrains) -> Result
  ) throws -> [Result] {
    let parts = try concurrently(
      count: images.count, threads: calibration.threads, makeState: { ([Int: Result](), Engine()) },
      body: { state, image in
        let run = LayerRun(packed, layer: layer, stimulus: .image(images[image]))
        state.0[image] = simulate(run, state.1) { trains[$0]?[image] ?? SpikeTrains(neurons: 0) }
        calibration.report(
          CalibrationProgress(
            task: .simulation(of: images.count * network.firingLayers.count * 2), done: 1))
        return true
      },
      result: { $0.0 })
    let results = parts.reduce(into: [:]) { all, part in all.merge(part) { first, _ in first } }
    return images.indices.compactMap { results[$0] }
  }

  private func isNeeded(_ source: Int, after layer: Int) -> Bool {
    network.firingLayers[(layer + 1)...].contains { later in
      later.projections.contains { $0.source == .layer(source) }
    }
  }
}

/// Per spiking layer, the mean activation of each unit over some images, in the units of the layer
/// and in channels-last order.
private func meansOfActivations(
  _ network: SpikingNetwork, from analog: AnalogNetwork, images: [Tensor]
) -> [Int: [Double]] {
  var pass = ForwardPass(analog)
  var sums: [Int: [Double]] = [:]
  for image in images {
    pass.run(image)
    for (index, layer) in network.layers.enumerated() {
      guard let node = layer.activationNode else { continue }
      let values = layer.scaled(pass.values(of: node))
      var sum = sums.removeValue(forKey: index) ?? Array(repeating: 0, count: values.count)
      for unit in sum.indices { sum[unit] += Double(values[unit]) }
      sums[index] = sum
    }
  }
  var means: [Int: [Double]] = [:]
  for (index, sum) in sums {
    means[index] = network.layers[index].shape.populationOrder(
      sum.map { $0 / Double(images.count) })
  }
  return means
}
