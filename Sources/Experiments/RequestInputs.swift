import Conversion
import Runs

extension RunRequest {
  /// The files and folders that a run reads, as far as they are named: nothing may replace them.
  package var inputs: [String] {
    requestInputs(model: model, data: data, options: method.values)
  }
}

extension EvaluationRequest {
  /// The files and folders that an evaluation reads, as far as they are named.
  package var inputs: [String] { requestInputs(model: model, data: data, options: options) }
}

private func requestInputs(
  model: ModelRequest, data: DataRequest, options: OptionValues
) -> [String] {
  // The card beside a model is no output of anything, and need not be named.
  [
    model.path, model.card, data.images, data.calibration, data.calibrationIndices,
    data.annotations,
    options.text(of: ConversionRecipe.thresholds),
  ].compactMap(\.self)
}
