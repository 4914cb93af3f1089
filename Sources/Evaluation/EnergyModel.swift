import Conversion
import Networks

/// What an image costs by counting operations, not by measuring.
///
/// 4.6 pJ for a multiply-accumulate and 0.9 pJ for an addition of 32-bit floats in 45 nm CMOS: the
/// figures that the field uses, as in Deng et al. (TET, ICLR 2022).
package struct EnergyModel: Equatable, Sendable {
  package static let multiplyAccumulatePicojoules = 4.6
  package static let additionPicojoules = 0.9

  /// What the figures take for granted, one line each.
  package static let assumptions = [
    "4.6 pJ per multiply-accumulate (MAC), 0.9 pJ per addition (32 bits, 45 nm)",
    "ANN: the MACs of all layers, zeros included",
    "SNN: one addition for each synapse that a spike meets; g for a burst of g",
    "the image is a constant current: its MACs are paid once and kept",
    "spike weights are folded into the synapses",
    "neuron updates, biases and memory traffic are not counted",
  ]

  /// Of one pass of the analog network.
  package let analogMultiplyAccumulates: Int

  /// Counts the operations of one pass.
  package init(_ network: AnalogNetwork) {
    analogMultiplyAccumulates = network.layerFacts.reduce(0) { $0 + $1.multiplyAccumulates }
  }

  /// In microjoules per image.
  package var analogMicrojoules: Double {
    Double(analogMultiplyAccumulates) * EnergyModel.multiplyAccumulatePicojoules * 1e-6
  }

  /// In microjoules per image.
  ///
  /// - Parameter synapticOperations: Per image.
  package static func spikingMicrojoules(
    synapticOperations: Double, network: SpikingNetwork
  ) -> Double {
    let input = Double(network.inputMultiplyAccumulates) * multiplyAccumulatePicojoules
    return (input + synapticOperations * additionPicojoules) * 1e-6
  }
}

extension SpikingNetwork {
  /// Multiplications with a weight that turn the image into currents, zeros of the padding
  /// included.
  package var inputMultiplyAccumulates: Int {
    layers.flatMap(\.projections).filter { $0.source == .input }.flatMap(\.stages)
      .reduce(0) { $0 + $1.operation.traits.multiplications * $1.shape.count }
  }
}
