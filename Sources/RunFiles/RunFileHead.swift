import Foundation
import GRDB
import Networks
import Runs
import SpikeStatistics

/// What a run file says once.
struct RunFileHead {
  let run: RunDescription
  let image: [Float]
  let writer: WriterIdentity
  let layers: [Layer]

  /// One population and what belongs to it.
  struct Layer: Sendable {
    let name: String
    let units: Int
    let threshold: Float?
    let reference: LayerReference?
    let fanOut: [Int32]?
  }

  init(of path: String, in database: Database) throws {
    let kind = try Int.fetchOne(database, sql: "PRAGMA application_id")
    guard kind == RunFileSchema.applicationID else {
      throw RunFileError(path, .malformed("this is a database, but no run file"))
    }
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard version <= RunFileSchema.version else {
      throw RunFileError(path, .newer(version: version))
    }
    let meta = { (key: String) in
      try Row.fetchOne(database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
    }
    guard let json: String = try meta("run")?["value"] else {
      throw RunFileError(path, .malformed("the description of the run is missing"))
    }
    do {
      run = try RunDescription(json: Data(json.utf8))
    } catch {
      throw RunFileError(path, .malformed("the description of the run is damaged: \(error)"))
    }
    let pixels: Data? = try meta("image")?["value"]
    let count = run.inputShape.count
    image =
      pixels.flatMap { BlobReader.floats($0, count: count) }
      ?? Array(repeating: 0, count: count)
    writer = WriterIdentity(try meta("writer")?["value"] ?? "")
    let rows = try Row.fetchAll(database, sql: "SELECT * FROM population ORDER BY id")
    guard rows.count == run.layers.count, !rows.isEmpty else {
      throw RunFileError(path, .malformed("\(rows.count) populations of \(run.layers.count)"))
    }
    layers = try zip(rows, run.layers).map { try Layer($0, $1, path: path) }
  }
}

extension RunFileHead.Layer {
  fileprivate init(_ row: Row, _ layer: RunDescription.Layer, path: String) throws {
    name = layer.name
    units = layer.shape.count
    threshold = layer.neuron.threshold
    let (units, replayed): (Int, Int) = (layer.shape.count, row["units"])
    let floats = { (data: Data?) in data.flatMap { BlobReader.floats($0, count: units) } }
    let (z, a): (Data?, Data?) = (row["preactivation"], row["activation"])
    guard replayed == units, (z == nil) == (floats(z) == nil), (a == nil) == (floats(a) == nil)
    else {
      throw RunFileError(path, .malformed("population \(layer.name) is damaged"))
    }
    if let preactivation = floats(z), let activation = floats(a) {
      reference = LayerReference(preactivation: preactivation, activation: activation)
    } else {
      reference = nil
    }
    let fanOutBytes: Data? = row["fan_out"]
    fanOut = fanOutBytes.flatMap { data in
      var reader = BlobReader(data)
      return reader.numbers(units)
    }
  }
}
