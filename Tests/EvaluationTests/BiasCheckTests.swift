import Conversion
import Evaluation
import ExampleNetworks
import Foundation
import Networks
import SpikingEngine
import Tensors
import Testing

/// Where biases went, against values computed from the definitions.
@Suite struct BiasCheckTests {
  /// `1 + Σ (I - z)·b / Σ b²`, where a current of `(factor - 1)·b` flows in beside the biases.
  @Test(arguments: [Example.perceptron, .convolutional, .residual], [0, 0.25, 1, 2] as [Float])
  func biasesThatFlowInTooOftenOrNotAtAllAreCounted(example: Example, factor: Float) throws {
    for layer in 0..<3 {
      var diagnosis = try ExampleDiagnosis(example.network(seed: 4), steps: 32)
      let bias = try #require(diagnosis.bias(ofSpikingLayer: layer))
      diagnosis.spiking.layers[layer].biasCurrent = bias.map { $0 * (factor - 1) }

      let evidence = try diagnosis.evidence()
      let applied = try #require(evidence.biasChecks[layer].applied)

      #expect(abs(applied - Double(factor)) < 1e-3)
      let others = evidence.biasChecks.indices.filter { $0 != layer }
      #expect(others.allSatisfy { abs((evidence.biasChecks[$0].applied ?? 1) - 1) < 1e-3 })
      let finding = evidence.finding(.biases)
      #expect((finding == nil) == (factor == 1))
      let name = diagnosis.spiking.layers[layer].name
      #expect(factor == 1 || finding?.layer == name)
      let times = String(format: "flows in %.2f times", factor)
      #expect(factor == 1 || finding?.figure.contains(times) == true)
    }
  }

  /// In cycle coding biases flow in once per cycle, which is as often as the input.
  @Test(arguments: [0, 2] as [Float])
  func biasesOfCyclesAreCounted(factor: Float) throws {
    var diagnosis = try ExampleDiagnosis(
      Example.perceptron.network(seed: 4),
      recipe: ConversionRecipe(method: Bistable(phases: 6)), steps: 120)
    #expect(try diagnosis.evidence().finding(.biases) == nil)
    let bias = try #require(diagnosis.bias(ofSpikingLayer: 1))
    diagnosis.spiking.layers[1].biasCurrent = bias.map { $0 * (factor - 1) }

    let applied = try diagnosis.evidence().biasChecks[1].applied

    #expect(abs(try #require(applied) - Double(factor)) < 1e-3)
  }

  /// Methods that move biases on purpose make no mistake.
  @Test(arguments: ["rts", "light", "half"])
  func correctionsOfAMethodAreNoMistake(method: String) throws {
    let recipe = try ConversionRecipe.named(method, steps: 32)

    let evidence = try ExampleDiagnosis(
      Example.convolutional.network(seed: 4), recipe: recipe, steps: 32
    ).evidence()

    #expect(evidence.finding(.biases) == nil)
  }

  /// The slope of m over b and the square of their correlation, by the sums of the text book.
  @Test(arguments: [Example.perceptron, .convolutional])
  func theBalanceIsTheSlopeOfTheMeanInputOverTheBias(example: Example) throws {
    let diagnosis = try ExampleDiagnosis(example.network(seed: 4), steps: 16)
    let checks = try diagnosis.evidence().biasChecks

    for (layer, node) in diagnosis.analog.activations.enumerated() {
      let driver = diagnosis.analog.nodes[node].inputs[0]
      let shape = diagnosis.analog.nodes[driver].shape
      let bias = try #require(diagnosis.bias(ofSpikingLayer: layer)).map { Double($0) }
      let oracles = diagnosis.images.map { AnalogOracle(diagnosis.analog, image: $0) }
      let input = bias.indices.map { channel in
        let units = channel * shape.pixels..<(channel + 1) * shape.pixels
        let sum = oracles.reduce(0.0) { $0 + $1.values[driver][units].reduce(0, +) }
        return sum / Double(shape.pixels * oracles.count) - bias[channel]
      }
      let n = Double(bias.count)
      let (x, y) = (bias.reduce(0, +), input.reduce(0, +))
      let xy = zip(bias, input).reduce(0) { $0 + $1.0 * $1.1 } - x * y / n
      let xx = bias.reduce(0) { $0 + $1 * $1 } - x * x / n
      let yy = input.reduce(0) { $0 + $1 * $1 } - y * y / n

      let (balance, fit) = try (#require(checks[layer].balance), #require(checks[layer].fit))
      #expect(abs(balance - xy / xx) < 1e-3 * max(1, abs(balance)))
      #expect(abs(fit - xy * xy / (xx * yy)) < 1e-3)
    }
  }

  @Test func aNetworkWithoutBiasesHasNoneToCheck() throws {
    let network = Example.perceptron.network(seed: 4).changingBiases { _, _ in 0 }

    let evidence = try ExampleDiagnosis(network).evidence()

    #expect(evidence.biasChecks.allSatisfy { $0.applied == nil && $0.balance == nil })
    #expect(evidence.ablationTests.map(\.change) == [.standardizedImages])
    #expect(evidence.found.isEmpty)
  }

  /// Halving the biases of one operator, by the definition of the cross entropy.
  @Test func theTrialComparesTheLossWithHalvedBiases() throws {
    let sound = Example.perceptron.network(seed: 4)
    let doubled = sound.changingBiases { node, bias in node == "fc2" ? 2 * bias : bias }
    var diagnosis = try ExampleDiagnosis(doubled, steps: 16)
    diagnosis.labels = try ExampleDiagnosis(sound).labels

    let trials = try diagnosis.evidence().ablationTests.dropFirst()

    let names = ["fc1", "fc2", "fc3", "fc4"]
    #expect(trials.map(\.change) == names.map { .halvedBiases(node: $0) })
    for (name, trial) in zip(names, trials) {
      let halved = doubled.changingBiases { node, bias in node == name ? bias / 2 : bias }
      let (before, after) = (losses(doubled, diagnosis), losses(halved, diagnosis))
      let gains = zip(before, after).map { $0 - $1 }
      let n = Double(gains.count)
      let mean = gains.reduce(0, +) / n
      let deviation = (gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)).squareRoot()
      #expect(abs(trial.lossRatio - after.reduce(0, +) / before.reduce(0, +)) < 1e-4)
      #expect(abs(trial.certainty - mean / (deviation / n.squareRoot())) < 1e-2)
      #expect(trial.images == 12)
    }
    #expect(trials[2].correct == 12)
  }

  /// Minus the mean of all numbers, divided by their deviation: of a vector it is one channel.
  @Test func theTrialComparesTheLossOnStandardizedImages() throws {
    let diagnosis = try ExampleDiagnosis(Example.perceptron.network(seed: 4), steps: 16)
    let evidence = try diagnosis.evidence()
    let (mean, deviation) = (Float(evidence.inputMean[0]), Float(evidence.inputDeviation[0]))
    var standardized = diagnosis
    for index in standardized.images.indices {
      standardized.images[index].elements = diagnosis.images[index].elements.map {
        ($0 - mean) / deviation
      }
    }

    let trial = evidence.ablationTests[0]

    let before = losses(diagnosis.analog, diagnosis).reduce(0, +)
    let after = losses(diagnosis.analog, standardized).reduce(0, +)
    #expect(trial.change == .standardizedImages)
    #expect(abs(trial.lossRatio - after / before) < 1e-4)
  }

  @Test func imagesThatHelpStandardizedAreNamed() throws {
    var evidence = try ExampleDiagnosis(Example.perceptron.network(seed: 4)).evidence()
    evidence.ablationTests[1].lossRatio = 0.5
    evidence.ablationTests[1].certainty = 10
    #expect(evidence.found.map(\.id) == [.biases])

    evidence.ablationTests[0].lossRatio = 0.4
    evidence.ablationTests[0].certainty = 10
    #expect(evidence.found.map(\.id) == [.biases], "surer, but no better")
    evidence.ablationTests[0].correctBefore = 3

    #expect(evidence.found.map(\.id) == [.inputStatistics])
    #expect(
      evidence.found.first?.action
        == .standardizedImages(mean: evidence.inputMean, deviation: evidence.inputDeviation))
  }

  @Test(arguments: [
    (0.84, 4.1, true), (0.86, 4.1, false), (0.84, 3.9, false), (1.2, -5, false),
  ])
  func biasesAreSpoiltWhereHalvingThemHelpsMuch(
    ratio: Double, certainty: Double, isFound: Bool
  ) throws {
    var evidence = try ExampleDiagnosis(Example.perceptron.network(seed: 4)).evidence()
    evidence.ablationTests[3].lossRatio = ratio
    evidence.ablationTests[3].certainty = certainty

    #expect(evidence.finding(.biases)?.layer == (isFound ? "fc3" : nil))
  }

  @Test(arguments: [(-0.3, 0.5, true), (-0.6, 0.5, false), (-0.1, 0.5, false), (-0.3, 0.05, false)])
  func biasesOutOfBalanceAreNamedWhereTheTrainedNetworkSuffers(
    balance: Double, fit: Double, isFound: Bool
  ) throws {
    var evidence = try ExampleDiagnosis(Example.perceptron.network(seed: 4)).evidence()
      .withAnalog(correct: 50, of: 100, promised: 0.9)
    for layer in evidence.biasChecks.indices { evidence.biasChecks[layer].balance = nil }
    evidence.biasChecks[1].balance = balance
    evidence.biasChecks[1].fit = fit

    #expect(evidence.finding(.biases)?.layer == (isFound ? "fc2" : nil))
    #expect(evidence.withAnalog(correct: 90, of: 100, promised: 0.9).finding(.biases) == nil)
  }

  /// Images of another size do to a network what biases of another size do.
  @Test func biasesAreNotBlamedForWrongImages() throws {
    var evidence = try ExampleDiagnosis(Example.perceptron.network(seed: 4)).evidence()
    let trial = evidence.ablationTests[1]
    evidence = evidence.withAnalog(correct: 50, of: 100, promised: 0.9)
    evidence.ablationTests = [trial]
    evidence.ablationTests[0].lossRatio = 0.5
    evidence.ablationTests[0].certainty = 10
    #expect(abs(try #require(evidence.finding(.biases)).stake - 0.4) < 1e-9)

    evidence.context.preprocessingDifference = "std is 1.0, in the model card 0.5"

    #expect(evidence.found.map(\.id) == [.inputStatistics])
  }

  /// The cross entropy of each image, in double precision.
  private func losses(_ network: AnalogNetwork, _ diagnosis: ExampleDiagnosis) -> [Double] {
    zip(diagnosis.images, diagnosis.labels).map { image, label in
      let logits = AnalogOracle(network, image: image).logits(of: network)
      return log(logits.reduce(0) { $0 + exp($1) }) - logits[label ?? 0]
    }
  }
}

extension ExampleDiagnosis {
  /// The biases of the operator behind a spiking layer, the first one in a sum.
  fileprivate func bias(ofSpikingLayer layer: Int) -> [Float]? {
    var node = analog.nodes[analog.activations[layer]].inputs[0]
    while let first = analog.nodes[node].inputs.first {
      switch analog.nodes[node].operation {
      case .convolution(let layer): return layer.bias.elements
      case .affine(let layer): return layer.bias.elements
      default: node = first
      }
    }
    return nil
  }
}

extension AnalogNetwork {
  /// - Parameter change: From a node's name and a bias to another bias.
  func changingBiases(_ change: (String, Float) -> Float) -> AnalogNetwork {
    var network = self
    for index in nodes.indices {
      switch nodes[index].operation {
      case .convolution(var layer):
        layer.bias.elements = layer.bias.elements.map { change(nodes[index].name, $0) }
        network.nodes[index].operation = .convolution(layer)
      case .affine(var layer):
        layer.bias.elements = layer.bias.elements.map { change(nodes[index].name, $0) }
        network.nodes[index].operation = .affine(layer)
      default: break
      }
    }
    return network
  }
}
