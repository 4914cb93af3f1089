/// The value of an option, as requests hold it; in JSON a number, a boolean or a string.
package enum OptionValue: Equatable, Sendable {
  /// Whole numbers too.
  case number(Double)
  case flag(Bool)
  case text(String)
}

extension OptionValue: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let isSet = try? container.decode(Bool.self) {
      self = .flag(isSet)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .flag(let isSet): try container.encode(isSet)
    case .text(let text): try container.encode(text)
    }
  }
}

/// What was said about the options of a conversion: values by name.
///
/// One set of values serves several methods, each of which reads its own options. An option that is
/// absent has its standard value. In JSON it is an object from names to values.
package struct OptionValues: Equatable, Sendable {
  private(set) var values: [String: OptionValue] = [:]

  package init() {}

  /// What was said, perhaps the standard value; `nil` for nothing.
  package subscript(option: ConversionOption) -> OptionValue? {
    get { values[option.name] }
    set { values[option.name] = newValue }
  }

  /// The values of both; where both have one, that of `others`.
  func merging(_ others: OptionValues) -> OptionValues {
    var merged = self
    merged.values.merge(others.values) { $1 }
    return merged
  }
}

extension OptionValues: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, OptionValue)...) {
    for (name, value) in elements { values[name] = value }
  }
}

extension OptionValues: Codable {
  package init(from decoder: any Decoder) throws {
    values = try decoder.singleValueContainer().decode([String: OptionValue].self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(values)
  }
}

/// What an option says that takes a whole number or a word.
package enum CountOrWord: Equatable, Sendable {
  case count(Int)
  case word
}

// Reading: the values must have passed `MethodRegistry.check`, and the option be of the kind asked
// for.
extension OptionValues {
  /// For an option with a standard value.
  package func number(of option: ConversionOption) -> Double {
    guard case .number(let number) = self[option] ?? option.standard else {
      preconditionFailure("'\(option.name)' is no number with a standard value")
    }
    return number
  }

  /// For an option of whole numbers with a standard value.
  package func integer(of option: ConversionOption) -> Int {
    Int(number(of: option))
  }

  /// For a whole number or a word; `nil` where nothing is said.
  package func countOrWord(of option: ConversionOption) -> CountOrWord? {
    switch self[option] {
    case .number(let number): .count(Int(number))
    case .text: .word
    case .flag, nil: nil
    }
  }

  /// For an option without a standard value.
  package func integer(ifGivenFor option: ConversionOption) -> Int? {
    self[option].map { _ in integer(of: option) }
  }

  /// For a flag.
  package func isSet(_ option: ConversionOption) -> Bool { self[option] == .flag(true) }

  /// For a choice, a corrector or a file; `nil` where nothing is said and nothing is standard.
  package func text(of option: ConversionOption) -> String? {
    guard case .text(let text) = self[option] ?? option.standard else { return nil }
    return text
  }

  /// For a choice of this type.
  package func choice<Choice: OptionChoice>(
    of option: ConversionOption, as type: Choice.Type = Choice.self
  ) -> Choice {
    guard let choice = text(of: option).flatMap(Choice.init(rawValue:)) else {
      preconditionFailure("'\(option.name)' is no choice of \(Choice.names)")
    }
    return choice
  }
}
