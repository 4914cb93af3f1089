/// The lines that were typed in this session, to type again.
package struct CommandHistory: Equatable, Sendable {
  /// The latest last; no line twice in a row.
  package private(set) var lines: [String] = []
  private static let maximumLines = 200

  /// How far back the line in the prompt lies: 1 for the latest, 0 for a new one.
  private var age = 0

  /// The new line, while an old one is in the prompt.
  private var draft = ""

  /// A new prompt is open.
  mutating func begin() {
    age = 0
  }

  mutating func append(_ line: String) {
    begin()
    guard line.contains(where: { $0 != " " }), line != lines.last else { return }
    lines.append(line)
    if lines.count > Self.maximumLines { lines.removeFirst() }
  }

  /// The line before or after the one in the prompt; the same at either end.
  mutating func line(from text: String, isOlder: Bool) -> String {
    let next = age + (isOlder ? 1 : -1)
    guard (0...lines.count).contains(next) else { return text }
    if age == 0 { draft = text }
    age = next
    return age == 0 ? draft : lines[lines.count - age]
  }
}
