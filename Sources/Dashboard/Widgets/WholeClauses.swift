import TerminalUI

/// A text without the last of its clauses, as many as do not fit: no number and no word is cut.
///
/// - Parameters:
///   - width: In characters.
///   - separators: What stands between clauses of which the first ones say something by themselves.
/// - Returns: `nil` where not even the first clause fits; what opens a bracket and does not close
///   it is no clause.
package func wholeClauses(
  _ text: String, width: Int, between separators: [String] = [", ", "; "]
) -> String? {
  let characters = Array(text)
  guard characters.count > width else { return text }
  for count in stride(from: width, to: 0, by: -1) {
    let (head, rest) = (characters[..<count], characters[count...])
    guard separators.contains(where: { rest.starts(with: $0) }) else { continue }
    if head.count(where: { $0 == "(" }) == head.count(where: { $0 == ")" }) { return String(head) }
  }
  return nil
}

extension Canvas {
  /// Writes as many clauses of a text as fit into a field; a first one that does not is cut.
  mutating func writeClauses(
    _ text: String, row: Int, column: Int, width: Int, style: Style = .plain
  ) {
    write(
      wholeClauses(text, width: width) ?? text, row: row, column: column, width: width,
      alignment: .left, style: style)
  }
}
