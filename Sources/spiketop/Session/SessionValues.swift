import Conversion
import Dashboard
import TOMLKit

/// What is wrong with a value of a session.
struct SessionValueError: Error {
  /// Within the table of a list; `nil` elsewhere, and where the table itself is the matter.
  var key: String?
  var reason: String
}

extension DashboardScreen {
  /// What sessions may set of it.
  var settingNames: [String] { settings.map(\.name) }
}

/// Reads values of sessions; all throw `SessionValueError`.
enum SessionValue {
  static func string(_ value: any TOMLValueConvertible) throws -> String {
    guard let text = value.string else {
      throw SessionValueError(reason: "must be a text in quotes")
    }
    return text
  }

  static func integer(_ value: any TOMLValueConvertible, in range: ClosedRange<Int>) throws -> Int {
    guard let number = value.int, range.contains(number) else {
      let end = range.upperBound >= Int(Int32.max) ? " on" : " to \(range.upperBound)"
      throw SessionValueError(reason: "must be a whole number from \(range.lowerBound)\(end)")
    }
    return number
  }

  /// A whole number, or a word in place of one.
  static func countOrWord(_ value: any TOMLValueConvertible) throws -> OptionValue {
    if let word = value.string { return .text(word) }
    return .number(Double(try integer(value, in: 0...Int(Int32.max))))
  }

  /// A finite one.
  static func number(_ value: any TOMLValueConvertible) throws -> Double {
    guard let number = value.double ?? value.int.map(Double.init), number.isFinite else {
      throw SessionValueError(reason: "must be a number")
    }
    return number
  }

  static func float(_ value: any TOMLValueConvertible) throws -> Float {
    let float = Float(try number(value))
    guard float.isFinite else { throw SessionValueError(reason: "is too large a number") }
    return float
  }

  static func flag(_ value: any TOMLValueConvertible) throws -> Bool {
    guard let flag = value.bool else { throw SessionValueError(reason: "must be true or false") }
    return flag
  }

  /// At least one value.
  static func list<Value>(
    _ value: any TOMLValueConvertible, _ read: (any TOMLValueConvertible) throws -> Value
  ) throws -> [Value] {
    guard let array = value.array, array.count > 0 else {
      throw SessionValueError(reason: "must be a list with at least one value in it")
    }
    return try (0..<array.count).map { try read(array[$0]) }
  }

  static func word(_ value: any TOMLValueConvertible, of names: [String]) throws -> String {
    guard let text = value.string, names.contains(text) else {
      let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
      throw SessionValueError(reason: "must be one of \(list)")
    }
    return text
  }

  /// One of a type's cases by its name.
  static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ value: any TOMLValueConvertible
  ) throws -> Choice? {
    Choice(rawValue: try word(value, of: Choice.allCases.map(\.rawValue)))
  }

  static func screen(_ value: any TOMLValueConvertible) throws -> ScreenName {
    ScreenName(
      rawValue: try word(value, of: DashboardRegistry.standard.screensByKey.map(\.name.rawValue)))
  }
}
