import AnalogPass
import Networks

/// The options of all methods, as on the command line.
package struct ConversionOptions: Equatable, Sendable {
  /// Which percentile of the activations becomes the threshold, and of which of them.
  package var percentile = Percentile(99.9)
  /// Γ, the number of spikes that a burst neuron may fire in a step.
  package var burst = 5
  /// The number of binary digits of a bistable neuron.
  package var phases = 10
  package var usesSynchronousNeurons = true
  /// T, for the methods that are made for one.
  package var steps = 32
  package var isHalfCharged = false
  package var maxPool = MaxPoolRule.lossless
  package var calibratesWeights = false
  package var corrector: SpikeCorrector?

  package init() {}
}

/// The methods by their names.
package enum ConversionMethods {
  package static let names = [
    "max", "robust", "hard", "half", "burst", "rts", "trained", "mmse", "light", "advanced",
    "bistable",
  ]

  /// The methods that are made for one number of time steps.
  package static let tiedNames = ["rts", "mmse", "light", "advanced"]

  /// The conversion by the method of this name, or `nil` if there is none.
  package static func recipe(
    named name: String, options: ConversionOptions = ConversionOptions()
  ) -> ConversionRecipe? {
    method(named: name, options: options).map { method in
      ConversionRecipe(
        method: method, isHalfCharged: options.isHalfCharged, maxPool: options.maxPool,
        corrector: options.corrector)
    }
  }

  private static func method(
    named name: String, options: ConversionOptions
  ) -> (any ConversionMethod)? {
    switch name {
    case "max": Max()
    case "robust": Robust(percentile: options.percentile)
    case "hard": Hard(percentile: options.percentile)
    case "half": Half(percentile: options.percentile)
    case "burst": Burst(percentile: options.percentile, maximumSpikes: options.burst)
    case "rts": RTS(steps: options.steps)
    case "trained": Trained()
    case "mmse": MMSE(steps: options.steps)
    case "light": Light(steps: options.steps)
    case "advanced": Advanced(steps: options.steps, calibratesWeights: options.calibratesWeights)
    case "bistable":
      Bistable(
        percentile: options.percentile, phases: options.phases,
        usesSynchronousNeurons: options.usesSynchronousNeurons)
    default: nil
    }
  }
}
