import AnalogPass
import Networks
import SpikeStatistics
import SpikingEngine
import Tensors

/// What one layer's spikes cost, found by substitution (this project's own method).
package struct LayerAttribution: Encodable, Equatable, Sendable {
  package var layer: String

  /// How much smaller the output error becomes when this layer alone delivers the ANN's activations
  /// instead of its spikes, as a share of the error of the whole spiking network.
  package var errorRemoved: Double

  /// The output error when this layer alone spikes in an otherwise analog network.
  package var errorAlone: Double

  /// Images with the ANN's class in either run, of `images`.
  package var agreeingWithout: Int
  package var agreeingAlone: Int

  private enum CodingKeys: String, CodingKey {
    case layer
    case errorRemoved = "error_removed"
    case errorAlone = "error_alone"
    case agreeingWithout = "agreeing_without"
    case agreeingAlone = "agreeing_alone"
  }
}

/// The attribution of the error of a network to its layers.
///
/// The output error is `‖y/T - logits‖ / ‖logits‖`, averaged over the images.
package struct Attribution: Equatable, Sendable {
  /// The number of images it was measured on.
  package var images: Int

  /// The output error of the spiking network as it is.
  package var error: Double

  /// Images with the ANN's class.
  package var agreeing: Int

  /// The same for an output that is read at the last step alone instead of accumulated; `nil` in
  /// cycle coding, where one step carries one digit.
  package var agreeingAtLastStep: Int?
  package var layers: [LayerAttribution]

  /// The layers by what each costs alone, worst first: where the fewest images keep the ANN's class
  /// when only this layer spikes, among equals by the output error.
  package var ranking: [LayerAttribution] {
    layers.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.agreeingAlone != b.agreeingAlone { return a.agreeingAlone < b.agreeingAlone }
      return a.errorAlone != b.errorAlone ? a.errorAlone > b.errorAlone : left.offset < right.offset
    }.map(\.element)
  }

  /// How many images are worth their time: about as many simulations as the diagnosis itself.
  static func imageCount(of context: DiagnosisContext, images: Int) -> Int {
    let layers = max(context.comparedLayers.count, 1)
    return min(images, max(8, 25_600 / (layers * context.steps)))
  }

  /// Costs a run per layer and image; spread over threads, with the same result for any number.
  static func measured(
    of context: DiagnosisContext, images: DiagnosisImages,
    progress: @Sendable (DiagnosisProgress) -> Void, isStopped: @Sendable () -> Bool
  ) throws -> Attribution? {
    let count = imageCount(of: context, images: images.count)
    let layers = context.comparedLayers
    let parts = try concurrently(
      count: count, threads: images.threads,
      makeState: { (pass: ForwardPass(context.analog), runs: [Int: ImageAttribution]()) },
      body: { state, index in
        let image = try images.image(index).0
        state.runs[index] = ImageAttribution(context, image: image, pass: &state.pass)
        progress(DiagnosisProgress(task: .substitution(of: count), done: 1))
        return !isStopped()
      })
    let runs = parts.reduce(into: [:]) { all, part in all.merge(part.runs) { first, _ in first } }
    // Summed in the order of the images, so that the threads leave no trace.
    let ordered = (0..<count).compactMap { runs[$0] }
    guard ordered.count == count, count > 0 else { return nil }
    let mean = { (value: (ImageAttribution) -> Double) in
      ordered.reduce(0) { $0 + value($1) } / Double(count)
    }
    let error = mean(\.whole.error)
    return Attribution(
      images: count, error: error, agreeing: ordered.count(where: \.whole.agrees),
      agreeingAtLastStep: context.packed.network.coding == .rate
        ? ordered.count(where: \.lastStep.agrees) : nil,
      layers: layers.indices.map { position in
        LayerAttribution(
          layer: context.packed.network.layers[layers[position]].name,
          errorRemoved: error > 0 ? 1 - mean { $0.without[position].error } / error : 0,
          errorAlone: mean { $0.alone[position].error },
          agreeingWithout: ordered.count { $0.without[position].agrees },
          agreeingAlone: ordered.count { $0.alone[position].agrees })
      })
  }
}

/// The runs of one image.
private struct ImageAttribution: Sendable {
  /// An answer beside the analog one.
  struct Answer: Sendable {
    var error: Double
    var agrees: Bool

    init(_ output: [Float], logits: [Float]) {
      let difference = zip(output, logits).reduce(0.0) {
        $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1)
      }
      let norm = logits.reduce(0.0) { $0 + Double($1) * Double($1) }
      error = norm > 0 ? (difference / norm).squareRoot() : 0
      agrees = argmax(output) == argmax(logits)
    }
  }

  var whole: Answer

  /// What the last step alone adds to the output.
  var lastStep: Answer
  var without: [Answer] = []
  var alone: [Answer] = []

  init(_ context: DiagnosisContext, image: Tensor, pass: inout ForwardPass) {
    let network = context.packed.network
    let logits = pass.activations(of: image).logits
    let activations = Dictionary(
      uniqueKeysWithValues: context.comparedLayers.map { layer in
        (layer, network.layers[layer].activation(in: pass))
      })
    let engine = Engine()
    let run = { (substitutes: [Int: [Float]]) in
      var simulation = Simulation(
        context.packed, stimulus: .image(image), substitutes: substitutes, on: engine)
      simulation.advance(by: context.steps - 1, on: engine)
      let before = simulation.readout
      simulation.advance(by: 1, on: engine)
      let time = Float(max(network.outputTime(atStep: context.steps), 1))
      return (
        Answer(simulation.readout.map { $0 / time }, logits: logits),
        Answer(zip(simulation.readout, before).map { $0 - $1 }, logits: logits)
      )
    }
    (whole, lastStep) = run([:])
    for layer in context.comparedLayers {
      without.append(run(activations.filter { $0.key == layer }).0)
      let rates = context.packed.rates(
        of: layer, image: image, activations: activations, steps: context.steps)
      if let node = network.layers[layer].activationNode {
        let description = network.layers[layer]
        pass.rerun(
          after: node, values: description.unscaled(description.shape.unitOrder(rates)))
      }
      alone.append(Answer(pass.values(of: context.analog.logits), logits: logits))
      pass.run(image)
    }
  }
}

extension SpikingLayer {
  /// The analog activations that the layer stands for, in its units and in channels-last order.
  func activation(in pass: ForwardPass) -> [Float] {
    activationNode.map { shape.populationOrder(scaled(pass.values(of: $0))) } ?? []
  }
}

extension PackedNetwork {
  /// The mean charge per unit of input that a layer would deliver behind analog activations.
  ///
  /// - Parameter activations: Of every spiking layer, in channels-last order.
  func rates(
    of layer: Int, image: Tensor, activations: [Int: [Float]], steps: Int
  ) -> [Float] {
    let current = meanCurrent(of: layer, stimulus: .image(image)) { source in
      activation(of: source) { activations[$0] } ?? []
    }
    return network.layers[layer].rates(at: current, steps: steps)
  }
}
