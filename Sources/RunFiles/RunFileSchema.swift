import GRDB

/// The tables of a run file, version 1: one SQLite database for one image before one network.
///
/// Neurons are in channels-last order: neuron `(y·W + x)·C + c` of a map of C channels. Numbers in
/// blobs are little-endian. A batch of steps is written in one transaction, and steps are there as
/// soon as a row of `batch` says so; a layer that did not fire in a batch has no chunk in it.
///
///     meta        key, value, crc `run`: RunDescription as JSON; `request`: RunRequest as JSON,
///                                 absent in files of spiketop 0.1.0; `image`: the input, float32;
///                                 `writer`: who writes; `finished`: 1 once nobody does; crc: of
///                                 `run`, `request` and `image`, null of the others
///     population  id, name, units, threshold (null: none),
///                 preactivation, activation    z and a of the analog network, float32, or null
///                 fan_out                      synaptic additions per spike, int32, or null
///                 crc: of id, units; name, preactivation, activation, fan_out
///     batch       step0, steps    steps step0 ..< step0 + steps are there
///                 chunks, potentials, checkpoints   how many rows of these tables lie in them
///     chunk       population, step0, steps, encoding, spikes, amounts, crc
///                 encoding 0: per step, bits in words of 8 bytes, the first neuron lowest
///                 encoding 1: per step, a uint32 count and so many ascending uint32 neurons
///                 amounts: what spikes delivered; null: the threshold each; else per step a
///                 uint32 count n and n float32: none, one for all events, or one for each
///                 crc: of population, step0, steps, encoding; spikes, amounts
///     potential   population, step0, steps, v, crc   float32 [steps][units], of chosen populations
///                 crc: of population, step0, steps; v
///     statistic   population, step, spikes     of this step
///                 sin_spikes, sin_neurons      spikes of inactivated neurons in this step, and
///                                              how many of them have fired; null without an ANN
///                 mean_deviation, leading, lagging   D of the layer, neurons with D > 0 and D < 0;
///                                              null where D is not defined
///     figure      population, step, name, value    figures beyond those of `statistic`; null where
///                                              there is no value. Only if there are any
///     checkpoint  step, population, v, crc         float32 [units], of all, now and then
///                 crc: of population, step, 1; v
///     event       id, step, kind, text             kind: mark, stop
///
/// A `crc` is zlib's CRC-32 of numbers, each as an int64, and behind them of texts and blobs, each
/// after its length as an int64, -1 for null. Files of earlier spiketops have no `crc`, and no
/// numbers of rows in `batch`; whoever reads columns by name need not know of them.
enum RunFileSchema {
  static let version = 1

  /// "spkt", which tells a run file from other databases.
  static let applicationID = 0x7370_6B74

  /// Whether a file may be a run file, as SQLite's header of 100 bytes says.
  static func begins(_ header: [UInt8]) -> Bool {
    header.count == 100 && header.starts(with: Array("SQLite format 3\0".utf8))
      && header[68..<72].reduce(0) { $0 << 8 | Int($1) } == applicationID
  }

  /// The tables that every run file has.
  static let tables = [
    "meta", "population", "batch", "chunk", "potential", "statistic", "checkpoint", "event",
  ]

  /// The tables whose rows a row of `batch` counts, and their column of steps.
  static let counted = [
    (table: "chunk", count: "chunks", step: "step0"),
    (table: "potential", count: "potentials", step: "step0"),
    (table: "checkpoint", count: "checkpoints", step: "step"),
  ]

  static func create(in database: Database, hasFigures: Bool) throws {
    try database.execute(
      sql: """
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(version);
        CREATE TABLE meta (key TEXT PRIMARY KEY, value, crc INTEGER);
        CREATE TABLE population (
          id INTEGER PRIMARY KEY, name TEXT NOT NULL, units INTEGER NOT NULL, threshold REAL,
          preactivation BLOB, activation BLOB, fan_out BLOB, crc INTEGER);
        CREATE TABLE batch (
          step0 INTEGER PRIMARY KEY, steps INTEGER NOT NULL, chunks INTEGER, potentials INTEGER,
          checkpoints INTEGER);
        CREATE TABLE chunk (
          population INTEGER NOT NULL, step0 INTEGER NOT NULL, steps INTEGER NOT NULL,
          encoding INTEGER NOT NULL, spikes BLOB NOT NULL, amounts BLOB, crc INTEGER);
        CREATE UNIQUE INDEX chunk_place ON chunk (population, step0);
        CREATE TABLE potential (
          population INTEGER NOT NULL, step0 INTEGER NOT NULL, steps INTEGER NOT NULL,
          v BLOB NOT NULL, crc INTEGER);
        CREATE UNIQUE INDEX potential_place ON potential (population, step0);
        CREATE TABLE statistic (
          population INTEGER NOT NULL, step INTEGER NOT NULL, spikes INTEGER NOT NULL,
          sin_spikes INTEGER, sin_neurons INTEGER, mean_deviation REAL, leading INTEGER,
          lagging INTEGER, PRIMARY KEY (population, step)) WITHOUT ROWID;
        CREATE TABLE checkpoint (
          step INTEGER NOT NULL, population INTEGER NOT NULL, v BLOB NOT NULL, crc INTEGER);
        CREATE UNIQUE INDEX checkpoint_place ON checkpoint (population, step);
        CREATE TABLE event (
          id INTEGER PRIMARY KEY, step INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL);
        """)
    guard hasFigures else { return }
    try database.execute(
      sql: """
        CREATE TABLE figure (
          population INTEGER NOT NULL, step INTEGER NOT NULL, name TEXT NOT NULL, value REAL,
          PRIMARY KEY (population, step, name)) WITHOUT ROWID;
        """)
  }
}
