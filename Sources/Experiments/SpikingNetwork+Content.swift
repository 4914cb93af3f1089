import Networks
import PlainText

extension SpikingNetwork {
  /// Of all numbers that spikes depend on.
  var contentHash: ContentHash {
    var hash = ContentHash()
    let written = { (value: any Encodable) in jsonText(value, nonFinite: .words) }
    hash.add(written(coding))
    hash.add("\(readoutStart) \(corrector.map { "\($0)" } ?? "")")
    for layer in layers {
      hash.add(written(layer.neuron))
      switch layer.initialPotential {
      case .rest: hash.add("rest")
      case .uniform(let potential): hash.add([potential])
      case .perNeuron(let potentials): hash.add(potentials)
      }
      hash.add(layer.biasCurrent)
      hash.add(layer.channelScale)
      for projection in layer.projections {
        hash.add("\(projection.source)")
        for stage in projection.stages { hash.add(stage.operation) }
      }
    }
    return hash
  }
}

extension ContentHash {
  /// The numbers of a stage of synapses; what has many of them is not made text of.
  fileprivate mutating func add(_ operation: SynapticOperation) {
    switch operation {
    case .convolution(let layer):
      add("\(layer.stride) \(layer.dilation) \(layer.padding) \(layer.groups)")
      add(layer.weight.elements)
      add(layer.bias.elements)
    case .affine(let layer):
      add(layer.weight.elements)
      add(layer.bias.elements)
    case .unitAffine(let layer):
      add(layer.factor)
      add(layer.offset)
    case .scale(let factors): add(factors)
    case .sparse(let map): add(map)
    case .channelAffine, .averagePool, .maxPool, .sumPool, .pad, .flatten, .place:
      add("\(operation)")
    }
  }
}
