import ArgumentParser
import Conversion

/// An option of the registry as ArgumentParser sees it.
struct MethodArgument {
  let option: ConversionOption

  /// A property wrapper of ArgumentParser.
  let declaration: Any

  private let read: (KeyedDecodingContainer<OptionName>) throws -> OptionValue?

  init(_ option: ConversionOption) {
    let (name, help) = (NameSpecification.customLong(option.name), ArgumentHelp(option.help))
    switch option.kind {
    case .number(let standard, _):
      self.init(option, Option(wrappedValue: standard, name: name, help: help)) {
        .number($0.wrappedValue)
      }
    case .integer(let standard?, _):
      self.init(option, Option(wrappedValue: standard, name: name, help: help)) {
        .number(Double($0.wrappedValue))
      }
    case .integer(nil, _):
      self.init(option, Option<Int?>(wrappedValue: nil, name: name, help: help)) {
        $0.wrappedValue.map { .number(Double($0)) }
      }
    case .integerOr(let word, _):
      self.init(
        option,
        Option<OptionValue?>(
          wrappedValue: nil, name: name, help: help, completion: .list([word]),
          transform: { text in
            guard let value = try? option.value(of: text) else {
              // Behind the words of ArgumentParser, which name value and option.
              throw ValidationError("give a whole number, or '\(word)'")
            }
            return value
          })
      ) {
        $0.wrappedValue
      }
    case .flag:
      self.init(option, Flag(wrappedValue: false, name: name, help: help)) {
        .flag($0.wrappedValue)
      }
    case .choice(let type, let standard):
      self.init(option, choiceOf: type, standard: standard, name: name, help: help)
    case .corrector:
      self.init(option, Option<CorrectorName?>(wrappedValue: nil, name: name, help: help)) {
        $0.wrappedValue.map { .text($0.name) }
      }
    case .file(let extensions):
      self.init(
        option,
        Option<String?>(
          wrappedValue: nil, name: name, help: help, completion: .file(extensions: extensions))
      ) {
        $0.wrappedValue.map { .text($0) }
      }
    }
  }

  private init<Choice: OptionChoice>(
    _ option: ConversionOption, choiceOf type: Choice.Type, standard: String,
    name: NameSpecification, help: ArgumentHelp
  ) {
    guard let standard = ChoiceArgument<Choice>(argument: standard) else {
      preconditionFailure("'\(standard)' is no choice of '--\(option.name)'")
    }
    self.init(option, Option(wrappedValue: standard, name: name, help: help)) {
      .text($0.wrappedValue.choice.rawValue)
    }
  }

  private init<Declaration: Decodable>(
    _ option: ConversionOption, _ declaration: Declaration,
    value: @escaping (Declaration) -> OptionValue?
  ) {
    self.option = option
    self.declaration = declaration
    read = { value(try $0.decode(Declaration.self, forKey: OptionName(option.name))) }
  }

  func value(in container: KeyedDecodingContainer<OptionName>) throws -> OptionValue? {
    try read(container)
  }
}

/// The name of an option, as the key under which ArgumentParser keeps its value.
struct OptionName: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) {
    stringValue = name
  }

  init?(stringValue: String) {
    self.init(stringValue)
  }

  init?(intValue: Int) { nil }
}

/// One of the values of an option, by its name.
private struct ChoiceArgument<Choice: OptionChoice>: ExpressibleByArgument {
  let choice: Choice

  init?(argument: String) {
    guard let choice = Choice(rawValue: argument) else { return nil }
    self.choice = choice
  }

  var defaultValueDescription: String { choice.rawValue }

  static var allValueStrings: [String] { Choice.allCases.map(\.rawValue) }

  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

/// The name of a corrector of the registry.
private struct CorrectorName: ExpressibleByArgument {
  let name: String

  init?(argument: String) {
    guard CorrectorName.allValueStrings.contains(argument) else { return nil }
    name = argument
  }

  static var allValueStrings: [String] { MethodOptions.registry.correctors.map(\.name) }

  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
