import ArgumentParser
import SpikingEngine

/// A second network to compare with, as the user described it.
///
/// A method as `--method` takes it, or none for that of the first network, then what is different
/// for it: `bistable`, `bistable:phases=8`, `robust:percentile=99.5,half-charge`, `:precision=q15`.
/// Whatever is not said is as for the first network.
struct SecondRunChoice {
  let method: MethodChoice
  let precision: Precision

  /// As shown to people.
  var title: String { precision.title(of: method.recipe.title) }
}

extension MethodOptions {
  /// - Parameters:
  ///   - first: The name of the first network's method.
  ///   - steps: T, for the methods that are made for one.
  func secondRun(_ text: String, of first: String, steps: Int) throws -> SecondRunChoice {
    guard !text.isEmpty else { throw refusal(of: text, "name a method, as half.") }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    var precision = Precision.fp32
    var settings: [String] = []
    for setting in parts.dropFirst().joined().split(separator: ",") {
      if let value = setting.wholeMatch(of: /precision=(.*)/)?.1 {
        precision = try chosenPrecision(String(value), in: text)
      } else {
        settings.append(String(setting))
      }
    }
    let options = try applying(settings, of: text)
    let name = parts[0].isEmpty ? first : String(parts[0])
    do {
      return SecondRunChoice(
        method: try options.choice(named: name, steps: steps), precision: precision)
    } catch let error as ValidationError {
      throw refusal(of: text, error.message.replacing("'--method'", with: "the method"))
    }
  }

  private func chosenPrecision(_ name: String, in text: String) throws -> Precision {
    guard let precision = Precision(rawValue: name) else {
      let names = Precision.allCases.map(\.rawValue).joined(separator: ", ")
      throw refusal(of: text, "the precision is '\(name)', but may be \(names).")
    }
    return precision
  }

  /// These options with others in place of some, which are read and checked as on the command line.
  private func applying(_ settings: [String], of text: String) throws -> MethodOptions {
    guard !settings.isEmpty else { return self }
    let names = settings.map { String($0.prefix { $0 != "=" }) }
    if let stranger = names.first(where: { Self.adoptions[$0] == nil }) {
      let known = (Self.adoptions.keys.sorted() + ["precision"]).joined(separator: ", ")
      throw refusal(of: text, "there is no option '\(stranger)', but \(known).")
    }
    let given: MethodOptions
    do {
      given = try MethodOptions.parse(settings.map { "--" + $0 })
    } catch {
      throw refusal(of: text, MethodOptions.message(for: error))
    }
    var options = self
    for name in names { Self.adoptions[name]?(&options, given) }
    return options
  }

  private func refusal(of text: String, _ reason: String) -> ValidationError {
    ValidationError("compare '\(text)': \(reason)")
  }

  /// How each option that may differ is taken over from others.
  private static let adoptions: [String: @Sendable (inout MethodOptions, MethodOptions) -> Void] =
    [
      "percentile": { $0.percentile = $1.percentile },
      "percentile-over": { $0.percentileOver = $1.percentileOver },
      "burst": { $0.burst = $1.burst },
      "phases": { $0.phases = $1.phases },
      "no-synchronous-neurons": { $0.noSynchronousNeurons = $1.noSynchronousNeurons },
      "half-charge": { $0.halfCharge = $1.halfCharge },
      "calibrate-weights": { $0.calibrateWeights = $1.calibrateWeights },
      "max-pool": { $0.maxPool = $1.maxPool },
      "corrector": { $0.correction = $1.correction },
      "trial-steps": { $0.correction = $1.correction },
      "allowance": { $0.correction = $1.correction },
    ]
}
