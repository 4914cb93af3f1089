import Foundation
import InputFiles

/// A kind of file with spikes of another program: how it is recognised, and how it is read.
package struct SpikeFileReader: Sendable {
  /// As lists of what can be read have it: `npz`.
  package let name: String

  /// How names of such files usually end, for completions only; the content decides.
  package let suffixes: [String]

  /// Whether a file that begins so is of this kind; `start` holds up to 512 bytes.
  let recognizes: @Sendable (_ start: Data) -> Bool

  /// The spikes of a file that was recognised, or `nil` if it is not of this kind after all.
  let read: @Sendable (_ path: String, SpikeReading) throws -> ForeignSpikes?

  package init(
    _ name: String, suffixes: [String], recognizes: @escaping @Sendable (_ start: Data) -> Bool,
    read: @escaping @Sendable (_ path: String, SpikeReading) throws -> ForeignSpikes?
  ) {
    self.name = name
    self.suffixes = suffixes
    self.recognizes = recognizes
    self.read = read
  }
}

/// The kinds of files with spikes that can be read.
package struct SpikeFileReaders: Sendable {
  /// In the order in which a file is tried; what has no first bytes of its own comes last.
  package let all: [SpikeFileReader]

  /// - Precondition: No two have the same name.
  package init(_ all: [SpikeFileReader]) {
    precondition(Set(all.map(\.name)).count == all.count, "two readers have one name")
    self.all = all
  }

  /// What this program reads.
  package static let standard = SpikeFileReaders([
    .npz,
    .sonata,
    .text,
  ])

  /// How names of such files usually end, each ending once.
  package var suffixes: [String] {
    all.flatMap(\.suffixes).reduce(into: []) { known, suffix in
      if !known.contains(suffix) { known.append(suffix) }
    }
  }

  /// The spikes of a file, by the first reader that recognises it.
  ///
  /// - Throws: `SpikeFileError`, also where there is no such file, nobody recognises it, or what
  ///   the user says of it is not so, and whatever reading the arrays of an npz file throws.
  func spikes(at path: String, _ reading: SpikeReading) throws -> ForeignSpikes {
    let file: InputFile
    do {
      file = try InputFile(path)
    } catch {
      throw SpikeFileError(error)
    }
    let start = Data(try file.read(0..<min(512, file.size)))
    for reader in all where reader.recognizes(start) {
      guard let spikes = try reader.read(path, reading) else { continue }
      if let fault = reading.fault(with: spikes) {
        throw SpikeFileError(path, .unsuitable, fault)
      }
      return spikes
    }
    throw SpikeFileError(
      path, .malformed,
      "is neither \(alternatives); spikes of other programs are read from these")
  }

  /// `text nor npz, SONATA or a run file`, by the readers.
  private var alternatives: String {
    let names = all.map(\.name)
    let first = names.last ?? ""
    return "\(first) nor \(names.dropLast().joined(separator: ", ")) or a run file"
  }
}
