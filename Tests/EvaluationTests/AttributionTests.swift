import Conversion
import Evaluation
import ExampleNetworks
import Networks
import SpikingEngine
import Tensors
import Testing

/// Whose spikes cost what, on networks where the answer is known by construction.
@Suite struct AttributionTests {
  /// The first layer is exact, the second one clips 1 to 0.5, and that turns the answer.
  @Test func onlyTheLayerThatClipsIsBlamed() throws {
    let network = chain([1, 0], layers: 2, outputBias: [0, 0.75])
    let diagnosis = try ExampleDiagnosis(
      network, steps: 8, thresholds: [1, 0.5],
      images: [Tensor(shape: [2, 1, 1], elements: [1, 0])])

    let attribution = try #require(try diagnosis.evidence().attribution)
    // Logits (1, 0.75) have length 1.25.
    let (first, second) = (attribution.layers[0], attribution.layers[1])

    #expect(attribution.images == 1 && attribution.agreeing == 0)
    #expect(abs(attribution.error - 0.4) < 1e-6)
    #expect(first.layer == "fc1" && abs(first.errorRemoved) < 1e-6 && first.errorAlone < 1e-6)
    #expect(first.agreeingWithout == 0 && first.agreeingAlone == 1)
    #expect(second.layer == "fc2" && abs(second.errorRemoved - 1) < 1e-6)
    #expect(abs(second.errorAlone - 0.4) < 1e-6)
    #expect(second.agreeingWithout == 1 && second.agreeingAlone == 0)
  }

  /// Of 0.625 and 0.375 the first neuron fires at t = 2, 4, 5 and the second one at t = 3, 6.
  @Test(arguments: [(4, true), (5, true), (6, false)])
  func theLastStepAloneMayMislead(steps: Int, agrees: Bool) throws {
    let image = Tensor(shape: [2, 1, 1], elements: [0.625, 0.375])
    let diagnosis = try ExampleDiagnosis(
      chain([1, 1], layers: 1, outputBias: [0, 0]), steps: steps, thresholds: [1], images: [image])

    let evidence = try diagnosis.evidence()

    #expect(evidence.attribution?.agreeing == 1)
    #expect(evidence.attribution?.agreeingAtLastStep == (agrees ? 1 : 0))
    let readout = try #require(evidence.diagnosis.readout)
    #expect(readout.images == 1 && readout.agreeing == 1)
    #expect(readout.agreeingAtLastStep == (agrees ? 1 : 0))
  }

  @Test func oneStepOfCycleCodingIsNoAnswer() throws {
    let diagnosis = try ExampleDiagnosis(
      Example.perceptron.network(seed: 4),
      recipe: ConversionRecipe(method: Bistable(phases: 6)), steps: 120)

    let evidence = try diagnosis.evidence()

    #expect(evidence.attribution?.agreeingAtLastStep == nil && evidence.diagnosis.readout == nil)
  }

  /// Replacing a layer also removes what came before it; a layer that spikes alone shows its own.
  @Test(arguments: ["max", "burst", "bistable"], [Example.perceptron, .residual])
  func theLayerThatClipsErrsMostAlone(method: String, example: Example) throws {
    let network = example.network(seed: 4)
    for layer in network.activations.indices {
      var thresholds = network.thresholds(
        images: (0..<12).map { network.randomImage(seed: $0) })
      thresholds[layer] /= 4
      let recipe = try ConversionRecipe.named(
        method, options: ["phases": .number(8), "burst": .number(1)])
      let diagnosis = try ExampleDiagnosis(
        network, recipe: recipe, steps: 400, thresholds: thresholds)

      let evidence = try diagnosis.evidence()
      let layers = try #require(evidence.attribution).layers
      let blamed = KnownMistakes(evidence.with(lost: 50, won: 0, of: 100)).general

      #expect(abs(layers[layers.count - 1].errorRemoved - 1) < 1e-3)
      #expect(layers.indices.max { layers[$0].errorAlone < layers[$1].errorAlone } == layer)
      #expect(blamed?.layer == layers[layer].layer)
    }
  }

  @Test func theNumberOfThreadsChangesNothing() throws {
    let diagnosis = try ExampleDiagnosis(Example.residual.network(seed: 4), steps: 40)

    let evidence = try [1, 2, 3].map { try diagnosis.measured(threads: $0) }

    #expect(evidence[0]?.attribution == evidence[1]?.attribution)
    #expect(evidence[0]?.attribution == evidence[2]?.attribution)
    #expect(evidence[0]?.ablationTests == evidence[2]?.ablationTests)
    #expect(evidence[0]?.biasChecks == evidence[2]?.biasChecks)
  }

  /// Layers that hand on what they get, without biases before the last.
  private func chain(_ gains: [Float], layers: Int, outputBias: [Float]) -> AnalogNetwork {
    var builder = NetworkBuilder(input: MapShape(channels: 2), seed: 1)
    let weight = Tensor(shape: [2, 2], elements: [gains[0], 0, 0, gains[1]])
    let none = Tensor(shape: [2], elements: [0, 0])
    var node = 0
    for _ in 0..<layers {
      node = builder.add(
        "fc", .affine(AffineLayer(weight: weight, bias: none)), inputs: [node],
        shape: MapShape(channels: 2))
      node = builder.activation(node)
    }
    let identity = Tensor(shape: [2, 2], elements: [1, 0, 0, 1])
    let output = AffineLayer(weight: identity, bias: Tensor(shape: [2], elements: outputBias))
    builder.add("fc", .affine(output), inputs: [node], shape: MapShape(channels: 2))
    return builder.network("chain")
  }
}
