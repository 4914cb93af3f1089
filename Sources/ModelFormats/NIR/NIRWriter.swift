import Foundation
import HDF5
import Networks

/// Writes spiking networks as NIR graphs, as the Python package `nir` of version 1.0 reads them.
///
/// An integrate-and-fire neuron becomes an IF with `r = 1/dt`, and a Scale by its threshold behind
/// it, because a spike of NIR is worth 1. What NIR has no word for goes into metadata, which
/// `NIRReader` knows and other programs pass over.
package enum NIRWriter {
  /// dt of a network that has none of its own, in seconds: the one that SpikingJelly asks for.
  package static let usualTimeStep: Float = 1e-4

  /// The content of a file.
  ///
  /// - Returns: Besides, what other programs will not understand as it is meant, one line each.
  /// - Throws: `FormatError.notExpressible` for what NIR cannot hold.
  package static func encoded(
    _ network: SpikingNetwork, timeStep: Float = usualTimeStep
  ) throws(FormatError) -> (content: Data, untold: [String]) {
    let dt = network.timeStep ?? timeStep
    var drafter = NIRGraphBuilder(network, timeStep: dt)
    let draft = try drafter.draft()
    do {
      let content = try HDF5File.encoded { file throws(HDF5Error) in
        try write(draft, timeStep: dt, to: file)
      }
      return (content, network.untold)
    } catch {
      throw .notExpressible(layer: error.object, what: error.reason)
    }
  }

  private static func write(
    _ draft: NIRGraphDescription, timeStep: Float, to file: borrowing HDF5File
  ) throws(HDF5Error) {
    try file.write(["1.0"], shape: [], to: "/version")
    try file.write(["NIRGraph"], shape: [], to: "/node/type")
    for node in draft.nodes {
      let place = "/node/nodes/\(node.name)"
      try file.write([node.type], shape: [], to: "\(place)/type")
      for (key, value) in node.parameters { try file.write(value, to: "\(place)/\(key)") }
      for (key, value) in node.metadata { try file.write(value, to: "\(place)/metadata/\(key)") }
    }
    try file.write(
      draft.edges.flatMap { [$0.source, $0.target] }, shape: [draft.edges.count, 2],
      to: "/node/edges")
    try file.write([timeStep], shape: [], to: "/node/metadata/\(NIRMetadata.timeStep)")
    if let rule = draft.rule {
      try file.write([rule.rawValue], shape: [], to: "/node/metadata/\(NIRMetadata.rule)")
    }
  }
}

extension HDF5File {
  fileprivate func write(_ value: NIRValue, to dataset: String) throws(HDF5Error) {
    switch value {
    case .floats(let array): try write(array.elements, shape: array.shape, to: dataset)
    case .integers(let array): try write(array.elements, shape: array.shape, to: dataset)
    case .texts(let array): try write(array.elements, shape: array.shape, to: dataset)
    }
  }
}

extension SpikingNetwork {
  /// dt of its continuous neurons, in seconds; `nil` if there are none.
  fileprivate var timeStep: Float? {
    layers.lazy.compactMap(\.neuron.dynamics).first { $0.membrane != .memoryless }?.timeStep
  }

  /// What only the metadata tell.
  fileprivate var untold: [String] {
    var lines: [String] = []
    if layers.contains(where: { $0.neuron.chosenReset == .bySubtractionInNextStep }) {
      lines.append(
        "NIR cannot say that a spike subtracts the threshold a step later: written as metadata "
          + "'\(NIRMetadata.reset)' = soft-delayed, which other programs pass over")
    }
    if layers.contains(where: { $0.neuron.dynamics?.firesSeveral ?? false }) {
      lines.append(
        "NIR cannot say that a neuron fires several spikes in a step: written as metadata "
          + "'\(NIRMetadata.spikesPerStep)', which other programs pass over")
    }
    if let rule = layers.lazy.compactMap({ $0.neuron.dynamics?.synapse?.rule }).first(
      where: \.isJump)
    {
      lines.append(
        "NIR cannot say that a synapse adds its input whole: written as metadata "
          + "'\(NIRMetadata.synapses)' = \(rule.rawValue), which other programs pass over")
    }
    if layers.contains(where: { $0.neuron.chosenReset == .bySubtraction }) {
      lines.append(
        "NIR cannot say that a spike subtracts the threshold: written as metadata "
          + "'\(NIRMetadata.reset)' = soft, which other programs take for a reset to v_reset")
    }
    if tail != nil {
      lines.append(
        "NIR cannot say how the outputs of the model are computed of the layers: left out, so that "
          + "the graph ends with the layers")
    }
    if layers.contains(where: { $0.initialPotential != .rest }) {
      lines.append(
        "NIR has no initial potential: written as metadata '\(NIRMetadata.initialPotential)', "
          + "without which other programs start at 0")
    }
    return lines
  }
}
