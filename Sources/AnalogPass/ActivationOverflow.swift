import Networks

/// A layer whose values on an image are too large to compute with.
package struct ActivationOverflow: Error, Equatable {
  /// The project's name of the layer.
  package var layer: String

  /// What the model file calls it.
  package var fileName: String

  package init(layer: String, fileName: String) {
    self.layer = layer
    self.fileName = fileName
  }
}

extension ActivationOverflow: CustomStringConvertible {
  /// What happened, where, and what the user can do about it.
  package var description: String {
    "layer '\(layer)' ('\(fileName)') gives numbers beyond ±\(Float.largestInNetworks) on an "
      + "image; train the model again, or scale the images"
  }
}

extension ForwardPass {
  /// Throws if a node gave numbers in the last run that no spiking network can stand for.
  package func check() throws(ActivationOverflow) {
    for (index, node) in network.nodes.enumerated() {
      let excess = values(of: index).reduce(0) { $0 + ($1.suitsNetworks ? 0 : 1) }
      guard excess == 0 else {
        throw ActivationOverflow(layer: node.name, fileName: node.fileName)
      }
    }
  }
}
