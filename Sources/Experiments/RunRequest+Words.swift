import Conversion
import PlainText
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

  /// What follows `spiketop demo`; `nil` for what that command cannot open.
  package func demoWords(registry: MethodRegistry = .standard) -> [String]? {
    guard var bundled = try? RunRequest.bundled() else { return nil }
    let usual = bundled.method.name
    (bundled.method, bundled.steps) = (method, steps)
    (bundled.image, bundled.secondRun, bundled.threads) = (image, secondRun, threads)
    guard self == bundled else { return nil }
    return option("--method", method.name, unless: usual) + registry.words(for: method.values)
      + option("--steps", steps)
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
    // The dashboard keeps what it was told of other methods, which would be refused here.
    var request = self
    request.method.values = registry.values(method.values, readBy: method.name)
    return model.words + data.words + request.methodWords(registry)
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
    // A name that looks like an option is made a path.
    [path.begins(with: "-") ? "./\(path)" : path] + option("--card", card)
      + option("--input-shape", inputShape?.map(String.init).joined(separator: "x"))
      + option("--scale", scale) + list("--mean", mean) + list("--std", standardDeviation)
      + option("--classes", classNames?.joined(separator: ",")) + nirWords + resultWords
  }

  private var nirWords: [String] {
    option("--dt", timeStep) + option("--reset", reset?.rawValue)
      + option("--spike-at", spikeAt?.rawValue) + option("--integration", integration?.rawValue)
      + option("--spikes-per-step", spikesPerStep?.rawValue)
      + option("--synapses", synapses?.rawValue)
  }

  private var resultWords: [String] {
    option("--outputs", outputs?.joined(separator: ",")) + option("--min-score", minimumScore)
      + option("--nms", largestOverlap) + option("--max-boxes", boxLimit)
  }
}

extension DataRequest {
  fileprivate var words: [String] {
    option("--data", images) + option("--calibration", calibration)
      + option(
        "--calibration-count", calibrationCount, unless: OptionDefaults.calibrationCount)
      + option("--calibration-indices", calibrationIndices)
      + option("--annotations", annotations)
  }
}

private func option<Value: Equatable>(
  _ name: String, _ value: Value?, unless usual: Value? = nil
) -> [String] {
  guard let value, value != usual else { return [] }
  // A value that looks like an option must be joined to its name.
  return "\(value)".begins(with: "-") ? ["\(name)=\(value)"] : [name, "\(value)"]
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
    let isPlain = unicodeScalars.allSatisfy(signsWithoutMeaning.contains)
    return isPlain && !isEmpty ? self : "'" + replacing(sign: "'", with: "'\\''") + "'"
  }
}

/// What a shell takes for itself wherever it stands.
private let signsWithoutMeaning = Set(
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+,./:@%".unicodeScalars)
