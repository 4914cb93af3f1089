import Networks

// Which layer of a known network each population is.
extension ForeignSpikes {
  /// Gives every spike to a layer, and makes the populations those of the network.
  ///
  /// A population is the layer of its name. Where no name fits, as many populations as there are
  /// layers that fire are these, one after the other, and a single one numbers the neurons of all
  /// of them through; either is noted, since nothing in the file says so.
  ///
  /// - Throws: `SpikeFileError` if populations and layers are not alike.
  mutating func assign(to network: SpikingNetwork, path: String) throws(SpikeFileError) {
    let firing = Array(network.firingLayers)
    let names = firing.map(\.name)
    let known = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    let places = populations.map { known[$0.name] }
    if places.allSatisfy({ $0 != nil }) {
      try move(to: places.compactMap(\.self), of: firing, path: path)
    } else if places.contains(where: { $0 != nil }) {
      throw unnamed(names, places, path: path)
    } else if populations.count == names.count {
      guesses.append(
        "no population has the name of a layer, so they are taken to be these, one after the "
          + "other: \(names.joined(separator: ", "))")
      try move(to: Array(names.indices), of: firing, path: path)
    } else if populations.count == 1 {
      guesses.append(
        "'\(populations[0].name)' is no layer, so its neurons are taken to be numbered through all "
          + "that fire: \(names.joined(separator: ", "))")
      try spread(over: firing, path: path)
    } else {
      throw unnamed(names, places, path: path)
    }
    populations = network.layers.map {
      Population(name: $0.name, neurons: $0.shape.count, shape: $0.shape)
    }
  }

  private func unnamed(
    _ names: [String], _ places: [Int?], path: String
  ) -> SpikeFileError {
    let unknown = zip(populations, places).filter { $1 == nil }.map { "'\($0.0.name)'" }
    return SpikeFileError(
      path, .unsuitable,
      "\(unknown.joined(separator: ", ")) \(unknown.count == 1 ? "is no layer" : "are no layers") "
        + "of the network, which has \(names.joined(separator: ", ")); name all populations so, or "
        + "none, and write one for each layer")
  }

  private mutating func move(
    to places: [Int], of layers: [SpikingLayer], path: String
  ) throws(SpikeFileError) {
    for (population, place) in zip(populations, places) {
      let count = layers[place].shape.count
      guard (population.neurons ?? count) == count else {
        throw SpikeFileError(
          path, .unsuitable,
          "population '\(population.name)' has \(population.neurons ?? 0) neurons, but layer "
            + "'\(layers[place].name)' has \(count): it is another network, or another image size")
      }
    }
    owners = owners.map { Int32(places[Int($0)]) }
  }

  /// Numbers from 0 on run through all layers that fire.
  private mutating func spread(
    over layers: [SpikingLayer], path: String
  ) throws(SpikeFileError) {
    let ends = layers.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.shape.count) }
    let total = ends[ends.count - 1]
    if let count = populations[0].neurons, count != total {
      throw SpikeFileError(
        path, .unsuitable,
        "'\(populations[0].name)' is no layer of the network, and has \(count) neurons, but all "
          + "layers that fire have \(total); name it as its layer: "
          + layers.map(\.name).joined(separator: ", "))
    }
    for position in neurons.indices {
      let neuron = Int(neurons[position])
      guard neuron < total else {
        throw SpikeFileError(
          path, .unsuitable,
          "neuron \(neuron) has fired, but the network has \(total): it is another network, or "
            + "counts from 1 (--first-id 1)")
      }
      let layer = ends.range(of: neuron)
      owners[position] = Int32(layer)
      neurons[position] = Int32(neuron - ends[layer])
    }
  }
}
