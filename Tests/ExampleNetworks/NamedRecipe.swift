import Conversion

extension ConversionRecipe {
  /// The recipe of a name as on the command line.
  ///
  /// - Parameter steps: T for a method that is made for one, unless its name says another.
  package static func named(
    _ name: String, steps: Int = MethodRegistry.usualSteps, options: OptionValues = [:]
  ) throws -> ConversionRecipe {
    try MethodRegistry.standard.choice(MethodRequest(name, values: options), steps: steps).recipe
  }
}
