import Networks

// Shuffles send spikes before they have come, so that a run of them is found out beforehand.
extension Simulation {
  /// Finds out what each shuffle sends, layer by layer; costs a run of as many steps.
  mutating func prepareShuffles(on engine: Engine) {
    let steps = network.layers.reduce(0) { most, layer in
      if case .shuffle(let shuffle) = layer.neuron { max(most, shuffle.steps) } else { most }
    }
    guard steps > 0 else { return }
    var trains: [SpikeTrains] = []
    for (index, layer) in network.layers.enumerated() {
      if network.isReadout(index) {
        trains.append(SpikeTrains(neurons: layer.shape.count))
      } else if case .shuffle(let shuffle) = layer.neuron,
        case .layer(let source)? = layer.projections.first?.source
      {
        trains.append(trains[source].shuffled(by: shuffle, layer: index))
        let sent = trains[index]
        correct(index) { $0.state = .shuffle(ShuffleState(units: layer.shape.count, trains: sent)) }
      } else {
        let run = LayerRun(
          packed, layer: index, constantInputs: constantInputs(of: index),
          population: populations[index])
        trains.append(run.spikes(steps: steps, on: engine, sources: { trains[$0] }))
      }
    }
  }
}
