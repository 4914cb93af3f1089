import Conversion
import Datasets
import Foundation
import Networks
import SpikeStatistics
import SpikingEngine
import Tensors

/// A loaded model with its images, ready to be converted by any method.
struct Workbench {
  let model: LoadedModel
  let data: LoadedData

  /// Thresholds that replace those of the methods, if the user gave some.
  private let imposedThresholds: [Float]?
  private let lowestPercentile: Double
  private let threads: Int
  private var statistics: ActivationStatistics?

  init(
    model: LoadedModel, data: LoadedData, methods: MethodOptions, threads: Int = processorCount
  ) throws {
    self.model = model
    self.data = data
    self.threads = threads
    lowestPercentile = min(methods.percentile, 99)
    imposedThresholds = try methods.thresholds.map {
      try ThresholdFile.thresholds(at: $0, for: model.network)
    }
  }

  /// A conversion: the network, and the thresholds of its spiking layers.
  struct Converted: Sendable {
    let choice: MethodChoice
    let packed: PackedNetwork
    let thresholds: [Float]
  }

  /// Converts the network, after a calibration at the first call.
  mutating func converted(by choice: MethodChoice) throws -> Converted {
    let thresholds = try thresholds(of: choice.method)
    let network = try choice.method.spikingNetwork(from: model.network, thresholds: thresholds)
    let effective = network.layers.compactMap { layer in
      layer.activationNode == nil ? nil : layer.neuron.threshold
    }
    return Converted(choice: choice, packed: PackedNetwork(network), thresholds: effective)
  }

  private mutating func thresholds(of method: any ConversionMethod) throws -> [Float] {
    if let imposedThresholds { return imposedThresholds }
    let statistics = try self.statistics ?? calibrate()
    self.statistics = statistics
    return try method.thresholds(for: model.network, calibration: statistics)
  }

  private func calibrate() throws -> ActivationStatistics {
    let progress = Progress("calibrating", unit: "images", total: data.calibrationCount)
    defer { progress.finish() }
    let (images, model) = (data.calibration, model)
    return try ActivationStatistics.collected(
      from: model.network, count: data.calibrationCount, lowestPercentile: lowestPercentile,
      threads: threads,
      image: { try images.input(at: $0, for: model) },
      progress: { progress.advance(by: $0) })
  }

  /// A preprocessed image.
  func input(at index: Int) throws -> Tensor {
    try data.images.input(at: index, for: model)
  }

  /// Where data and thresholds come from, one line each; complete after the conversions.
  var notes: [String] {
    var notes = [
      "images: \(data.images.name), \(data.images.count) (\(data.images.kind))",
      data.images.pixels == .raw
        ? "preprocessing: \(model.preprocessingNote)" : "preprocessing: none, floats as they are",
    ]
    if let adaptation = data.images.adaptation(to: model.network.inputShape) {
      notes.append("resized: \(adaptation)")
    }
    if imposedThresholds != nil {
      notes.append("thresholds: given by the user")
    } else if statistics != nil {
      notes.append(data.calibrationNote)
    }
    return notes
  }
}

extension ImageDataset {
  func input(at index: Int, for model: LoadedModel) throws(DatasetError) -> Tensor {
    try input(at: index, for: model.network.inputShape, preprocessing: model.preprocessing)
  }
}

/// The number of processors that this process may use.
let processorCount = ProcessInfo.processInfo.activeProcessorCount
