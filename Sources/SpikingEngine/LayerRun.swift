import Networks

/// One layer of a network, run by itself behind the recorded spikes of its sources.
///
/// Calibration and trials change one layer after the other; this spares them to simulate the
/// layers before it again. The spikes are those of a whole simulation.
package struct LayerRun: Sendable {
  /// The state before the first step; changing it changes the run.
  package var population: Population

  private let packed: PackedNetwork
  private let layer: Int
  private let constantInputs: [ConstantInput]

  /// - Precondition: No projection onto the layer is recurrent.
  package init(_ packed: PackedNetwork, layer: Int, stimulus: Stimulus) {
    precondition(
      packed.network.recurrentSources(of: layer).isEmpty, "layer \(layer) is recurrent")
    let input = packed.network.constantInput(of: stimulus)
    self.init(
      packed, layer: layer, constantInputs: packed.constantInputs(of: layer, input: input),
      population: Population(
        packed.network.layers[layer], packed: packed.layers[layer],
        coding: packed.network.coding))
  }

  init(_ packed: PackedNetwork, layer: Int, constantInputs: [ConstantInput], population: Population)
  {
    self.packed = packed
    self.layer = layer
    self.constantInputs = constantInputs
    self.population = population
  }

  /// Runs some steps from the state before the first.
  ///
  /// - Parameters:
  ///   - sources: The spikes of a layer that feeds this one.
  package func spikes(
    steps: Int, on engine: Engine, sources: (Int) -> SpikeTrains
  ) -> SpikeTrains {
    spikes(steps: steps, on: engine, sources: sources, isObserved: false) { _, _ in }
  }

  /// The same under the eyes of an observer.
  ///
  /// - Parameter observe: Called after each step.
  package func spikes(
    steps: Int, on engine: Engine, sources: (Int) -> SpikeTrains,
    observe: (Population, _ step: Int) -> Void
  ) -> SpikeTrains {
    spikes(steps: steps, on: engine, sources: sources, isObserved: true, observe: observe)
  }

  private func spikes(
    steps: Int, on engine: Engine, sources: (Int) -> SpikeTrains, isObserved: Bool,
    observe: (Population, _ step: Int) -> Void
  ) -> SpikeTrains {
    var population = population
    var trains = SpikeTrains(neurons: packed.network.layers[layer].shape.count)
    let length = engine.chunkLength(for: packed.network)
    for start in stride(from: 0, to: steps, by: length) {
      let count = min(length, steps - start)
      for source in feedingLayers {
        let shape = packed.network.layers[source].shape
        sources(source).read(
          steps: start + 1..<start + 1 + count, shape: shape, into: engine.output(of: source))
      }
      let output = engine.output(of: packed.network.layers.count)
      let work = LayerSteps(
        index: layer, layer: packed.layers[layer], description: packed.network.layers[layer],
        coding: packed.network.coding, constantInputs: constantInputs, first: start + 1,
        count: count,
        source: engine.output(of:), output: output)
      engine.run(work, &population, isObserved: isObserved, observe: observe)
      for position in 0..<count { trains.append(output, step: position) }
    }
    return trains
  }

  /// The layers that feed this one, each once.
  private var feedingLayers: Set<Int> {
    Set(
      packed.layers[layer].projections.compactMap {
        if case .layer(let source) = $0.source { source } else { nil }
      })
  }
}

extension PackedNetwork {
  /// The current that flows into a layer per unit of input on average, in channels-last order.
  ///
  /// - Parameters:
  ///   - sources: The mean charge that each neuron of a layer delivers per unit of input.
  package func meanCurrent(
    of layer: Int, stimulus: Stimulus, sources: (Int) -> [Float]
  ) -> [Float] {
    let input = network.constantInput(of: stimulus)
    var current = Array(repeating: Float(0), count: network.layers[layer].shape.count)
    for constantInput in constantInputs(of: layer, input: input) {
      for unit in current.indices { current[unit] += constantInput.current[unit] }
    }
    for projection in layers[layer].projections {
      guard case .layer(let source) = projection.source else { continue }
      projection.deliver(
        SpikeEvents(nonzero: sources(source)), to: &current)
    }
    return current
  }

  /// What arrives at the last stage of a projection, in the order of that stage's unit numbers.
  package func arriving(
    atLastStageOf projection: Int, of layer: Int, charge: [Float]
  ) -> [Float] {
    let packed = layers[layer].projections[projection]
    let events = packed.arriving(SpikeEvents(nonzero: charge))
    let shape = packed.last.map.source
    var values = Array(repeating: Float(0), count: shape.count)
    for event in events.indices.indices {
      values[shape.unitNumber(ofIndex: Int(events.indices[event]))] = events.values[event]
    }
    return values
  }

  /// The shape of what the last stage of a projection takes.
  package func lastStageSource(of projection: Int, of layer: Int) -> MapShape {
    layers[layer].projections[projection].last.map.source
  }
}

extension SpikeTrains {
  /// The mean charge per step that each neuron sent.
  package var meanCharge: [Float] {
    var (charge, events) = (Array(repeating: 0.0, count: neurons), SpikeEvents())
    for step in 1...max(steps, 1) where step <= steps {
      read(step: step, into: &events)
      for event in events.indices.indices {
        charge[Int(events.indices[event])] += Double(events.values[event])
      }
    }
    return charge.map { Float($0 / Double(max(steps, 1))) }
  }
}
