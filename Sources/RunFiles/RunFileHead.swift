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
    let neuron: NeuronParameters
    let threshold: Float?
    let reference: LayerReference?
    let fanOut: [Int32]?
  }

  init(of file: RunFileDatabase, in database: Database) throws {
    try Self.checkKind(of: file, in: database)
    let meta = RunFileMeta(file: file, database: database)
    run = try Self.description(meta, of: file)
    image = try Self.image(meta, run: run, of: file)
    writer = WriterIdentity(try meta.value("writer") { try $0.text("value") } ?? "")
    layers = try Self.layers(of: file, run: run, in: database)
    guard layers.count == run.layers.count else {
      throw RunFileError(
        file.path, .malformed("\(layers.count) populations of \(run.layers.count)"))
    }
  }

  private static func checkKind(of file: RunFileDatabase, in database: Database) throws {
    let kind = try Int.fetchOne(database, sql: "PRAGMA application_id")
    guard kind == RunFileSchema.applicationID else {
      throw RunFileError(file.path, .malformed("this is a database, but no run file"))
    }
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard version >= 0 else {
      throw RunFileError(file.path, .malformed("this is no run file: its version is \(version)"))
    }
    guard version <= RunFileSchema.version else {
      throw RunFileError(file.path, .newer(version: version))
    }
  }

  private static func description(
    _ meta: RunFileMeta, of file: RunFileDatabase
  ) throws -> RunDescription {
    guard let json = try meta.text("run", saying: "the description of the run is damaged") else {
      throw RunFileError(file.path, .malformed("the description of the run is missing"))
    }
    let run: RunDescription
    do {
      run = try RunDescription(json: Data(json.utf8))
    } catch {
      throw RunFileError(
        file.path,
        .malformed("the description of the run is damaged: \(RunDescription.sentence(of: error))"))
    }
    // Every neuron has a fan-out of 4 bytes in the file.
    let neurons = run.layers.reduce(0) { $0 + $1.shape.count }
    guard max(neurons, run.inputShape.count) <= file.size else {
      throw RunFileError(
        file.path, .malformed("\(neurons) neurons are described in \(file.size) bytes"))
    }
    return run
  }

  /// The input; zeros where the file has none.
  private static func image(
    _ meta: RunFileMeta, run: RunDescription, of file: RunFileDatabase
  ) throws -> [Float] {
    let count = run.inputShape.count
    let found = try meta.value("image") { row in
      let pixels = try row.blob("value")
      return (pixels, isWhole: try row.holds(RowChecksum([], [pixels])))
    }
    guard let (pixels, isWhole) = found else { return Array(repeating: 0, count: count) }
    guard isWhole, let image = BlobReader.floats(pixels, count: count) else {
      throw RunFileError(file.path, .malformed("the input of the network is damaged"))
    }
    return image
  }

  private static func layers(
    of file: RunFileDatabase, run: RunDescription, in database: Database
  ) throws -> [Layer] {
    let columns =
      "id, name, units, preactivation, activation, fan_out\(file.added("crc", to: "population"))"
    var number = 0
    let layers = try file.rows(
      of: "population", most: run.layers.count, "SELECT \(columns) FROM population ORDER BY id",
      in: database
    ) { row in
      defer { number += 1 }
      return try Layer(row, run.layers[number], number: number, path: file.path)
    }
    // Whoever writes knows it of all layers or of none.
    if let lost = layers.first(where: { $0.fanOut == nil }),
      layers.contains(where: { $0.fanOut != nil })
    {
      throw RunFileError(
        file.path,
        .malformed("the fan-out of population \(lost.name) is missing, where others have theirs"))
    }
    return layers
  }
}

extension RunFileEvent {
  /// What happened, in the order of writing.
  static func all(of file: RunFileDatabase, in database: Database) throws -> [RunFileEvent] {
    try file.rows(of: "event", "SELECT step, kind, text FROM event ORDER BY id", in: database) {
      RunFileEvent(
        step: try $0.integer("step", in: 0...RunDescription.largestStep),
        kind: try $0.text("kind"), text: try $0.text("text"))
    }
  }
}

extension RunFileHead.Layer {
  fileprivate init(
    _ row: RunFileRow, _ layer: RunDescription.Layer, number: Int, path: String
  ) throws {
    name = layer.name
    units = layer.shape.count
    neuron = layer.neuron
    threshold = layer.neuron.threshold
    let units = units
    let damage = RunFileError(path, .malformed("population \(layer.name) is damaged"))
    let floats = { (column: String) -> [Float]? in
      guard let blob = try row.optionalBlob(column) else { return nil }
      guard let floats = BlobReader.floats(blob, count: units) else { throw damage }
      return floats
    }
    guard try row.integer("id") == number, try row.text("name") == layer.name,
      try row.integer("units") == units
    else { throw damage }
    let (preactivation, activation) = (try floats("preactivation"), try floats("activation"))
    if let preactivation, let activation {
      reference = LayerReference(preactivation: preactivation, activation: activation)
    } else {
      guard preactivation == nil, activation == nil else { throw damage }
      reference = nil
    }
    fanOut = try row.optionalBlob("fan_out").map { blob in
      let counts: [Int32]? = BlobReader.integers(blob, count: units)
      guard let counts, counts.allSatisfy({ $0 >= 0 }) else { throw damage }
      return counts
    }
    let blobs = try ["preactivation", "activation", "fan_out"].map { try row.optionalBlob($0) }
    guard try row.holds(RowChecksum([number, units], [Data(layer.name.utf8)] + blobs)) else {
      throw damage
    }
  }
}

/// What the table `meta` says under its keys.
struct RunFileMeta {
  let file: RunFileDatabase
  let database: Database

  /// A text that is as it was written; in files of earlier versions nobody says.
  ///
  /// - Parameter damage: What is said where it is another one.
  /// - Returns: `nil` where there is no such key.
  func text(_ key: String, saying damage: String) throws -> String? {
    try value(key) { row in
      let text = try row.text("value")
      let isKnown = row.hasColumn("crc") ? try row.optionalInteger("crc") != nil : false
      guard try !isKnown || row.holds(RowChecksum([], [Data(text.utf8)])) else {
        throw RunFileError(file.path, .malformed(damage))
      }
      return text
    }
  }

  /// - Returns: `nil` where there is no such key.
  func value<Value>(_ key: String, _ value: (RunFileRow) throws -> Value) throws -> Value? {
    try file.rows(
      of: "meta", most: 1,
      "SELECT value\(file.added("crc", to: "meta")) FROM meta WHERE key = ?", [key], in: database,
      value
    ).first
  }
}
