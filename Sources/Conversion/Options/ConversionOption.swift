/// An option of a conversion: its name, what it takes, and what it is for.
///
/// A method lists its options in its `MethodDescriptor`, a corrector in its `CorrectorDescriptor`;
/// those of any conversion stand in `ConversionRecipe`. Command line, help, `--compare`, requests
/// and messages are derived from the declaration. Options of one name are one option, which
/// several methods may share.
package struct ConversionOption: Sendable {
  /// What an option takes.
  package enum Kind: Sendable {
    case number(standard: Double, OptionRange)
    /// Without a standard value, what reads the option has one of its own.
    case integer(standard: Int?, ClosedRange<Int>)
    /// A whole number, or a word in place of one; nothing unless it is given.
    case integerOr(word: String, ClosedRange<Int>)
    /// Off unless it is given.
    case flag
    case choice(any OptionChoice.Type, standard: String)
    /// The name of a corrector, of these; none unless it is given.
    case corrector([String])
    /// The path of a file, which is about a whole command: a second network cannot have another.
    case file(extensions: [String])
  }

  /// How an option is said within the name of a method, so that several fit into one list.
  package enum ShortForm: Equatable, Sendable {
    /// Up to three digits behind the name of the method, as `bistable8`.
    ///
    /// - Parameters:
    ///   - example: A number for messages.
    ///   - unit: What is counted, in the plural.
    case number(example: Int, unit: String)
    /// An ending that sets a flag, as `-noSN`.
    case suffix(String)
  }

  /// As on the command line behind `--`, and in requests.
  package let name: String

  package let kind: Kind

  /// What it is for, one sentence with a full stop.
  package let help: String

  /// How a method's name says it; `nil` where no name does.
  package let shortForm: ShortForm?

  package init(
    _ name: String, _ kind: Kind, help: String, shortForm: ShortForm? = nil
  ) {
    self.name = name
    self.kind = kind
    self.help = help
    self.shortForm = shortForm
  }
}

/// The values that an option chooses from, by their names.
package protocol OptionChoice: CaseIterable, RawRepresentable, Sendable where RawValue == String {}

extension OptionChoice {
  static var names: [String] { allCases.map(\.rawValue) }
}

extension ConversionOption {
  /// Which numbers it takes; `nil` where it takes none.
  package var range: OptionRange? {
    switch kind {
    case .number(_, let range): range
    case .integer(_, let range), .integerOr(_, let range):
      .between(Double(range.lowerBound), Double(range.upperBound))
    case .flag, .choice, .corrector, .file: nil
    }
  }

  /// What holds where nothing is said; `nil` where what reads the option knows.
  package var standard: OptionValue? {
    switch kind {
    case .number(let standard, _): .number(standard)
    case .integer(let standard, _): standard.map { .number(Double($0)) }
    case .flag: .flag(false)
    case .choice(_, let standard): .text(standard)
    case .corrector, .file, .integerOr: nil
    }
  }

  /// Whether a value is of the option's kind, whatever its range.
  package func takes(_ value: OptionValue) -> Bool {
    switch (kind, value) {
    case (.number, .number), (.flag, .flag), (.file, .text): true
    // Whole numbers beyond those of `Int` are out of range, as others are.
    case (.integer, .number(let number)), (.integerOr, .number(let number)):
      number.isFinite && number == number.rounded()
    case (.integerOr(let word, _), .text(let text)): text == word
    case (.choice(let type, _), .text(let name)): type.names.contains(name)
    case (.corrector(let names), .text(let name)): names.contains(name)
    case (.number, _), (.integer, _), (.integerOr, _), (.flag, _), (.choice, _), (.corrector, _),
      (.file, _):
      false
    }
  }

  /// The value that a text means.
  ///
  /// - Parameter text: What stands behind `=`, or `nil` without one.
  /// - Throws: In the words of the command line, unless the text is a value of the kind; its range
  ///   is checked by `MethodRegistry.check`.
  package func value(of text: String?) throws(MethodError) -> OptionValue {
    if case .flag = kind {
      guard let text else { return .flag(true) }
      throw .unexpectedValue(option: name, value: text)
    }
    guard let text else { throw .missingValue(option: name) }
    guard let value = written(text), takes(value) else {
      throw .invalidValue(option: name, value: text, allowed: allowed)
    }
    return value
  }

  /// A value as it is typed.
  package func text(of value: OptionValue) -> String {
    switch value {
    case .number(let number):
      return isWhole ? Int(exactly: number).map { "\($0)" } ?? "\(number)" : "\(number)"
    case .flag(let isSet): return "\(isSet)"
    case .text(let text): return text
    }
  }

  /// Whether its numbers are whole ones.
  package var isWhole: Bool {
    switch kind {
    case .integer, .integerOr: true
    case .number, .flag, .choice, .corrector, .file: false
    }
  }

  /// Throws unless a number lies in the range of the option.
  func checkRange(of value: OptionValue) throws(MethodError) {
    guard case .number(let number) = value, let range, !range.contains(number) else { return }
    throw .outOfRange(option: name, value: text(of: value), range: range)
  }

  /// The names that it takes; empty where there are none to list.
  private var allowed: [String] {
    switch kind {
    case .choice(let type, _): type.names
    case .corrector(let names): names
    case .number, .integer, .integerOr, .flag, .file: []
    }
  }

  private func written(_ text: String) -> OptionValue? {
    switch kind {
    case .number: Double(text).map { .number($0) }
    case .integer: Int(text).map { .number(Double($0)) }
    case .integerOr: Int(text).map { .number(Double($0)) } ?? .text(text)
    case .flag: nil
    case .choice, .corrector, .file: .text(text)
    }
  }
}
