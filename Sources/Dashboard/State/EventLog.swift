/// What happened in this session, and where the cursor of the Log screen stands.
package struct EventLog: Equatable, Sendable {
  package struct Entry: Equatable, Sendable {
    /// Counts from 1 on.
    package var serial: Int
    package var step: Int
    package var image: Int
    package var method: Int
    package var text: String
    package var isError: Bool
  }

  /// The latest last.
  package private(set) var entries: [Entry] = []

  /// How many there have been, kept or dropped.
  package var count: Int { entries.last?.serial ?? 0 }

  /// The row under the cursor; `nil` for the first.
  package internal(set) var selected: LogRow.ID?

  static let maximumEntries = 1000

  mutating func append(
    _ text: String, isError: Bool, step: Int, image: Int, method: Int
  ) {
    entries.append(
      Entry(
        serial: count + 1, step: step, image: image, method: method, text: text, isError: isError))
    if entries.count > Self.maximumEntries { entries.removeFirst() }
  }
}
