import Foundation
import Testing

/// Parses a JSON object.
func object(_ text: some StringProtocol) throws -> [String: Any] {
  let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
  return try #require(value as? [String: Any])
}

/// Runs a command that must succeed silently, and gives what it printed.
func output(
  of arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
) throws -> String {
  let outcome = try Program.run(arguments)
  let comment = Comment(rawValue: "\(arguments.joined(separator: " "))\n\(outcome.errors)")
  #expect(outcome.status == 0, comment, sourceLocation: sourceLocation)
  #expect(outcome.errors.isEmpty, comment, sourceLocation: sourceLocation)
  return outcome.output
}
