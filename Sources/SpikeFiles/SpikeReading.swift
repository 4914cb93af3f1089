/// What the user says of a file with spikes where the file does not; `nil` where nobody says.
package struct SpikeReading: Equatable, Sendable {
  /// The length of a step in ms.
  package var stepLength: Double?

  /// The number of the first step as the file counts: 0 or 1, as a rule.
  package var firstStep: Int?

  /// The number of the first neuron as the file counts.
  package var firstNeuron: Int?

  /// What times are in.
  package var timeUnit: TimeUnit?

  /// What the axes of rasters are.
  package var axes: RasterAxes?

  package init(
    stepLength: Double? = nil, firstStep: Int? = nil, firstNeuron: Int? = nil,
    timeUnit: TimeUnit? = nil, axes: RasterAxes? = nil
  ) {
    self.stepLength = stepLength
    self.firstStep = firstStep
    self.firstNeuron = firstNeuron
    self.timeUnit = timeUnit
    self.axes = axes
  }

  /// The options with which the user says how a file counts; a run file has no use for them.
  package var countingOptions: [String] {
    [
      firstStep.map { "--first-step \($0)" }, firstNeuron.map { "--first-id \($0)" },
      timeUnit.map { "--time-unit \($0.rawValue)" }, axes.map { "--axes \($0.text)" },
    ].compactMap(\.self)
  }

  /// What of it a file contradicts or has no use for, as a sentence; `nil` if nothing.
  func fault(with spikes: ForeignSpikes) -> String? {
    if let timeUnit {
      if spikes.unit == .steps {
        return "--time-unit \(timeUnit.rawValue) says what times are in, but the file counts "
          + "steps; leave it out"
      }
      if let told = spikes.toldUnit, told.unit != timeUnit {
        return "--time-unit says \(timeUnit.rawValue), but \(told.place) says "
          + "\(told.unit.rawValue); leave it out, or name what is in \(timeUnit.rawValue) so"
      }
    }
    if let stepLength, let told = spikes.toldSteps,
      abs(stepLength - told.length) > 1e-3 * told.length
    {
      return "--dt says that a step is \(stepLength) ms, but \(told.place) says \(told.length) ms; "
        + "leave it out"
    }
    if let axes, !spikes.hasAxes {
      return "--axes \(axes.text) says what the axes of rasters are, but the file lists spikes; "
        + "leave it out"
    }
    return nil
  }
}

/// What times are told in.
package enum TimeUnit: String, CaseIterable, Sendable {
  case seconds = "s"
  case milliseconds = "ms"
  case microseconds = "us"
  /// Whole numbers of steps.
  case steps

  /// The unit that a file names, in any spelling that programs use.
  init?(spelled name: String) {
    switch name.lowercased() {
    case "s", "sec", "second", "seconds": self = .seconds
    case "ms", "msec", "millisecond", "milliseconds": self = .milliseconds
    case "us", "µs", "usec", "microsecond", "microseconds": self = .microseconds
    default: return nil
    }
  }

  /// The length of one in ms, given that of a step.
  func milliseconds(perStep length: Double) -> Double {
    switch self {
    case .steps: length
    case .microseconds: 0.001
    case .milliseconds: 1
    case .seconds: 1000
    }
  }
}
