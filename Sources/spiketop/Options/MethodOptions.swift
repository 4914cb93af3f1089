import ArgumentParser
import Conversion

/// The options of the conversion methods, as the registry declares them.
///
/// ArgumentParser learns by reflection what a type declares, and hands over values by decoding. So
/// this type reflects and decodes one argument for each option of the registry, in place of stored
/// properties: a method's new option is an option of every command that converts.
struct MethodOptions: ParsableArguments {
  /// What is not standard.
  var values = OptionValues()

  /// ArgumentParser makes the types of options by itself, so the registry cannot be passed in.
  static let registry = MethodRegistry.standard

  /// All methods, for help.
  static let names = registry.names.joined(separator: ", ")

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: OptionName.self)
    for argument in MethodOptions.arguments {
      let value = try argument.value(in: container)
      values[argument.option] = value == argument.option.standard ? nil : value
    }
  }

  func validate() throws {
    try MethodOptions.validated { () throws(MethodError) in try Self.registry.check(values) }
  }

  /// The method of a name as on the command line.
  ///
  /// - Parameter steps: T for a method that is made for one, unless its name says another.
  func choice(
    named name: String, steps: Int = MethodRegistry.usualSteps
  ) throws(ValidationError) -> MethodChoice {
    try MethodOptions.validated { () throws(MethodError) in
      try Self.registry.choice(request(name), steps: steps)
    }
  }

  /// The method of a name as often as needed to read it at several T.
  func choices(named name: String, steps: [Int]) throws(ValidationError) -> [MethodChoice] {
    try MethodOptions.validated { () throws(MethodError) in
      try Self.registry.choices(request(name), steps: steps)
    }
  }

  /// The second network that a text describes.
  ///
  /// - Parameters:
  ///   - first: The name of the first network's method.
  ///   - steps: T, for the methods that are made for one.
  func secondRun(
    _ text: String, of first: String, steps: Int
  ) throws(ValidationError) -> SecondRunChoice {
    try MethodOptions.validated { () throws(MethodError) in
      try Self.registry.secondRun(text, beside: request(first), steps: steps)
    }
  }

  /// Throws if an option is only for other methods than those of a command.
  func checkReaders(by names: [String]) throws(ValidationError) {
    try MethodOptions.validated { () throws(MethodError) in
      try Self.registry.checkReaders(of: values, methods: names)
    }
  }

  /// A method by name, with these options.
  func request(_ name: String) -> MethodRequest { MethodRequest(name, values: values) }

  /// What `body` gives, its error as one of wrong usage.
  private static func validated<Result>(
    _ body: () throws(MethodError) -> Result
  ) throws(ValidationError) -> Result {
    do throws(MethodError) {
      return try body()
    } catch {
      throw ValidationError(error.description)
    }
  }
}

extension MethodOptions: CustomReflectable {
  var customMirror: Mirror {
    Mirror(
      self, children: MethodOptions.arguments.map { ($0.option.name, $0.declaration) },
      displayStyle: .struct)
  }

  private static var arguments: [MethodArgument] { registry.options.map(MethodArgument.init) }
}
