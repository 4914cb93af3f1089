import Conversion
import Evaluation
import ExampleNetworks
import Networks
import SpikingEngine
import Tensors

/// A small network converted in several ways, with images whose labels follow a pattern.
struct ExamplePlan {
  let analog: AnalogNetwork
  let plan: EvaluationPlan
  let count = 9

  /// Rate, reset to zero, charged bursts, binary digits, and a method made anew for each T.
  init(_ example: Example = .residual) throws {
    let network = example.network(seed: 3)
    analog = network
    let images = (0..<4).map { network.randomImage(seed: $0) }
    let thresholds = network.thresholds(images: images, headroom: 0.8)
    func entry(
      _ label: String, _ method: any ConversionMethod, _ steps: [Int], scale: Float = 1,
      change: (inout SpikingLayer) -> Void = { _ in }
    ) throws -> EvaluationPlan.Entry {
      let thresholds = thresholds.map { $0 * scale }
      var spiking = try method.spikingNetwork(from: network, thresholds: thresholds)
      for index in spiking.layers.indices where spiking.layers[index].activationNode != nil {
        change(&spiking.layers[index])
      }
      return EvaluationPlan.Entry(
        label: label, title: "\(label) T=\(steps.last ?? 0), as is", packed: PackedNetwork(spiking),
        thresholds: thresholds, steps: steps)
    }
    plan = EvaluationPlan(
      analog: network,
      entries: [
        try entry("rate", Max(), [2, 8, 32]), try entry("zero", Hard(), [4, 16]),
        try entry("burst", Max(), [4, 8]) { layer in
          guard let threshold = layer.neuron.threshold else { return }
          layer.neuron = .burst(threshold: threshold, maximumSpikes: 3)
          layer.initialPotential = .uniform(threshold / 2)
        },
        try entry("digits", Bistable(phases: 4), [3, 40]),
        try entry("tied", Max(), [8], scale: 0.75), try entry("tied", Max(), [4], scale: 0.5),
      ])
  }

  func image(_ index: Int) -> EvaluationImage {
    EvaluationImage(
      analog.randomImage(seed: 100 + index), label: index == 5 ? nil : index % 4)
  }

  func results(threads: Int = 1) throws -> EvaluationResults {
    try plan.evaluated(count: count, threads: threads, image: { image($0) })
  }

  /// The results of some images, in an order.
  func collect(_ indices: [Int], into results: EvaluationResults) throws -> EvaluationResults {
    let collector = ResultCollector(results)
    try plan.evaluate(indices, threads: 1, image: { image($0) }) { result in
      collector.add(result)
      return true
    }
    return collector.results
  }

  func report(_ results: EvaluationResults) -> EvaluationReport {
    EvaluationReport(results, plan: plan, requested: count, notes: [])
  }
}
