import Networks

// Which layer of a known network each population is.
extension ForeignSpikes {
  /// Gives every spike to a layer, and makes the populations those of the network.
  ///
  /// A population is the layer of its name. Where no name fits, as many populations as there are
  /// layers that fire are these, one after the other, and a single one numbers the neurons of all
  /// of them through.
  ///
  /// - Throws: `SpikeFileError` if populations and layers are not alike.
  mutating func assign(to network: SpikingNetwork, path: String) throws(SpikeFileError) {
    let firing = Array(network.firingLayers)
    let names = firing.map(\.name)
    let known = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    let places = populations.map { known[$0.name] }
    if places.allSatisfy({ $0 != nil }) {
      try move(to: places.compactMap(\.self), of: firing, path: path)
    } else if populations.count == names.count {
      try move(to: Array(names.indices), of: firing, path: path)
    } else if populations.count == 1 {
      try spread(over: firing, path: path)
    } else {
      let unknown = zip(populations, places).filter { $1 == nil }.map { "'\($0.0.name)'" }
      throw SpikeFileError(
        path, .unsuitable,
        "\(unknown.joined(separator: ", ")) is no layer of the network, which has "
          + "\(names.joined(separator: ", ")); name populations so, or write one for each of them")
    }
    populations = network.layers.map {
      Population(name: $0.name, neurons: $0.shape.count, shape: $0.shape)
    }
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
