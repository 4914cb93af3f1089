/// What one input makes of an analog network: the reference that a spiking network is held against.
package struct AnalogActivations: Equatable, Sendable {
  /// One activation layer, with its values in the order of unit numbers.
  package struct Layer: Equatable, Sendable {
    /// The index of the activation in `AnalogNetwork.nodes`.
    package var node: Int
    /// z, shape `[units]`: what the activation receives.
    package var preActivation: [Float]
    /// a, shape `[units]`: what the activation gives.
    package var activation: [Float]
    /// What makes a of z.
    package var function: Activation

    package init(
      node: Int, preActivation: [Float], activation: [Float], function: Activation = .relu
    ) {
      self.node = node
      self.preActivation = preActivation
      self.activation = activation
      self.function = function
    }
  }

  /// In the order of `AnalogNetwork.activations`.
  package var layers: [Layer]

  /// One per output, before any softmax, in the order of unit numbers.
  package var outputs: [[Float]]

  /// The first output: the answer of a network that tells classes apart, shape `[classes]`.
  package var logits: [Float] { outputs.first ?? [] }

  package init(layers: [Layer], outputs: [[Float]]) {
    self.layers = layers
    self.outputs = outputs
  }
}
