import Conversion
import Networks
import Runs

/// A conversion without a run: what is written to a file.
package struct NetworkConversion {
  package let analog: AnalogNetwork
  package let choice: MethodChoice
  package let network: SpikingNetwork

  /// Where data and thresholds come from, one line each.
  package let notes: [String]

  /// Converts the network of a request, whose images are those to calibrate with, if any are named
  /// or needed.
  ///
  /// - Throws: What reading and converting throw.
  package init(
    _ request: RunRequest, cache: CalibrationCache, display: ProgressDisplay
  ) throws {
    let model = try LoadedModel(request.model, images: request.data.images)
    analog = try model.analog(for: "'convert' needs")
    choice = try request.choice()
    let file = try ThresholdFile(request.method.values, for: analog)
    let thresholds = try file?.thresholds(for: choice)
    var data = request.data
    data.images = data.images ?? data.calibration
    if data.images == nil, !choice.recipe.method.needsImages(givenThresholds: file != nil) {
      var none = Calibration(network: analog)
      let converted = try ModelError.naming(model.path) { [analog, choice] in
        try choice.recipe.converted(analog, calibration: &none, thresholds: thresholds)
      }
      let warnings =
        model.warnings + (file?.warnings ?? []) + (file?.warnings(about: converted) ?? [])
      for warning in warnings { display.warn(warning) }
      network = converted
      notes = warnings.map { "warning: \($0)" }
      return
    }
    var conversion = try ConversionContext(
      model: model, data: try LoadedData(data, for: model), options: request.method.values,
      cache: cache, display: display)
    network = try conversion.converted(by: choice).packed.network
    notes = conversion.notes
    conversion.sayWarnings()
  }
}
