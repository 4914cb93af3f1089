import AnalogPass
import Foundation
import Networks
import SpikingEngine
import Tensors

/// What it costs to let a layer fire fewer spikes in a step, and what it saves.
struct BurstCosts: Sendable {
  /// How many calibration images are simulated, at most.
  private static let imageLimit = 32

  /// The share of the spikes of equal limits that the best ones may take.
  private static let share = 0.95

  /// By layer that stands for an activation and by limit, from 1 on.
  struct Cost: Equatable, Sendable {
    /// S, the divergence of the answers.
    var divergence: Double
    /// E, the spikes of the layer.
    var spikes: Int
  }

  let costs: [[Cost]]

  init(costs: [[Cost]]) {
    self.costs = costs
  }

  /// Simulates some calibration images with each limit of each layer, all others having the
  /// largest.
  init(
    _ network: SpikingNetwork, largestLimit: Int, steps: Int, on calibration: inout Calibration
  ) throws {
    let images = try calibration.images(upTo: BurstCosts.imageLimit)
    let layers = network.layers.indices.filter { network.layers[$0].activationNode != nil }
    let (analog, report) = (calibration.network, calibration.report)
    let packed = PackedNetwork(network)
    let variants = layers.flatMap { layer in
      (1...largestLimit).map { packed.limiting(layer, to: $0) }
    }
    let parts = try concurrently(
      count: images.count, threads: calibration.threads,
      makeState: { (pass: ForwardPass(analog), costs: [Int: [Cost]](), engine: Engine()) },
      body: { state, image in
        let outputs = state.pass.activations(of: images[image]).outputs
        state.costs[image] = variants.enumerated().map { number, variant in
          defer {
            report(
              CalibrationProgress(
                task: .simulation(of: images.count * variants.count), done: 1))
          }
          return cost(
            of: variant, watching: layers[number / largestLimit], image: images[image],
            outputs: outputs, steps: steps, on: state.engine)
        }
        return true
      },
      result: { $0.costs })
    let all = parts.reduce(into: [:]) { all, part in all.merge(part) { first, _ in first } }
    costs = layers.indices.map { position in
      (0..<largestLimit).map { limit in
        let number = position * largestLimit + limit
        // Summed in the order of the images, so that the threads leave no trace.
        return images.indices.reduce(into: Cost(divergence: 0, spikes: 0)) { sum, image in
          guard let cost = all[image]?[number] else { return }
          sum.divergence += cost.divergence / Double(images.count)
          sum.spikes += cost.spikes
        }
      }
    }
  }

  /// The limit of each layer: the least divergence among those that take no more spikes than they
  /// may.
  ///
  /// Layer by layer, choices are left out that another beats in both respects; of more than 4,096
  /// that remain, evenly spread ones are kept.
  ///
  /// - Parameter goal: The limit whose spikes, in all layers, are the measure.
  func bestLimits(goal: Int) -> [Int] {
    let budget = BurstCosts.share * Double(costs.reduce(0) { $0 + $1[goal - 1].spikes })
    var choices = [Choice(cost: Cost(divergence: 0, spikes: 0), limits: [])]
    for layer in costs {
      let extended = choices.flatMap { choice in
        layer.indices.map { choice.followed(by: layer[$0], limit: $0 + 1) }
      }
      choices = BurstCosts.unbeaten(extended)
    }
    let affordable = choices.filter { Double($0.cost.spikes) <= budget }
    // Without any, that with the fewest spikes.
    let best = affordable.min { $0.cost.divergence < $1.cost.divergence } ?? choices.first
    return best?.limits ?? []
  }

  private struct Choice {
    var cost: Cost
    var limits: [Int]

    func followed(by next: Cost, limit: Int) -> Choice {
      Choice(
        cost: Cost(
          divergence: cost.divergence + next.divergence, spikes: cost.spikes + next.spikes),
        limits: limits + [limit])
    }
  }

  private static let mostChoices = 4096

  /// By ascending spikes and descending divergence.
  private static func unbeaten(_ choices: [Choice]) -> [Choice] {
    let sorted = choices.sorted {
      ($0.cost.spikes, $0.cost.divergence) < ($1.cost.spikes, $1.cost.divergence)
    }
    var kept: [Choice] = []
    for choice in sorted
    where kept.last.map({ choice.cost.divergence < $0.cost.divergence }) ?? true {
      kept.append(choice)
    }
    guard kept.count > mostChoices else { return kept }
    return (0..<mostChoices).map { kept[$0 * (kept.count - 1) / (mostChoices - 1)] }
  }
}

/// What one image makes of a network.
private func cost(
  of packed: PackedNetwork, watching layer: Int, image: Tensor, outputs: [[Float]], steps: Int,
  on engine: Engine
) -> BurstCosts.Cost {
  var simulation = Simulation(packed, stimulus: .image(image), on: engine)
  let eventSpikes = packed.network.layers[layer].neuron.eventSpikes
  var spikes = 0
  simulation.advance(by: steps, on: engine) { observed, population, _ in
    guard observed == layer else { return }
    let events = population.output
    for event in events.indices.indices { spikes += Int(eventSpikes(events.values[event])) }
  }
  let found = simulation.meanOutputs ?? []
  let isByClass = packed.network.task.isClassification
  let divergence =
    isByClass
    ? divergence(found.first ?? [], outputs.first ?? [])
    : zip(found, outputs).reduce(0) { $0 + difference($1.0, $1.1) }
  return BurstCosts.Cost(divergence: divergence, spikes: spikes)
}

/// The mean square of the differences of two outputs, in units of that of the second one.
private func difference(_ found: [Float], _ expected: [Float]) -> Double {
  let sum = zip(found, expected).reduce(0.0) { $0 + pow(Double($1.0 - $1.1), 2) }
  let scale = expected.reduce(0.0) { $0 + Double($1) * Double($1) }
  return scale > 0 ? sum / scale : sum
}

/// `KL(p‖q) + KL(q‖p)` of the probabilities of two outputs.
private func divergence(_ first: [Float], _ second: [Float]) -> Double {
  let (p, q) = (logarithms(first), logarithms(second))
  return zip(p, q).reduce(0) { $0 + (exp($1.0) - exp($1.1)) * ($1.0 - $1.1) }
}

/// Of the probabilities that a softmax makes of an output.
private func logarithms(_ output: [Float]) -> [Double] {
  let largest = Double(output.max() ?? 0)
  let sum = output.reduce(0) { $0 + exp(Double($1) - largest) }
  return output.map { Double($0) - largest - log(sum) }
}

extension PackedNetwork {
  /// The same network whose neurons of a layer fire no more than so many spikes in a step.
  fileprivate func limiting(_ layer: Int, to limit: Int) -> PackedNetwork {
    var description = network.layers[layer]
    guard case .burst(var neuron) = description.neuron else { return self }
    neuron.maximumSpikes = min(neuron.maximumSpikes, limit)
    description.neuron = .burst(neuron)
    var limited = self
    limited.replace(layer: layer, by: description)
    return limited
  }
}
