import AnalogPass
import Networks
import SpikeStatistics
import SpikingEngine
import Tensors

/// One image before one converted network, with the analog network's answer.
struct Session {
  let index: Int
  let label: Int?
  let image: Tensor
  /// Empty without an ANN.
  let logits: [Float]
  let setting: RunSetting
  let simulation: Simulation
  let converted: ConversionContext.Converted
  let model: LoadedModel

  init(
    of index: Int, converted: ConversionContext.Converted, conversion: ConversionContext,
    fanOut: [[Int32]]
  ) throws {
    self.index = index
    self.converted = converted
    model = conversion.model
    label = conversion.data.images.label(at: index)
    image = try conversion.input(at: index)
    var pass = conversion.model.analog.map(ForwardPass.init)
    let activations = pass?.activations(of: image)
    logits = activations?.logits ?? []
    let network = converted.packed.network
    setting = RunSetting(
      packed: converted.packed, fanOut: fanOut,
      references: activations.map { network.references(from: $0) }
        ?? network.layers.map { _ in nil },
      annClass: argmax(logits), label: label)
    simulation = Simulation(converted.packed, stimulus: .image(image))
  }
}

extension Session {
  /// The image and the network that the user named, converted if it is no spiking one already.
  init(_ context: RunOptions, in conversion: inout ConversionContext) throws {
    let converted = try conversion.trained() ?? conversion.converted(by: context.choice())
    try self.init(
      of: context.index, converted: converted, conversion: conversion,
      fanOut: converted.packed.fanOutTable())
  }
}

extension ConversionContext.Converted {
  /// How many steps a run takes where the user does not say.
  var defaultSteps: Int {
    if let steps { return steps }
    switch packed.network.coding {
    case .rate: return 128
    case .cycles(let phases): return packed.network.firstReadout + 2 * phases
    }
  }
}
