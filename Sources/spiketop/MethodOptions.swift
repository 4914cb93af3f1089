import ArgumentParser
import Conversion
import Foundation
import Networks

/// The options of the conversion methods.
struct MethodOptions: ParsableArguments {
  @Option(help: "Which percentile of the positive activations becomes the threshold.")
  var percentile = 99.9

  @Option(help: "The number of phases of bistable neurons, 1 to 16.")
  var phases = 10

  @Flag(help: "Leave out the synchronous neurons on the shortcuts of bistable networks.")
  var noSynchronousNeurons = false

  @Option(
    help: "A JSON file with thresholds by layer name, or as a list in the order of the layers.",
    completion: .file(extensions: ["json"]))
  var thresholds: String?

  func validate() throws {
    guard percentile > 0, percentile <= 100 else {
      throw ValidationError("'--percentile' is \(percentile), but must lie above 0 and up to 100.")
    }
    guard (1...16).contains(phases) else {
      throw ValidationError("'--phases' is \(phases), but must lie between 1 and 16.")
    }
  }

  var options: ConversionOptions {
    var options = ConversionOptions()
    options.percentile = percentile
    options.phases = phases
    options.usesSynchronousNeurons = !noSynchronousNeurons
    return options
  }

  /// The method of a name as on the command line.
  ///
  /// `bistable8` stands for `bistable` with 8 phases, and `-noSN` behind it for none of the
  /// synchronous neurons, so that several forms fit into one list.
  func choice(named name: String) throws -> MethodChoice {
    var options = options
    var base = name
    if let match = name.wholeMatch(of: /bistable(\d{1,2})?(-noSN)?/) {
      base = "bistable"
      if let digits = match.1, let phases = Int(digits) { options.phases = phases }
      if match.2 != nil { options.usesSynchronousNeurons = false }
    }
    guard (1...16).contains(options.phases),
      let method = ConversionMethods.method(named: base, options: options)
    else {
      throw ValidationError(
        "'--method' is '\(name)', but the methods are "
          + "\(ConversionMethods.names.joined(separator: ", ")) (bistable1 to bistable16).")
    }
    return MethodChoice(label: name, method: method)
  }
}

/// A conversion method under the name that the user gave it.
struct MethodChoice: Sendable {
  let label: String
  let method: any ConversionMethod
}
