import AnalogPass
import Benchmarks
import Conversion
import Datasets
import Networks
import Runs
import SpikingEngine
import Tensors

/// A loaded model with its images, ready to be converted by any method.
package struct ConversionContext {
  package let model: LoadedModel
  package let data: LoadedData

  /// Thresholds that replace those of the methods, if the user gave some.
  private let thresholdFile: ThresholdFile?
  /// `nil` of a spiking network, which is not converted.
  private var calibration: Calibration?
  private var store = SynapseStore()
  private let progress: ProgressLines
  private let display: ProgressDisplay

  /// What should be known before results are trusted, one line each.
  private var warnings: [String]

  /// - Parameters:
  ///   - options: What was said about the options of all methods.
  ///   - threads: How many threads calibrate.
  ///   - cache: Where calibrations are kept between runs of the program.
  /// - Throws: `ThresholdError`, and `UsageError` where an option is for conversions but the model
  ///   is a spiking network.
  package init(
    model: LoadedModel, data: LoadedData, options: OptionValues, threads: Int = processorCount,
    cache: CalibrationCache, display: ProgressDisplay
  ) throws {
    self.model = model
    self.data = data
    let (images, progress) = (data.calibration, ProgressLines(on: display))
    let numbers = data.calibrationNumbers
    self.progress = progress
    self.display = display
    guard let analog = model.analog else {
      thresholdFile = nil
      warnings = model.warnings + data.warnings
      let given = [MethodRegistry.standard.firstOption(in: options)].compactMap(\.self)
      try NetworkKind.trained.check(given.map { "--\($0.name)" }, before: model)
      return
    }
    thresholdFile = try ThresholdFile(options, for: analog)
    warnings = model.warnings + data.warnings + (thresholdFile?.warnings ?? [])
    calibration = Calibration(
      network: analog, count: numbers.count,
      lowestPercentile: min(Percentile(options).percent, 99), threads: threads,
      memory: cache.memory(for: analog, images: numbers.count) {
        try CalibrationCache.content(of: model, data)
      },
      image: { try images.input(at: numbers[$0], for: model) },
      report: { progress.show($0, images: numbers.count) })
  }

  /// What a run is asked for.
  ///
  /// - Throws: Besides, what reading model and images throws.
  package init(
    _ request: RunRequest, cache: CalibrationCache, display: ProgressDisplay
  ) throws {
    let model = try LoadedModel(request.model, images: request.data.images)
    let data = try LoadedData(request.data, for: model)
    // An index beyond the images is found before any long work.
    _ = try data.images.input(at: request.image, for: model)
    if request.method.name != OptionDefaults.method {
      try NetworkKind.trained.check(["--method"], before: model)
    }
    try self.init(
      model: model, data: data, options: request.method.values, cache: cache, display: display)
  }

  /// A conversion: the network, and the thresholds of its spiking layers.
  package struct Converted: Sendable {
    /// The method as it is typed, and as it is shown.
    package let label: String
    package let title: String
    /// T, where the network is made for one.
    package let steps: Int?
    package var packed: PackedNetwork
    package let thresholds: [Float]
  }

  /// The network of a NIR file as it is; `nil` of one to be converted.
  package func trained() -> Converted? {
    model.spiking.map { spiking in
      Converted(
        label: "nir", title: "as in the file", steps: model.card?.timeSteps,
        packed: PackedNetwork(spiking.network), thresholds: [])
    }
  }

  /// Converts the network, after a calibration at the first call.
  ///
  /// - Parameter stopgap: Thresholds where neither the user nor the method has any.
  package mutating func converted(
    by choice: MethodChoice, stopgap: [Float]? = nil
  ) throws -> Converted {
    defer { progress.finish() }
    let analog = try model.analog(for: "a conversion needs")
    // Taken out and put back, because it would be copied while the optional still holds it.
    var calibration = calibration.take() ?? Calibration(network: analog)
    defer { self.calibration = calibration }
    let thresholds = try thresholdFile?.thresholds(for: choice) ?? stopgap
    let network = try ModelError.naming(model.path) {
      try choice.recipe.converted(analog, calibration: &calibration, thresholds: thresholds)
    }
    for warning in thresholdFile?.warnings(about: network) ?? [] where !warnings.contains(warning) {
      warnings.append(warning)
    }
    for name in calibration.silentLayers {
      let warning =
        "layer '\(name)' is silent on the calibration images, and has the largest threshold of all "
        + "layers; where it should fire, use more or other images (--calibration)"
      if !warnings.contains(warning) { warnings.append(warning) }
    }
    let effective = network.layers.compactMap { layer in
      layer.activationNode == nil ? nil : layer.neuron.threshold
    }
    return Converted(
      label: choice.label, title: choice.recipe.title, steps: choice.recipe.steps,
      packed: PackedNetwork(network, store: &store), thresholds: effective)
  }

  /// How large the activations are on the calibration images.
  package mutating func statistics() throws -> ActivationStatistics {
    defer { progress.finish() }
    guard let statistics = try ModelError.naming(model.path, { try calibration?.statistics() })
    else {
      throw UsageError(description: "'\(model.path)' is a spiking network: nothing to calibrate")
    }
    return statistics
  }

  /// A preprocessed image.
  package func input(at index: Int) throws -> Tensor {
    try data.images.input(at: index, for: model)
  }

  /// Says what should be known before results are trusted.
  ///
  /// To be called when nothing is left to be refused: a refusal says one thing only.
  package func sayWarnings() {
    for warning in warnings { display.warn(warning) }
  }

  /// Says what results make doubtful.
  func warn(_ words: String) { display.warn(words) }

  /// Where data and thresholds come from, and warnings, one line each; complete after the
  /// conversions.
  package var notes: [String] {
    var notes = [
      "images: \(data.images.name), \(data.images.count) (\(data.images.kind))",
      data.images.pixels == .raw
        ? "preprocessing: \(model.preprocessingWords) (\(model.preprocessingSources))"
        : "preprocessing: none, floats as they are",
    ]
    notes += data.images.notes
    if let adaptation = data.images.adaptation(to: model.inputShape, fit: model.fit) {
      notes.append("resized: \(adaptation)")
    }
    if let annotations = data.annotations {
      notes.append(
        "objects: \(annotations.kind), \(annotations.path): \(data.annotationCoverage)")
    }
    if let maps = data.labelMaps {
      notes.append(
        "places: \(maps.kind), \(maps.path); each place of the output has the class under its "
          + "middle"
      )
    }
    if let spiking = model.spiking {
      notes.append("no ANN: a spiking network from a NIR file")
      if data.images.count > 1, model.inputShape.pixels == 1 {
        notes.append(
          "input: each of the \(data.images.count) rows is an image, constant over the steps; rows "
            + "are not the steps of one input")
      }
      notes += spiking.notes
    }
    if thresholdFile != nil { notes.append("thresholds: given by the user") }
    if calibration?.wasAsked == true { notes.append(data.calibrationNote) }
    // Last, where the dashboard shows what there is room for.
    return notes + warnings.map { "warning: \($0)" }
  }
}

/// The number of processors that this process may use.
package let processorCount = Machine.processorCount
