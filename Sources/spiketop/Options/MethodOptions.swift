import AnalogPass
import ArgumentParser
import Conversion
import Foundation
import Networks

/// The options of the conversion methods.
struct MethodOptions: ParsableArguments {
  @Option(help: "Which percentile of the activations becomes the threshold.")
  var percentile = 99.9

  @Option(help: "Of which activations: positive, or all with the zeros.")
  var percentileOver = Percentile.Population.positive

  @Option(help: "How many spikes a burst neuron may fire in a step, 1 to 255.")
  var burst = 5

  @Option(help: "The number of phases of bistable neurons, 1 to 16.")
  var phases = 10

  @Flag(help: "Leave out the synchronous neurons on the shortcuts of bistable networks.")
  var noSynchronousNeurons = false

  @Flag(help: "Start every neuron with half of a threshold, v(0) = theta/2.")
  var halfCharge = false

  @Flag(help: "Let 'advanced' fit the weights to the spikes before the potentials.")
  var calibrateWeights = false

  @Option(
    help: """
      How max pools decide: gated passes on the spikes of the strongest input so far, lossless \
      sends as many as it in all.
      """)
  var maxPool = MaxPoolRule.lossless

  @OptionGroup var correction: CorrectorOptions

  @Option(
    help: """
      A JSON file with thresholds by layer name, as a list in the order of the layers, or as \
      'convert' or 'evaluate --format json' writes them.
      """,
    completion: .file(extensions: ["json"]))
  var thresholds: String?

  func validate() throws {
    guard percentile > 0, percentile <= 100 else {
      throw ValidationError("'--percentile' is \(percentile), but must lie above 0 and up to 100.")
    }
    guard (1...255).contains(burst) else {
      throw ValidationError("'--burst' is \(burst), but must lie between 1 and 255.")
    }
    guard (1...16).contains(phases) else {
      throw ValidationError("'--phases' is \(phases), but must lie between 1 and 16.")
    }
  }

  /// Throws if something is to be done to a network that is not converted.
  func checkNothingToConvert(_ model: LoadedModel) throws(UsageError) {
    let flags = [
      ("--thresholds", thresholds != nil), ("--half-charge", halfCharge),
      ("--calibrate-weights", calibrateWeights), ("--corrector", correction.chosen != nil),
    ]
    guard let flag = flags.first(where: \.1)?.0 else { return }
    throw UsageError(
      description: "'\(flag)' is for conversions, but '\(model.path)' is a spiking network already")
  }

  /// - Parameter steps: T, for the methods that are made for one.
  func options(steps: Int) -> ConversionOptions {
    var options = ConversionOptions()
    options.percentile = Percentile(percentile, of: percentileOver)
    options.burst = burst
    options.phases = phases
    options.usesSynchronousNeurons = !noSynchronousNeurons
    options.steps = steps
    options.isHalfCharged = halfCharge
    options.calibratesWeights = calibrateWeights
    options.maxPool = maxPool
    options.corrector = correction.chosen
    return options
  }

  /// The method of a name as on the command line.
  ///
  /// - Parameter steps: T for a method that is made for one, unless its name says another.
  func choice(named name: String, steps: Int = MethodOptions.usualSteps) throws -> MethodChoice {
    guard let form = MethodName(name), let choice = choice(form, label: name, steps: steps) else {
      throw ValidationError(
        "'--method' is '\(name)', but the methods are "
          + "\(ConversionMethods.names.joined(separator: ", ")), and short forms: bistable8 (1 to "
          + "16 phases), bistable10-noSN, burst2 (1 to 255 spikes), robust-half, light@64.")
    }
    return choice
  }

  /// The method of a name as often as needed to read it at several T: once, or once per T for a
  /// method that is made for one.
  func choices(named name: String, steps: [Int]) throws -> [MethodChoice] {
    let first = try choice(named: name, steps: steps.last ?? MethodOptions.usualSteps)
    guard let tied = first.recipe.method.steps else { return [first.read(at: steps)] }
    if MethodName(name)?.steps != nil {
      let readable = steps.filter { $0 <= tied }
      return [first.read(at: readable.isEmpty ? [tied] : readable)]
    }
    return try steps.map { try choice(named: name, steps: $0).read(at: [$0]) }
  }

  /// What a menu offers; trained thresholds are only for networks that have them.
  static let usualForms = [
    "max", "robust", "hard", "half", "burst", "rts", "mmse", "light", "advanced", "bistable8",
    "bistable10", "bistable10-noSN",
  ]

  /// T of a method that is made for one, where the user says nothing.
  static let usualSteps = 32

  private func choice(_ name: MethodName, label: String, steps: Int) -> MethodChoice? {
    var options = options(steps: name.steps ?? steps)
    if let number = name.number {
      if name.base == "burst" { options.burst = number } else { options.phases = number }
    }
    if name.isWithoutSynchronousNeurons { options.usesSynchronousNeurons = false }
    if name.isHalfCharged { options.isHalfCharged = true }
    return ConversionMethods.recipe(named: name.base, options: options).map {
      MethodChoice(label: label, recipe: $0)
    }
  }
}

/// A conversion method under the name that the user gave it.
struct MethodChoice: Sendable {
  let label: String
  let recipe: ConversionRecipe

  /// The numbers of steps at which it is read, ascending; empty where the command decides.
  private(set) var steps: [Int] = []

  init(label: String, recipe: ConversionRecipe) {
    self.label = label
    self.recipe = recipe
  }

  func read(at steps: [Int]) -> MethodChoice {
    var choice = self
    choice.steps = steps
    return choice
  }
}

/// A name of a method with short forms of options, so that several fit into one list.
///
/// `bistable8` has 8 phases, `bistable10-noSN` no synchronous neurons, `burst2` two spikes in a
/// step; `-half` starts half charged, and `@64` is made for T = 64.
private struct MethodName {
  let base: String
  let number: Int?
  let isWithoutSynchronousNeurons: Bool
  let isHalfCharged: Bool
  let steps: Int?

  /// - Returns: `nil` where the short form says nothing about its method.
  init?(_ name: String) {
    guard let match = name.wholeMatch(of: /([a-z]+)(\d{1,3})?(-noSN)?(-half)?(?:@(\d{1,6}))?/)
    else {
      return nil
    }
    base = String(match.1)
    number = match.2.flatMap { Int($0) }
    isWithoutSynchronousNeurons = match.3 != nil
    isHalfCharged = match.4 != nil
    steps = match.5.flatMap { Int($0) }
    let takesNumber = ["bistable": 1...16, "burst": 1...255]
    if let number, takesNumber[base]?.contains(number) != true { return nil }
    if isWithoutSynchronousNeurons, base != "bistable" { return nil }
    if let steps, steps < 1 || !ConversionMethods.tiedNames.contains(base) { return nil }
  }
}

extension Percentile.Population: ExpressibleByArgument {}

extension MaxPoolRule: ExpressibleByArgument {}
