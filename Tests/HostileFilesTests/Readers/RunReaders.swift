import Foundation
import GRDB

extension HostileReader {
  static let runFile = HostileReader(
    name: "run file", fileName: "run.snn",
    commands: [
      ReadingCommand("export {} --format csv -o -"),
      ReadingCommand("replay {} --no-model --plain-steps 40"),
    ],
    honest: { HostileFile("honest", $0.run) },
    files: { honest in
      let pages = stride(from: 4096, to: honest.run.count, by: max(honest.run.count / 12, 4096))
      return try rows(honest.run) + tables(honest.run) + strangers()
        + cuts(honest.run, at: [1, 15, 16, 100, 2000] + Array(pages))
        + changes(honest.run, count: 20, seed: 27, in: 0..<100)
        + changes(honest.run, count: 60, seed: 28)
    })

  /// What was asked for, as the file has it.
  static let runRequest = HostileReader(
    name: "run request", fileName: "run.snn",
    commands: [ReadingCommand("replay {} --plain-steps 9")],
    honest: { HostileFile("honest", $0.run) },
    files: { honest in
      try requests.map { name, text, right in
        let text = text.replacing("'", with: "''")
        return HostileFile(
          name,
          try changed(honest.run, by: "UPDATE meta SET value = '\(text)' WHERE key = 'request'")
            ?? [], right)
      }
    })

  /// A copy of a run file on which a statement was carried out; `nil` where the tables forbid it.
  private static func changed(_ run: [UInt8], by statement: String) throws -> [UInt8]? {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).snn")
    defer { try? FileManager.default.removeItem(at: path) }
    try Data(run).write(to: path)
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path.path, configuration: configuration)
    do {
      try queue.writeWithoutTransaction { database in
        try database.execute(
          sql: "PRAGMA journal_mode = DELETE; PRAGMA ignore_check_constraints = ON")
        try database.execute(sql: statement)
      }
    } catch {
      return nil
    }
    try queue.close()
    return Array(try Data(contentsOf: path))
  }

  private static func file(
    _ name: String, _ run: [UInt8], _ statement: String, _ right: Right = .refused
  ) throws -> [HostileFile] {
    try changed(run, by: statement).map { [HostileFile(name, $0, right)] } ?? []
  }

  /// Every column that is read, with what no program writes there.
  private static func rows(_ run: [UInt8]) throws -> [HostileFile] {
    let columns: [(String, [String], String)] = [
      ("meta", ["value"], "key = 'run'"), ("meta", ["value"], "key = 'image'"),
      ("meta", ["value"], "key = 'request'"), ("meta", ["value"], "key = 'writer'"),
      ("meta", ["value"], "key = 'finished'"),
      (
        "population",
        ["id", "name", "units", "threshold", "preactivation", "activation", "fan_out"], "id = 0"
      ),
      ("batch", ["step0", "steps"], "rowid = (SELECT min(rowid) FROM batch)"),
      ("chunk", ["population", "step0", "steps", "encoding", "spikes", "amounts"], "rowid = 1"),
      ("potential", ["population", "step0", "steps", "v"], "rowid = 1"),
      (
        "statistic", ["population", "step", "spikes", "sin_spikes", "mean_deviation", "lagging"],
        "step = 1"
      ),
      ("checkpoint", ["step", "population", "v"], "rowid = 1"),
      ("event", ["id", "step", "kind", "text"], "id = 1"),
    ]
    let values = [
      "NULL", "-1", "1.5", "4611686018427387904", "-9223372036854775808", "9e999", "'1'", "x''",
      "zeroblob(1000000)",
    ]
    return try columns.flatMap { table, columns, row in
      try columns.flatMap { column in
        try values.flatMap { value in
          try file(
            "\(table).\(column) of \(row): \(value)", run,
            "UPDATE \(table) SET \(column) = \(value) WHERE \(row)",
            .either(because: "it may not be read, or be a lawful value"))
        }
      }
    }
  }

  /// Puts what a query says in the place of a table.
  private static func view(_ query: String) -> String {
    "DROP TABLE event; CREATE VIEW event AS \(query)"
  }

  /// Damage that must be seen.
  private static func tables(_ run: [UInt8]) throws -> [HostileFile] {
    try statements.flatMap { try file($0.0, run, $0.1, $0.2) } + descriptions(run)
  }

  /// Takes away the columns that came later.
  private static let ofEarlierVersion =
    ["meta", "population", "chunk", "potential", "checkpoint"]
    .map { "ALTER TABLE \($0) DROP COLUMN crc; " }.joined()
    + ["chunks", "potentials", "checkpoints"]
    .map { "ALTER TABLE batch DROP COLUMN \($0)" }.joined(separator: "; ")

  private static let statements: [(String, String, Right)] = [
    (
      "a chunk that is short", "UPDATE chunk SET spikes = substr(spikes, 1, length(spikes) - 1)",
      .refused
    ),
    ("a chunk that is long", "UPDATE chunk SET spikes = spikes || x'00'", .refused),
    ("spikes as text", "UPDATE chunk SET spikes = 'spikes'", .refused),
    (
      "spikes of neurons that are not there",
      "UPDATE chunk SET encoding = 1, spikes = x'01000000FFFFFFFF' || zeroblob(4 * (steps - 1))",
      .refused
    ),
    ("an unknown encoding", "UPDATE chunk SET encoding = 9", .refused),
    ("a chunk of more steps than there are", "UPDATE chunk SET steps = 1000000", .refused),
    (
      "a chunk of an unknown population", "UPDATE chunk SET population = population + 100",
      .refused
    ),
    ("a batch of 2^62 steps", "UPDATE batch SET steps = 4611686018427387904", .refused),
    ("batches over each other", "INSERT INTO batch (step0, steps) VALUES (2, 10)", .refused),
    (
      "a gap between batches", "INSERT INTO batch (step0, steps) VALUES (1000, 10)", .refused
    ),
    (
      "without the last batch",
      "DELETE FROM batch WHERE step0 = (SELECT max(step0) FROM batch)", .refused
    ),
    (
      "without a fan-out", "UPDATE population SET fan_out = NULL WHERE id = 0", .refused
    ),
    ("without potentials", "DELETE FROM potential", .refused),
    (
      "without the last potentials",
      "DELETE FROM potential WHERE step0 = (SELECT max(step0) FROM potential)", .refused
    ),
    (
      "a spike of another neuron",
      "UPDATE chunk SET encoding = 1, spikes = x'0100000001000000' || zeroblob(4 * (steps - 1))",
      .refused
    ),
    (
      "without potentials, as earlier versions wrote",
      "\(ofEarlierVersion); DELETE FROM potential", .refused
    ),
    (
      "as earlier versions wrote", ofEarlierVersion, .accepted
    ),
    (
      "no batches", "DELETE FROM batch", .refused
    ),
    ("no populations", "DELETE FROM population", .refused),
    (
      "a population more", "INSERT INTO population (id, name, units) VALUES (99, 'more', 5)",
      .refused
    ),
    ("units of 2^62", "UPDATE population SET units = 4611686018427387904", .refused),
    ("a name of null", "UPDATE population SET name = NULL WHERE id = 0", .refused),
    (
      "a name with escapes", "UPDATE population SET name = char(27) || '[2J' || char(10)",
      .either(because: "the description has another name")
    ),
    ("no description", "DELETE FROM meta WHERE key = 'run'", .refused),
    ("a description of null", "UPDATE meta SET value = 'null' WHERE key = 'run'", .refused),
    (
      "no image", "DELETE FROM meta WHERE key = 'image'",
      .either(because: "what was recorded is whole without the input, which counts as zeros")
    ),
    (
      "an image of NaN",
      "UPDATE meta SET value = x'0000C07F' || substr(value, 5) WHERE key = 'image'",
      .either(because: "spikes are spikes, whatever the image")
    ),
    (
      "an image that is short", "UPDATE meta SET value = x'00000000' WHERE key = 'image'",
      .refused
    ),
    (
      "events without end",
      "WITH RECURSIVE n(i) AS (SELECT 9 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
        + "INSERT INTO event SELECT i, 1, 'mark', 'x' FROM n",
      .either(because: "a limit on marks is lawful")
    ),
    (
      "an event with escapes",
      "INSERT INTO event VALUES (7, 1, char(27) || '[2J', char(27) || ']0;' || char(7))",
      .either(because: "an unknown kind may be passed over")
    ),
    ("another application", "PRAGMA application_id = 7", .refused),
    ("a later version", "PRAGMA user_version = 99", .refused),
    ("version -1", "PRAGMA user_version = -1", .refused),
    ("without a table", "DROP TABLE chunk", .refused),
    ("without statistics", "DROP TABLE statistic", .refused),
    ("a column that is missing", "ALTER TABLE chunk DROP COLUMN amounts", .refused),
    (
      "a view for a table",
      view("SELECT 1 AS id, 1 AS step, 'a' AS kind, 'b' AS text"),
      .refused
    ),
    (
      "a view without end",
      view(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
          + "SELECT i AS id, 1 AS step, 'a' AS kind, 'b' AS text FROM n"),
      .refused
    ),
    (
      "a view of much memory",
      view("SELECT 1 AS id, 1 AS step, 'a' AS kind, hex(zeroblob(900000000)) AS text"),
      .refused
    ),
    (
      "a virtual table",
      "DROP TABLE event; CREATE VIRTUAL TABLE event USING fts5(id, step, kind, text)", .refused
    ),
    (
      "a computed column",
      "DROP TABLE event; CREATE TABLE event (id INTEGER PRIMARY KEY, step INTEGER, kind TEXT, "
        + "text TEXT AS (hex(zeroblob(900000000))))",
      .refused
    ),
    (
      "a trigger", "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM chunk; END",
      .either(because: "nothing is written, so nothing happens")
    ),
    (
      "an index by a computation", "CREATE INDEX i ON event (hex(zeroblob(1000000) || id))",
      .either(because: "nothing is computed to read the table")
    ),
    (
      "a thousand tables more",
      "CREATE TABLE t0 (x)" + (1..<1000).map { "; CREATE TABLE t\($0) (x)" }.joined(),
      .either(because: "they are not read")
    ),
    (
      "a description in 100,000 arrays",
      "UPDATE meta SET value = '\(String(repeating: "[", count: 100_000))' WHERE key = 'run'",
      .refused
    ),
    (
      "a chunk of null",
      "DROP TABLE chunk; CREATE TABLE chunk (population, step0, steps, encoding, spikes, "
        + "amounts); INSERT INTO chunk VALUES (NULL, NULL, NULL, NULL, NULL, NULL)",
      .refused
    ),
    (
      "amounts of NaN",
      "UPDATE chunk SET amounts = x'010000000000C07F' || zeroblob(4 * (steps - 1))", .refused
    ),
    ("amounts of 2^32", "UPDATE chunk SET amounts = x'FFFFFFFF'", .refused),
    (
      "potentials that are short", "UPDATE potential SET v = x'00'",
      .either(because: "potentials are not exported")
    ),
  ]

  /// The description of the run, with one of its numbers another.
  private static func descriptions(_ run: [UInt8]) throws -> [HostileFile] {
    try JSONChanges.all(of: text("run", in: run)).flatMap { name, json in
      try file(
        "the description with \(name)", run,
        "UPDATE meta SET value = '\(json.replacing("'", with: "''"))' WHERE key = 'run'",
        .either(because: "it may be a lawful value, or not be read"))
    }
  }

  /// What a key of `meta` has.
  private static func text(_ key: String, in run: [UInt8]) throws -> String {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).snn")
    defer { try? FileManager.default.removeItem(at: path) }
    try Data(run).write(to: path)
    return try DatabaseQueue(path: path.path).read { database in
      try String.fetchOne(
        database, sql: "SELECT CAST(value AS TEXT) FROM meta WHERE key = ?", arguments: [key]) ?? ""
    }
  }

  /// Requests of which nothing can come; the spikes are there without.
  private static let requests: [(String, String, Right)] = {
    let lies = [
      ("0", "0"), ("-1", "-1"), ("2^31", "2147483648"), ("2^62", "4611686018427387904"),
      ("2^64", "18446744073709551616"), ("1e38", "1e38"), ("1e999", "1e999"), ("null", "null"),
      ("text", "\"many\""), ("an array", "[1]"), ("a fraction", "1.5"),
    ]
    let keys = [
      ("image", #"{"version": 1, "model": {"path": "net.onnx"}, "image": %}"#),
      ("steps", #"{"version": 1, "model": {"path": "net.onnx"}, "steps": %}"#),
      ("threads", #"{"version": 1, "model": {"path": "net.onnx"}, "threads": %}"#),
      ("version", #"{"version": %, "model": {"path": "net.onnx"}}"#),
      ("precision", #"{"version": 1, "model": {"path": "net.onnx"}, "precision": %}"#),
      (
        "calibrationCount",
        #"{"model": {"path": "net.onnx"}, "data": {"images": "images.npy", "calibrationCount": %}}"#
      ),
      (
        "scale",
        #"{"model": {"path": "net.onnx", "scale": %}, "data": {"images": "images.npy"}}"#
      ),
      (
        "mean",
        #"{"model": {"path": "net.onnx", "mean": [%]}, "data": {"images": "images.npy"}}"#
      ),
      (
        "std",
        #"{"model": {"path": "net.onnx", "std": [%]}, "data": {"images": "images.npy"}}"#
      ),
      ("dt", #"{"version": 1, "model": {"path": "net.onnx", "dt": %}}"#),
      ("path", #"{"version": 1, "model": {"path": %}}"#), ("model", #"{"version": 1, "model": %}"#),
      ("data", #"{"version": 1, "model": {"path": "net.onnx"}, "data": %}"#),
      ("method", #"{"version": 1, "model": {"path": "net.onnx"}, "method": %}"#),
      ("secondRun", #"{"version": 1, "model": {"path": "net.onnx"}, "secondRun": %}"#),
    ]
    let right = Right.either(because: "the spikes are there without what was asked for")
    let numbers = keys.flatMap { key, text in
      lies.map { ("\(key) of \($0.0)", text.replacing("%", with: $0.1), right) }
    }
    let paths = [
      "/dev/zero", "/dev/stdin", "../../../etc/passwd", "a\\u0000b", "/proc/self/mem", "",
    ]
    return numbers
      + paths.flatMap { path in
        [
          ("the model '\(path)'", #"{"version": 1, "model": {"path": "\#(path)"}}"#, right),
          (
            "images '\(path)'",
            #"{"version": 1, "model": {"path": "net.onnx"}, "data": {"images": "\#(path)"}}"#, right
          ),
        ]
      } + [
        ("no object", "[]", right), ("no JSON", "request", right), ("nothing", "", right),
        ("100,000 arrays", String(repeating: "[", count: 100_000), right),
      ]
  }()
}
