import AnalogPass
import Networks
import Runs
import SpikeStatistics
import SpikingEngine
import Tensors

/// One image before one converted network, with the analog network's answer.
package struct Session: Sendable {
  package let index: Int
  package let label: Int?
  package let image: Tensor
  /// What the ANN gives, one per output; none without an ANN.
  package let analogOutputs: [[Float]]
  /// The first of these; empty without an ANN.
  package var logits: [Float] { analogOutputs.first ?? [] }
  /// What is annotated in the picture; `nil` where nobody says.
  package let objects: [AnnotatedObject]?
  /// Where the input lies in the picture.
  package let frame: InputFrame
  package let setting: RunSetting
  package let simulation: Simulation
  package let converted: ConversionContext.Converted
  package let model: LoadedModel

  /// - Parameter fanOut: That of the network; see `PackedNetwork.fanOutTable`.
  init(
    of index: Int, converted: ConversionContext.Converted, conversion: ConversionContext,
    fanOut: [[Int32]]
  ) throws {
    self.index = index
    self.converted = converted
    model = conversion.model
    // What an image is as a whole is no class of a place or of a box.
    label = model.task.isClassification ? conversion.data.images.label(at: index) : nil
    (image, frame, _) = try conversion.data.images.framedInput(at: index, for: model)
    objects = conversion.data.objects(at: index)
    var pass = conversion.model.analog.map(ForwardPass.init)
    let activations = pass?.activations(of: image)
    try pass?.check()
    analogOutputs = activations?.outputs ?? []
    let network = converted.packed.network
    setting = RunSetting(
      packed: converted.packed, fanOut: fanOut,
      references: activations.map { network.references(from: $0) }
        ?? network.layers.map { _ in nil },
      annClass: model.task.label(from: activations?.logits ?? []), label: label)
    simulation = Simulation(converted.packed, stimulus: .image(image))
    conversion.sayWarnings()
  }
}

extension Session {
  /// The image and the network that a run is asked for.
  package init(_ request: RunRequest, in conversion: inout ConversionContext) throws {
    let converted = try conversion.converted(for: request)
    try self.init(
      of: request.image, converted: converted, conversion: conversion,
      fanOut: converted.packed.fanOutTable())
  }
}
