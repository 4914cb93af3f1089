import SpikingEngine

/// Why a method, its options or a second network cannot be meant.
///
/// The words are those of the command line, where most of it is typed.
package enum MethodError: Error, Equatable {
  /// - Parameter known: The methods and their short forms, as a list in words.
  case unknownMethod(name: String, known: String)
  case unknownOption(name: String, known: [String])
  case missingValue(option: String)
  case unexpectedValue(option: String, value: String)
  /// - Parameter allowed: Empty where there are too many to list.
  case invalidValue(option: String, value: String, allowed: [String])
  case outOfRange(option: String, value: String, range: OptionRange)
  /// An option that nothing chosen reads.
  ///
  /// - Parameters:
  ///   - by: The option that chooses who reads it.
  ///   - readers: Those who do.
  case unread(option: String, by: String, readers: [String])
  case unknownPrecision(name: String)
  /// A second network that is not described at all.
  case noSecondRun
  /// The description of a second network, and what is wrong about it.
  indirect case secondRun(text: String, MethodError)
}

extension MethodError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownMethod(let name, let known):
      return "'--method' is '\(name)', but the methods are \(known)."
    case .unknownOption(let name, let known):
      return "there is no option '\(name)', but \(known.joined(separator: ", "))."
    case .missingValue(let option):
      return "Missing value for '--\(option) <\(option)>'"
    case .unexpectedValue(let option, let value):
      return "The option '--\(option)' does not take any value, but '\(value)' was specified."
    case .invalidValue(let option, let value, let allowed):
      return "The value '\(value)' is invalid for '--\(option) <\(option)>'" + remedy(allowed)
    case .outOfRange(let option, let value, let range):
      return "'--\(option)' is \(value), but must \(range.requirement)."
    case .unread(let option, let choice, let readers):
      let names = readers.dropFirst().map { "'\($0)'" }
      let others = names.count > 1 ? names.dropLast().map { ", \($0)" } : []
      let last = names.last.map { " or \($0)" } ?? ""
      return "'--\(option)' needs '--\(choice) \(readers.first ?? "")'"
        + others.joined() + last + "."
    case .unknownPrecision(let name):
      let names = Precision.allCases.map(\.rawValue).joined(separator: ", ")
      return "the precision is '\(name)', but may be \(names)."
    case .noSecondRun:
      return "name a method, as half."
    case .secondRun(let text, .unknownMethod(let name, let known)):
      return "compare '\(text)': the method is '\(name)', but the methods are \(known)."
    case .secondRun(let text, let reason):
      return "compare '\(text)': \(reason)"
    }
  }

  private func remedy(_ allowed: [String]) -> String {
    guard let last = allowed.last else { return "" }
    let names = allowed.map { "'\($0)'" }
    let list =
      names.count <= 2
      ? names.joined(separator: " and ")
      : names.dropLast().joined(separator: ", ") + " or '\(last)'"
    return ". Please provide one of \(list)."
  }
}
