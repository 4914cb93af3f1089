import SpikingEngine

/// A second network to compare with, as the user described it.
///
/// A method as `--method` takes it, or none for that of the first network, then what is different
/// for it: `bistable`, `bistable:phases=8`, `robust:percentile=99.5,half-charge`, `:precision=q15`.
/// Whatever is not said is as for the first network.
package struct SecondRunChoice: Sendable {
  /// How the second network is converted.
  package let method: MethodChoice

  /// In which numbers it is simulated.
  package let precision: Precision

  /// As shown to people.
  package var title: String { precision.title(of: method.recipe.title) }
}

extension Precision {
  /// How a method is named in reports: with the precision, unless it is the usual one.
  package func title(of method: String) -> String {
    self == .fp32 ? method : "\(method), \(rawValue)"
  }
}

extension MethodRegistry {
  /// The second network that a text describes.
  ///
  /// - Parameters:
  ///   - first: The method of the first network, and the options of both.
  ///   - steps: T, for the methods that are made for one.
  /// - Throws: `MethodError.secondRun` where the text cannot be meant.
  package func secondRun(
    _ text: String, beside first: MethodRequest, steps: Int
  ) throws(MethodError) -> SecondRunChoice {
    do throws(MethodError) {
      guard !text.isEmpty else { throw .noSecondRun }
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let (settings, precision) = try settings(parts.dropFirst().joined())
      let request = MethodRequest(
        parts[0].isEmpty ? first.name : String(parts[0]),
        values: applying(settings, to: first.values))
      return SecondRunChoice(method: try choice(request, steps: steps), precision: precision)
    } catch {
      throw .secondRun(text: text, error)
    }
  }

  /// The method that a text describes as it would a second network, in the precision of the run.
  ///
  /// - Parameters:
  ///   - other: The method whose options count where the text says nothing.
  ///   - steps: T, for the methods that are made for one.
  /// - Throws: `MethodError` where the text cannot be meant.
  package func method(
    _ text: String, beside other: MethodRequest, steps: Int
  ) throws(MethodError) -> MethodChoice {
    do throws(MethodError) {
      let choice = try secondRun(text, beside: other, steps: steps)
      guard choice.precision == .fp32 else {
        throw .unknownOption(
          name: "precision", known: partitionedOptions.others.map(\.name).sorted())
      }
      return choice.method
    } catch .secondRun(_, let reason) {
      throw reason
    }
  }

  /// What the text behind the colon says, checked by itself.
  private func settings(
    _ text: String
  ) throws(MethodError) -> (values: OptionValues, precision: Precision) {
    var precision = Precision.fp32
    var settings: [(name: String, value: String?)] = []
    for setting in text.split(separator: ",") {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let (name, value) = (String(parts[0]), parts.count > 1 ? String(parts[1]) : nil)
      guard name == "precision", let value else {
        // As on the command line, nothing behind = is no value.
        settings.append((name, value?.isEmpty == true ? nil : value))
        continue
      }
      guard let named = Precision(rawValue: value) else { throw .unknownPrecision(name: value) }
      precision = named
    }
    return (try values(of: settings), precision)
  }

  private func values(
    of settings: [(name: String, value: String?)]
  ) throws(MethodError) -> OptionValues {
    let known = partitionedOptions.others
    var chosen: [ConversionOption] = []
    for setting in settings {
      guard let option = known.first(where: { $0.name == setting.name }) else {
        throw .unknownOption(
          name: setting.name, known: known.map(\.name).sorted() + ["precision"])
      }
      chosen.append(option)
    }
    var values = OptionValues()
    for (option, setting) in zip(chosen, settings) {
      values[option] = try option.value(of: setting.value)
    }
    try check(values)
    return values
  }

  /// Some values in place of others; the options of a corrector come and go with it.
  private func applying(_ settings: OptionValues, to values: OptionValues) -> OptionValues {
    var values = values
    let ofCorrectors = [corrector] + correctors.flatMap(\.options)
    if ofCorrectors.contains(where: { settings[$0] != nil }) {
      for option in ofCorrectors { values[option] = nil }
    }
    return values.merging(settings)
  }
}
