import Conversion
import Runs
import SpikingEngine

extension RunRequest {
  /// The conversion that is asked for.
  package func choice(
    from registry: MethodRegistry = .standard
  ) throws(MethodError) -> MethodChoice {
    try registry.choice(method, steps: steps ?? OptionDefaults.steps)
  }
}

extension ConversionContext {
  /// The network that a run is asked for: that of a NIR file as it is, else a conversion.
  package mutating func converted(for request: RunRequest) throws -> Converted {
    try (trained() ?? converted(by: request.choice())).rounded(to: request.precision)
  }
}

extension ConversionContext.Converted {
  /// - Throws: `OptionError` if a layer cannot be simulated in this precision.
  func rounded(to precision: Precision) throws(OptionError) -> ConversionContext.Converted {
    ConversionContext.Converted(
      label: label, title: precision.title(of: title), steps: steps,
      packed: try packed.asked(for: precision), thresholds: thresholds)
  }

  /// How many steps a run takes where nobody says.
  package var defaultSteps: Int {
    if let steps { return steps }
    switch packed.network.coding {
    case .rate, .differential: return OptionDefaults.rateCodingSteps
    case .cycles(let phases): return packed.network.firstReadout + 2 * phases
    }
  }
}

extension PackedNetwork {
  /// The network in the precision that was asked for.
  ///
  /// - Throws: `OptionError` if a layer cannot be simulated in it.
  package func asked(for precision: Precision) throws(OptionError) -> PackedNetwork {
    do {
      return try rounded(to: precision)
    } catch {
      throw OptionError(description: "'--precision \(precision.rawValue)': \(error)")
    }
  }
}
