import Networks

/// A kind of network that some options are for: before others they do nothing, and are refused.
package enum NetworkKind {
  /// Networks that are converted.
  case trained
  case classifier
  case detectorOrSegmenter

  /// Why a network is none of the kind, as half a sentence; `nil` if it is one.
  fileprivate func lack(in model: LoadedModel) -> String? {
    switch self {
    case .trained:
      return model.analog == nil ? "'\(model.path)' is a spiking network already" : nil
    case .classifier:
      return model.task.isClassification
        ? nil : "'\(model.path)' is none, as its card says with \"task\""
    case .detectorOrSegmenter:
      if case .detection = model.task { return nil }
      return model.task == .segmentation
        ? nil
        : "the card of '\(model.path)' does not say \"task\": \"detection\" or \"segmentation\""
    }
  }

  private var words: String {
    switch self {
    case .trained: "conversions"
    case .classifier: "classifiers"
    case .detectorOrSegmenter: "detectors and segmenters"
    }
  }

  /// Throws where options are given before a network of another kind.
  ///
  /// - Parameter options: Those in use, as they are typed.
  package func check(_ options: [String], before model: LoadedModel) throws(UsageError) {
    guard let option = options.first, let lack = lack(in: model) else { return }
    throw UsageError(description: "'\(option)' is for \(words), but \(lack); leave it out")
  }
}
