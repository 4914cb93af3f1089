import Networks

/// What the analog network says about one layer on the same input.
package struct LayerReference: Equatable, Sendable {
  /// z, in channels-last order.
  package let preactivation: [Float]

  /// a, in channels-last order.
  package let activation: [Float]

  /// What makes a of z; a ReLU where nobody tells.
  private let function: Activation

  /// Whether units with z ≤ 0 are inactivated.
  @usableFromInline let inactivates: Bool

  /// θ_c/θ of each channel; empty where all thresholds are alike.
  private let channelScale: [Float]

  /// Which neurons are inactivated: neuron i is bit `i mod 64` of word `i div 64`.
  package let inactiveWords: [UInt64]

  /// One number per neuron each, in channels-last order.
  package init(
    preactivation: [Float], activation: [Float], function: Activation = .relu,
    channelScale: [Float] = []
  ) {
    precondition(preactivation.count == activation.count, "one activation per pre-activation")
    self.preactivation = preactivation
    self.activation = activation
    self.function = function
    inactivates = function.inactivates
    self.channelScale = channelScale
    var words = Array(repeating: UInt64(0), count: (preactivation.count + 63) / 64)
    for (unit, z) in preactivation.enumerated() where function.inactivates && z <= 0 {
      words[unit / 64] |= 1 << UInt64(unit % 64)
    }
    inactiveWords = words
  }

  /// A neuron is inactivated when its analog pre-activation is not positive: `z ≤ 0`; behind a
  /// leaky activation none is.
  @inlinable @inline(__always) package func isInactive(_ unit: Int) -> Bool {
    preactivation[unit] <= 0 && inactivates
  }

  /// What makes a of z, in the units of a neuron.
  package func function(of unit: Int) -> Activation {
    channelScale.isEmpty ? function : function.divided(by: channelScale[unit % channelScale.count])
  }

  /// How many neurons are inactivated; costs O(neurons).
  package var inactiveCount: Int { inactivates ? preactivation.count { $0 <= 0 } : 0 }
}

extension SpikingNetwork {
  /// The analog reference of each layer; `nil` for layers without an analog counterpart.
  package func references(from activations: AnalogActivations) -> [LayerReference?] {
    layers.map { layer in
      guard let node = layer.activationNode,
        let analog = activations.layers.first(where: { $0.node == node })
      else { return nil }
      return LayerReference(analog, of: layer)
    }
  }
}

extension LayerReference {
  /// What the analog network says of the neurons of a layer, in their units.
  package init(_ analog: AnalogActivations.Layer, of layer: SpikingLayer) {
    self.init(
      preactivation: layer.shape.populationOrder(layer.scaled(analog.preActivation)),
      activation: layer.shape.populationOrder(layer.scaled(analog.activation)),
      function: analog.function, channelScale: layer.channelScale)
  }
}
