import Conversion
import Runs

// What was asked for, as words of a command line that ask for the same.
extension RunRequest {
  /// What follows `spiketop watch`.
  ///
  /// - Precondition: The precision is the usual one, since no command looks at another.
  package func watchWords(registry: MethodRegistry = .standard) -> [String] {
    precondition(precision == OptionDefaults.precision, "'watch' has no --precision")
    return model.words + data.words + methodWords(registry)
      + option("--index", image, unless: OptionDefaults.image)
      + option("--compare", secondRun)
      + option("--threads", threads, unless: OptionDefaults.threads)
  }

  /// What follows `spiketop evaluate` for the network that a run is of, before so many images.
  ///
  /// Class names are left out, which no figure depends on.
  package func evaluationWords(
    count: Int, registry: MethodRegistry = .standard
  ) -> [String] {
    var model = model
    model.classNames = nil
    return model.words + data.words + methodWords(registry)
      + option("--precision", precision.rawValue, unless: OptionDefaults.precision.rawValue)
      + ["--count", "\(count)"]
  }

  private func methodWords(_ registry: MethodRegistry) -> [String] {
    ["--method", method.name] + registry.words(for: method.values)
      + option("--steps", steps)
  }
}

extension ModelRequest {
  fileprivate var words: [String] {
    [path] + option("--scale", scale) + list("--mean", mean) + list("--std", standardDeviation)
      + option("--classes", classNames?.joined(separator: ",")) + option("--dt", timeStep)
      + option("--reset", reset?.rawValue)
  }
}

extension DataRequest {
  fileprivate var words: [String] {
    option("--data", images) + option("--calibration", calibration)
      + option(
        "--calibration-count", calibrationCount, unless: OptionDefaults.calibrationCount)
      + option("--calibration-indices", calibrationIndices)
  }
}

private func option<Value: Equatable>(
  _ name: String, _ value: Value?, unless usual: Value? = nil
) -> [String] {
  guard let value, value != usual else { return [] }
  return [name, "\(value)"]
}

/// With = because the first number may be negative.
private func list(_ name: String, _ numbers: [Float]?) -> [String] {
  guard let numbers else { return [] }
  return [name + "=" + numbers.map { "\($0)" }.joined(separator: ",")]
}

extension [String] {
  /// As one line for a shell.
  package var shellLine: String { map(\.quotedForShell).joined(separator: " ") }
}

extension String {
  /// As one word for a shell.
  fileprivate var quotedForShell: String {
    let isPlain = allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "-_=+,./:@%".contains($0))
    }
    return isPlain && !isEmpty ? self : "'" + replacing("'", with: "'\\''") + "'"
  }
}
