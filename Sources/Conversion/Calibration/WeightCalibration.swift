import AnalogPass
import Networks
import SpikingEngine
import Tensors

extension LayerwiseCalibration {
  /// Fits the weights that drive a layer to the spikes that really arrive (SNN calibration, Li et
  /// al., ICML 2021).
  ///
  /// With the mean input x̄ of the simulated layers before it, and c for what other branches and
  /// biases add, descends on
  ///
  ///     Σ (θ/T · floor(clip((W x̄ + c)·T/θ, 0, T)) - a)²
  ///
  /// over W, passing gradients through the floor. The first projection that ends in weights is
  /// fitted; a layer without one stays as it is. The paper's code takes 5,000 steps of batches of
  /// 32 at a rate of 1e-5, falling to 0 as a cosine; here it is a tenth of the steps at ten times
  /// the rate.
  mutating func fitWeights(of layer: Int) throws {
    var description = network.layers[layer]
    guard let threshold = description.neuron.threshold, let node = description.activationNode,
      let projection = description.projections.firstIndex(where: { $0.endsInWeights }),
      let stage = description.projections[projection].stages.last,
      let geometry = PatchGeometry(
        stage, source: packed.lastStageSource(of: projection, of: layer)),
      let weight = stage.operation.weights?.weight
    else { return }
    var fit = WeightFit(
      weight: weight.elements, geometry: geometry, threshold: threshold, steps: steps,
      samples: try samples(of: layer, node: node, projection: projection, geometry, weight))
    let total = WeightFit.iterations * network.layers.count { $0.activationNode != nil }
    for iteration in 0..<WeightFit.iterations {
      try fit.descend(iteration: iteration, threads: calibration.threads)
      calibration.report(CalibrationProgress(task: .weights(of: total), done: 1))
    }
    description.projections[projection].replaceLastWeights(by: fit.weight)
    replace(layer: layer, by: description)
  }

  /// What the fit sees of each image, in the order of unit numbers.
  private func samples(
    of layer: Int, node: Int, projection: Int, _ geometry: PatchGeometry, _ weight: Tensor
  ) throws -> [WeightFit.Sample] {
    let description = network.layers[layer]
    let shape = description.shape
    let source = network.layers[layer].projections[projection].source
    let analog = calibration.network
    let parts = try concurrently(
      count: images.count, threads: calibration.threads,
      makeState: { (pass: ForwardPass(analog), samples: [Int: WeightFit.Sample]()) },
      body: { state, image in
        state.pass.run(images[image])
        let charge = { (index: Int) in trains[index]?[image].meanCharge ?? [] }
        let input: [Float]
        switch source {
        case .input:
          input = packed.arriving(
            atLastStageOf: projection, of: layer,
            charge: network.inputShape.populationOrder(images[image].elements))
        case .layer(let index):
          input = packed.arriving(
            atLastStageOf: projection, of: layer, charge: charge(index))
        }
        let current = packed.meanCurrent(
          of: layer, stimulus: .image(images[image]), sources: charge)
        var product = Array(repeating: Float(0), count: shape.count)
        geometry.multiply(weight.elements, input, into: &product)
        let offset = zip(shape.unitOrder(current), product).map { $0 - $1 }
        state.samples[image] = WeightFit.Sample(
          input: input, offset: offset,
          target: description.scaled(state.pass.values(of: node)))
        return true
      })
    let samples = parts.reduce(into: [:]) { all, part in
      all.merge(part.samples) { first, _ in first }
    }
    return images.indices.compactMap { samples[$0] }
  }
}

extension Projection {
  fileprivate var endsInWeights: Bool { stages.last?.operation.weights != nil }

  fileprivate mutating func replaceLastWeights(by elements: [Float]) {
    guard var weights = stages.last?.operation.weights else { return }
    weights.weight = Tensor(shape: weights.weight.shape, elements: elements)
    stages[stages.count - 1].operation.weights = weights
  }
}
