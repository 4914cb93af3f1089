import Foundation
import OutputFiles
import PlainText

/// What spikes are written to, from its start to its end: a file, which appears whole or not at
/// all, or standard output.
package final class SpikeOutput {
  /// `nil` for standard output.
  private let file: StagedFile?
  private var buffer = Data()

  /// In bytes.
  private static let portion = 1 << 16

  /// - Parameter file: `nil` for standard output.
  package init(_ file: StagedFile?) {
    self.file = file
  }

  /// As messages have it.
  package var name: String { file?.path ?? "standard output" }

  /// Writes more of the content.
  package func append(_ text: String) throws {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.portion { try flush() }
  }

  /// Writes more of the content.
  package func append(_ content: Data) throws {
    try flush()
    try write(content)
  }

  /// Lets the file appear.
  package func finish() throws {
    try flush()
    guard let file else { return try StandardOutput.flush() }
    try file.appear()
  }

  private func flush() throws {
    try write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  private func write(_ content: Data) throws(OutputFileError) {
    guard let file else { return StandardOutput.write(content) }
    try file.append(content)
  }
}
