import AnalogPass
import Conversion
import Datasets
import Evaluation
import Foundation
import Runs
import SpikingEngine
import Tensors

/// An evaluation as somebody asks for it: many methods on the same images.
package struct EvaluationRequest: Equatable, Sendable {
  package var model: ModelRequest
  package var data: DataRequest

  /// As typed, each once; `ann` for the network as trained.
  package var methods: [String]

  /// What was said about the options of all methods.
  package var options: OptionValues

  /// Where accuracy is read, ascending; `nil` for what suits the network.
  package var steps: [Int]?

  /// How many images, from the first on; `nil` for all.
  package var count: Int?

  package var precision: Precision
  package var threads: Int

  package init(
    model: ModelRequest, data: DataRequest, methods: [String], options: OptionValues,
    steps: [Int]?, count: Int?, precision: Precision, threads: Int
  ) {
    self.model = model
    self.data = data
    self.methods = methods
    self.options = options
    self.steps = steps
    self.count = count
    self.precision = precision
    self.threads = threads
  }
}

/// An evaluation with model and images at hand.
package struct PreparedEvaluation {
  /// How many images.
  package let count: Int

  package private(set) var conversion: ConversionContext
  private let request: EvaluationRequest
  private let display: ProgressDisplay

  /// Reads model and images.
  ///
  /// - Parameter purpose: What needs an analog network, as a part of a sentence; `nil` for nothing.
  package init(
    _ request: EvaluationRequest, needingANNFor purpose: String?, cache: CalibrationCache,
    display: ProgressDisplay
  ) throws {
    let model = try LoadedModel(request.model, images: request.data.images)
    if let purpose { _ = try model.analog(for: purpose) }
    let data = try LoadedData(request.data, for: model)
    conversion = try ConversionContext(
      model: model, data: data, options: request.options, threads: request.threads,
      cache: cache, display: display)
    count = min(request.count ?? data.images.count, data.images.count)
    self.request = request
    self.display = display
  }

  /// What the results depend on, as far as it is known before any calibration.
  ///
  /// - Parameter readsData: Whether the images are read through, as is needed to go on.
  package func subject(readsData: Bool) throws -> EvaluationFingerprint.Subject {
    try EvaluationFingerprint.Subject(
      conversion, count: count,
      methods: conversion.model.analog == nil ? ["nir"] : request.methods,
      contents: readsData ? contents() : nil)
  }

  private func contents() throws -> DataContents {
    let progress = Progress("reading", unit: "images", total: count, display: display)
    defer { progress.finish() }
    return try conversion.data.contents(count: count, for: conversion.model) {
      progress.advance(by: 1)
    }
  }

  /// Converts the network by each method, and says what should be known of it.
  ///
  /// - Throws: `MethodError`, `OptionError`, and what conversions throw.
  package mutating func plan(from registry: MethodRegistry = .standard) throws -> EvaluationPlan {
    if let trained = conversion.trained() {
      let steps = request.steps ?? trained.steps.map(readings) ?? OptionDefaults.evaluationSteps
      let rounded = try trained.rounded(to: request.precision)
      conversion.sayWarnings()
      return EvaluationPlan(
        trained: EvaluationPlan.Entry(
          label: rounded.label, title: rounded.title, packed: rounded.packed, thresholds: [],
          steps: steps))
    }
    let analog = try conversion.model.analog(for: "a conversion needs")
    let steps = request.steps ?? OptionDefaults.evaluationSteps
    var entries: [EvaluationPlan.Entry] = []
    for name in request.methods where name != "ann" {
      let asked = MethodRequest(name, values: request.options)
      for choice in try registry.choices(asked, steps: steps) {
        let converted = try conversion.converted(by: choice).rounded(to: request.precision)
        entries.append(
          EvaluationPlan.Entry(
            label: name, title: converted.title, packed: converted.packed,
            thresholds: converted.thresholds, steps: choice.steps))
      }
    }
    conversion.sayWarnings()
    return EvaluationPlan(analog: analog, entries: entries)
  }

  /// Evaluates what is missing until `isStopped`.
  package func carryOut(
    _ run: EvaluationRun, isStopped: @Sendable @escaping () -> Bool
  ) throws {
    let (data, model) = (conversion.data, conversion.model)
    try run.evaluate(
      threads: request.threads, display: display,
      image: { try data.evaluationImage(at: $0, for: model) },
      isStopped: isStopped)
  }

  /// The analog network's logits, shape `[images, classes]`.
  package func logits() throws -> Tensor {
    let progress = Progress("computing logits", unit: "images", total: count, display: display)
    defer { progress.finish() }
    var pass = ForwardPass(try conversion.model.analog(for: "'--logits' needs"))
    var elements: [Float] = []
    for index in 0..<count {
      elements += pass.activations(of: try conversion.input(at: index)).logits
      try pass.check()
      progress.advance(by: 1)
    }
    return Tensor(shape: [count, elements.count / count], elements: elements)
  }
}

/// Where a network is read that was trained for a T: at every step of a short run.
private func readings(upTo steps: Int) -> [Int] {
  steps <= 16 ? Array(1...steps) : [steps]
}
