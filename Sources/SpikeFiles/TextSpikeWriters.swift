import Foundation
import PlainText

/// A file that is written from its start to its end, and appears whole or not at all; `-` is
/// standard output.
final class StreamedFile {
  let path: String
  private let temporary: String
  private let handle: FileHandle?
  private var buffer = Data()

  init(_ path: String) throws(SpikeFileError) {
    self.path = path
    guard path != "-" else {
      (temporary, handle) = ("", nil)
      return
    }
    temporary = "\(path).\(UUID().uuidString.prefix(8)).part"
    guard FileManager.default.createFile(atPath: temporary, contents: nil),
      let handle = FileHandle(forWritingAtPath: temporary)
    else { throw SpikeFileError(path, .unwritable, "cannot be created; choose another place") }
    self.handle = handle
  }

  deinit {
    guard path != "-" else { return }
    try? handle?.close()
    try? FileManager.default.removeItem(atPath: temporary)
  }

  func append(_ text: String) throws(SpikeFileError) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= 1 << 16 { try flush() }
  }

  func append(_ data: Data) throws(SpikeFileError) {
    buffer.append(data)
    if buffer.count >= 1 << 16 { try flush() }
  }

  /// Moves the file to its place.
  func finish() throws {
    try flush()
    guard let handle else { return try StandardOutput.flush() }
    try? handle.synchronize()
    guard rename(temporary, path) == 0 else {
      throw SpikeFileError(path, .unwritable, systemReason())
    }
  }

  private func flush() throws(SpikeFileError) {
    defer { buffer.removeAll(keepingCapacity: true) }
    guard let handle else { return StandardOutput.write(buffer) }
    do {
      try handle.write(contentsOf: buffer)
    } catch {
      throw SpikeFileError(path, .unwritable, systemReason(of: error))
    }
  }
}

extension SpikeFileWriter {
  /// A table, for shells.
  package static let csv = SpikeFileWriter(
    "csv", readers: "step,time_ms,layer,neuron", isStream: true
  ) { path, populations, _ in
    try CSVSpikeWriter(path, populations: populations)
  }

  /// Two columns, for neuroscience tools.
  package static let gdf = SpikeFileWriter(
    "gdf", readers: "NEST, Neo and Elephant", isStream: true
  ) { path, populations, _ in
    try GDFSpikeWriter(path, populations: populations)
  }
}

/// One spike a line under a header: `step,time_ms,layer,neuron`, for shells and tables.
package struct CSVSpikeWriter: SpikeWriter {
  private let populations: [SpikePopulation]
  private let file: StreamedFile

  package init(_ path: String, populations: [SpikePopulation]) throws(SpikeFileError) {
    self.populations = populations
    file = try StreamedFile(path)
    try file.append("step,time_ms,layer,neuron\n")
  }

  package func write(
    _ neurons: [Int], of population: Int, atStep step: Int, time: Double
  ) throws {
    let name = csvField(populations[population].name)
    for neuron in neurons { try file.append("\(step),\(time),\(name),\(neuron)\n") }
  }

  package func finish() throws { try file.finish() }
}

/// NEST's `.gdf`: a global number and the time in ms, between them a tab, and no header.
///
/// Neurons are numbered through all populations, from 0 on. (Neo's NestIO reads it, and Elephant
/// through it; it takes no header.)
package struct GDFSpikeWriter: SpikeWriter {
  private let starts: [Int]
  private let file: StreamedFile

  package init(_ path: String, populations: [SpikePopulation]) throws(SpikeFileError) {
    starts = firstNumbers(of: populations)
    file = try StreamedFile(path)
  }

  package func write(
    _ neurons: [Int], of population: Int, atStep step: Int, time: Double
  ) throws {
    for neuron in neurons { try file.append("\(starts[population] + neuron)\t\(time)\n") }
  }

  package func finish() throws { try file.finish() }
}

/// The number of the first neuron of each population, where all are numbered through.
func firstNumbers(of populations: [SpikePopulation]) -> [Int] {
  var next = 0
  return populations.map { population in
    defer { next += population.neurons }
    return next
  }
}
