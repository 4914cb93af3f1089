import Foundation
import GRDB
import OutputFiles
import Recordings
import Runs
import SpikeStatistics
import SpikingEngine

/// Writes a run file, a transaction at a time: what was written survives the end of the process.
///
/// A reader may have the file open at the same time.
package final class RunFileWriter: Sendable {
  package let path: String

  /// What is written of each layer.
  private struct Layer: Sendable {
    let threshold: Float?
    let units: Int
    let hasReference: Bool
  }

  private let layers: [Layer]
  private let queue: DatabaseQueue

  /// Lets the file appear, as a run without steps.
  ///
  /// - Parameters:
  ///   - file: What `OutputFile.stageRun` has opened.
  ///   - request: What the run was asked for; `nil` where nobody says.
  ///   - image: The input of the network, in the order of unit numbers.
  ///   - maximumPages: How large the file may become, in pages of 32 kB; `nil` for the disk.
  /// - Throws: `OutputFileError` and `RunFileError` if it cannot be written.
  package init(
    _ file: StagedFile, _ description: RunDescription, request: RunRequest? = nil,
    setting: RunSetting, image: [Float], maximumPages: Int? = nil
  ) throws {
    path = file.path
    layers = zip(description.layers, setting.references).map { layer, reference in
      Layer(
        threshold: layer.neuron.threshold, units: layer.shape.count, hasReference: reference != nil)
    }
    do {
      try file.appear(.pages) { database in
        try RunFileSchema.create(in: database, hasFigures: !setting.figures.further.isEmpty)
        try Self.write(description, setting: setting, image: image, to: database)
        if let request { try Self.write(request, to: database) }
      }
      // A file that is there: the library would create one where a folder was moved away.
      queue = try DatabaseQueue(
        path: "\(RunFilePlace.address(of: path))?mode=rw",
        configuration: .writing(maximumPages: maximumPages))
    } catch let error as DatabaseError {
      throw RunFileError(path, .unwritable("\(Self.words(for: error)); give another place"))
    }
  }

  private static func write(
    _ description: RunDescription, setting: RunSetting, image: [Float], to database: Database
  ) throws {
    let json = String(decoding: description.json(), as: UTF8.self)
    let pixels = Data(littleEndian: image)
    for (key, value, checksum) in [
      ("run", json.databaseValue, RowChecksum([], [Data(json.utf8)]).value),
      ("image", pixels.databaseValue, RowChecksum([], [pixels]).value),
      ("writer", WriterIdentity.current.text.databaseValue, nil),
    ] {
      try database.execute(
        sql: "INSERT INTO meta VALUES (?, ?, ?)", arguments: [key, value, checksum])
    }
    for (number, layer) in description.layers.enumerated() {
      let reference = setting.references[number]
      let preactivation = reference.map { Data(littleEndian: $0.preactivation) }
      let activation = reference.map { Data(littleEndian: $0.activation) }
      var fanOut: Data?
      if !setting.fanOut[number].isEmpty {
        fanOut = Data()
        fanOut?.append(littleEndian: setting.fanOut[number])
      }
      try database.execute(
        sql: "INSERT INTO population VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          number, layer.name, layer.shape.count, layer.neuron.threshold, preactivation, activation,
          fanOut,
          RowChecksum(
            [number, layer.shape.count],
            [Data(layer.name.utf8), preactivation, activation, fanOut]
          ).value,
        ])
    }
  }

  private static func write(_ request: RunRequest, to database: Database) throws {
    let json = request.json()
    try database.execute(
      sql: "INSERT INTO meta VALUES ('request', ?, ?)",
      arguments: [String(decoding: json, as: UTF8.self), RowChecksum([], [json]).value])
  }

  /// Some steps to be written in one transaction.
  package struct Batch: Sendable {
    package var steps: Range<Int>
    package var raster: SpikeRaster
    package var potentials: PotentialLog
    /// What each layer did in each step, as far as it is known.
    package var statistics: [[StepHistory.Entry?]]
    /// Figures beyond those: for each step, of each layer.
    package var figures: [[[FigureValue]]]
    /// A step and the potentials of all layers after it, if they are to be written.
    package var checkpoint: (step: Int, potentials: [[Float]])?

    package init(
      steps: Range<Int>, raster: SpikeRaster, potentials: PotentialLog,
      statistics: [[StepHistory.Entry?]], figures: [[[FigureValue]]] = [],
      checkpoint: (step: Int, potentials: [[Float]])? = nil
    ) {
      self.steps = steps
      self.raster = raster
      self.potentials = potentials
      self.statistics = statistics
      self.figures = figures
      self.checkpoint = checkpoint
    }
  }

  /// Writes a batch; all of it or nothing is there afterwards.
  ///
  /// - Precondition: The raster still has the steps.
  package func write(_ batch: Batch) throws(RunFileError) {
    try perform { [layers] database in
      var (chunks, potentials) = (0, 0)
      for (number, layer) in layers.enumerated() {
        let chunk = SpikeChunk(
          of: number, steps: batch.steps, raster: batch.raster, threshold: layer.threshold)
        if let chunk {
          try Self.write(chunk, of: number, steps: batch.steps, to: database)
          chunks += 1
        }
        if try Self.write(batch.potentials, of: number, steps: batch.steps, to: database) {
          potentials += 1
        }
        for (step, entries) in zip(batch.steps, batch.statistics) {
          guard let entry = entries[number] else { continue }
          try Self.write(entry, of: number, at: step, layer: layer, to: database)
        }
        for (step, figures) in zip(batch.steps, batch.figures) {
          try Self.write(figures[number], of: number, at: step, to: database)
        }
      }
      if let (step, potentials) = batch.checkpoint {
        try Self.write(potentials, after: step, to: database)
      }
      try database.cachedStatement(sql: "INSERT INTO batch VALUES (?, ?, ?, ?, ?)").execute(
        arguments: [
          batch.steps.lowerBound, batch.steps.count, chunks, potentials,
          batch.checkpoint?.potentials.count ?? 0,
        ])
    }
  }

  private static func write(
    _ chunk: SpikeChunk, of layer: Int, steps: Range<Int>, to database: Database
  ) throws {
    try database.cachedStatement(sql: "INSERT INTO chunk VALUES (?, ?, ?, ?, ?, ?, ?)").execute(
      arguments: [
        layer, steps.lowerBound, steps.count, chunk.encoding.rawValue, chunk.spikes, chunk.amounts,
        chunk.checksum(of: layer, steps: steps).value,
      ])
  }

  /// The potentials of all layers after a step.
  private static func write(
    _ potentials: [[Float]], after step: Int, to database: Database
  ) throws {
    for (number, potentials) in potentials.enumerated() {
      let bytes = Data(littleEndian: potentials)
      try database.cachedStatement(sql: "INSERT INTO checkpoint VALUES (?, ?, ?, ?)").execute(
        arguments: [step, number, bytes, RowChecksum([number, step, 1], [bytes]).value])
    }
  }

  /// The potentials of one layer, if they are kept.
  ///
  /// - Returns: Whether there are any.
  private static func write(
    _ log: PotentialLog, of layer: Int, steps: Range<Int>, to database: Database
  ) throws -> Bool {
    guard log.layers.contains(layer) else { return false }
    var first = steps.lowerBound
    var bytes = Data()
    for step in steps {
      guard let potentials = log.potentials(of: layer, at: step) else {
        first = step + 1
        continue
      }
      bytes.append(littleEndian: potentials.map(\.bitPattern))
    }
    guard first < steps.upperBound else { return false }
    let count = steps.upperBound - first
    try database.cachedStatement(sql: "INSERT INTO potential VALUES (?, ?, ?, ?, ?)").execute(
      arguments: [layer, first, count, bytes, RowChecksum([layer, first, count], [bytes]).value])
    return true
  }

  /// What one layer did in one step; what is not defined is null.
  private static func write(
    _ entry: StepHistory.Entry, of number: Int, at step: Int, layer: Layer, to database: Database
  ) throws {
    let hasDeviation = !entry.meanDeviation.isNaN
    try database.cachedStatement(sql: "INSERT INTO statistic VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
      .execute(
        arguments: [
          number, step, entry.spikes, layer.hasReference ? entry.sinSpikes : nil,
          layer.hasReference ? entry.sinNeurons : nil, hasDeviation ? entry.meanDeviation : nil,
          hasDeviation ? entry.leading : nil, hasDeviation ? entry.lagging : nil,
        ])
  }

  private static func write(
    _ figures: [FigureValue], of number: Int, at step: Int, to database: Database
  ) throws {
    for (figure, value) in figures {
      try database.cachedStatement(sql: "INSERT INTO figure VALUES (?, ?, ?, ?)").execute(
        arguments: [number, step, figure.id, value])
    }
  }

  /// Notes that something happened at a step.
  package func write(_ event: RunFileEvent) throws(RunFileError) {
    try perform { database in
      try database.execute(
        sql: "INSERT INTO event (step, kind, text) VALUES (?, ?, ?)",
        arguments: [event.step, event.kind, event.text])
    }
  }

  /// Says that nothing will follow, and leaves one file that needs no others beside it.
  package func finish() throws(RunFileError) {
    try perform { database in
      try database.execute(sql: "INSERT OR REPLACE INTO meta (key, value) VALUES ('finished', 1)")
    }
    do {
      queue.writeWithoutTransaction { database in
        // A reader that has the file open keeps it in the other mode, which does no harm.
        _ = try? database.execute(sql: "PRAGMA journal_mode = DELETE")
      }
      try queue.close()
    } catch {
      throw RunFileError(path, .unwritable(Self.words(for: error)))
    }
  }

  private func perform(_ work: (Database) throws -> Void) throws(RunFileError) {
    do {
      try queue.write(work)
    } catch {
      throw RunFileError(path, .unwritable(Self.words(for: error)))
    }
  }

  private static func words(for error: any Error) -> String {
    guard let error = error as? DatabaseError else { return "\(error)" }
    return switch error.resultCode {
    case .SQLITE_FULL: "the disk is full"
    case .SQLITE_CANTOPEN: "the file cannot be created"
    case .SQLITE_READONLY: "the file may not be written"
    case .SQLITE_IOERR:
      "the system takes no more of it (\(error.message ?? "\(error.resultCode)")); choose another "
        + "place"
    default: error.message ?? "\(error.resultCode)"
    }
  }
}

/// Something that happened at a step, as a mark that the user set.
package struct RunFileEvent: Equatable, Sendable {
  package var step: Int
  package var kind: String
  package var text: String

  package init(step: Int, kind: String, text: String) {
    self.step = step
    self.kind = kind
    self.text = text
  }
}

extension Configuration {
  /// Blobs of some 10 kB to 1 MB.
  fileprivate static var pages: Configuration {
    var configuration = Configuration()
    configuration.label = "run file"
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA page_size = 32768") }
    return configuration
  }

  /// Readers do not wait for the writer, nor it for them; a killed process loses at most the
  /// transaction under way.
  fileprivate static func writing(maximumPages: Int?) -> Configuration {
    var configuration = Configuration()
    configuration.label = "run file"
    configuration.prepareDatabase { database in
      try database.execute(
        sql: """
          PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 1024;
          """)
      if let maximumPages {
        try database.execute(sql: "PRAGMA max_page_count = \(maximumPages)")
      }
    }
    return configuration
  }
}
