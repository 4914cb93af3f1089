/// A conversion as it is asked for: a method by its name, and what was said about options.
///
/// It is data: what is on a command line, in a run file or in a menu. `MethodRegistry.choice` makes
/// a conversion of it. In JSON it is an object with the keys `name` and `options`; without
/// the latter nothing was said.
package struct MethodRequest: Codable, Equatable, Sendable {
  /// As typed, perhaps with short forms of options and T: `robust`, `bistable10-noSN`, `light@64`.
  package var name: String

  /// What was said about options; what the name says wins.
  ///
  /// Options of other methods may be among them, since a command has one set for all its methods.
  package var values: OptionValues

  package init(_ name: String, values: OptionValues = OptionValues()) {
    self.name = name
    self.values = values
  }

  private enum CodingKeys: String, CodingKey {
    case name
    case values = "options"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    values = try container.decodeIfPresent(OptionValues.self, forKey: .values) ?? OptionValues()
  }
}

/// A conversion that was asked for, ready to be carried out.
package struct MethodChoice: Sendable {
  /// What was asked for.
  package let request: MethodRequest

  /// What it comes to.
  package let recipe: ConversionRecipe

  /// The numbers of steps at which it is read, ascending; empty where the command decides.
  package private(set) var steps: [Int] = []

  package init(_ request: MethodRequest, recipe: ConversionRecipe) {
    self.request = request
    self.recipe = recipe
  }

  /// The method as the user named it.
  package var label: String { request.name }

  /// The same, read at these numbers of steps.
  package func read(at steps: [Int]) -> MethodChoice {
    var choice = self
    choice.steps = steps
    return choice
  }
}
