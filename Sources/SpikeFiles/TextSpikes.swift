import InputFiles
import PlainText

extension SpikeFileReader {
  /// Text has no first bytes of its own, so this reader comes after all others.
  package static let text = SpikeFileReader(
    "text", suffixes: ["gdf", "csv", "dat"], recognizes: { _ in true },
    read: { try TextSpikes.read($0, $1) })
}

/// Spikes in text: tables whose first line names their columns, or NEST's lines of a number and a
/// time in ms.
enum TextSpikes {
  /// - Returns: `nil` if the file is not text in UTF-8.
  static func read(_ path: String, _ reading: SpikeReading) throws -> ForeignSpikes? {
    let content = try InputFile.contents(of: path, limit: 1 << 31)
    guard let text = String(validating: content, as: UTF8.self) else { return nil }
    let table = TextTable(text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
    guard let first = table.lines.first else {
      throw SpikeFileError(path, .malformed, "holds no spikes")
    }
    let names = table.fields(of: first.text)
    if names.allSatisfy({ Double($0) != nil }) {
      guard case .blanks = table.separator, names.count == 2 else {
        throw unnamed(names, path)
      }
      return try spikes(
        of: table.lines[...], in: table, TextColumns.gdf(reading), path: path)
    }
    guard let columns = try TextColumns(names.map { $0.lowercased() }, reading, path: path) else {
      throw unnamed(names, path)
    }
    return try spikes(of: table.lines.dropFirst(), in: table, columns, path: path)
  }

  private static func spikes(
    of lines: ArraySlice<(number: Int, text: Substring)>, in table: TextTable,
    _ columns: TextColumns, path: String
  ) throws(SpikeFileError) -> ForeignSpikes {
    var spikes = ForeignSpikes(unit: columns.unit)
    spikes.toldUnit = columns.toldUnit
    spikes.firstStep = columns.isOwn ? 1 : nil
    spikes.firstNeuron = columns.isOwn ? 0 : nil
    spikes.guesses = columns.guesses
    spikes.pass(
      over: columns.unread, ("column", "columns"),
      "since others say when, where and who")
    if columns.population == nil { _ = spikes.population(named: "neurons") }
    var rest = TextRows(columns, path: path)
    for (number, line) in lines {
      let fields = table.fields(of: line)
      guard fields.count == columns.count, let id = Int(fields[columns.neuron]),
        (0...ForeignSpikes.largestNeuron).contains(id), let time = fields[columns.time].decimal,
        columns.unit != .steps || time == time.rounded()
      else {
        throw SpikeFileError(path, .malformed, "line \(number) is no spike: '\(line.prefix(40))'")
      }
      let population = columns.population.map { spikes.population(named: columns.name(fields[$0])) }
      guard try rest.take(fields, at: time, line: number, into: &spikes) else { continue }
      spikes.append(id, of: population ?? 0, at: time)
    }
    // Steps of our own tables begin with 1.
    if spikes.times.contains(0) { spikes.firstStep = nil }
    try rest.finish(&spikes)
    return spikes
  }

  private static func unnamed(_ names: [Substring], _ path: String) -> SpikeFileError {
    SpikeFileError(
      path, .malformed,
      "its first line names no columns of spikes: '\(names.joined(separator: " ").prefix(40))'; "
        + "a header as 'step,layer,neuron' or 'time_ms,neuron' is needed")
  }
}

/// What the columns of a table say beside who fires and when.
private struct TextRows {
  private let columns: TextColumns
  private let path: String

  /// Steps, and their times in ms.
  private var points: [(step: Double, time: Double)] = []
  private var lastPoint: (step: Double, time: Double)?

  /// The only values of the columns of `columns.trials` so far.
  private var trials: [Substring?]

  /// The last time of a line that holds no spike.
  private var lastSilence: Double?
  private var isSilentAtZero = false

  init(_ columns: TextColumns, path: String) {
    (self.columns, self.path) = (columns, path)
    trials = columns.trials.map { _ in nil }
  }

  /// Takes in what a line says beside its spike.
  ///
  /// - Returns: Whether it is one.
  mutating func take(
    _ fields: [Substring], at time: Double, line: Int, into spikes: inout ForeignSpikes
  ) throws(SpikeFileError) -> Bool {
    for (place, column) in columns.trials.enumerated() {
      if let other = trials[place], other != fields[column.place] {
        throw SpikeFileError(
          path, .malformed,
          "column '\(column.name)' has the values '\(other.prefix(20))' and "
            + "'\(fields[column.place].prefix(20))': spikes of several runs would lie over each "
            + "other; keep the lines of one of them")
      }
      trials[place] = fields[column.place]
    }
    if let told = columns.toldTime {
      guard let number = fields[told.place].decimal, number.isFinite else {
        throw SpikeFileError(
          path, .malformed, "line \(line) has no time: '\(fields[told.place].prefix(40))'")
      }
      let point = (step: time, time: number * told.unit.milliseconds(perStep: 1))
      if lastPoint.map({ $0 == point }) != true { points.append(point) }
      lastPoint = point
    }
    var isSpike = true
    for column in columns.counts {
      guard let count = Self.count(fields[column.place]) else {
        throw SpikeFileError(
          path, .malformed,
          "column '\(column.name)' has '\(fields[column.place].prefix(20))' in line \(line), which "
            + "is no number of spikes; write how many there are, as 0 or 1")
      }
      if count > 1 { spikes.mergedValues += 1 }
      isSpike = isSpike && count > 0
    }
    guard !isSpike else { return true }
    lastSilence = max(lastSilence ?? time, time)
    isSilentAtZero = isSilentAtZero || time == 0
    return false
  }

  /// How many spikes a field says there are; `nil` where it says nothing of that kind.
  private static func count(_ field: Substring) -> Int? {
    switch field.lowercased() {
    case "true": return 1
    case "false": return 0
    default:
      guard let number = field.decimal, number >= 0, number == number.rounded(), number < 1e9
      else { return nil }
      return Int(number)
    }
  }

  /// Takes in what only all lines say.
  func finish(_ spikes: inout ForeignSpikes) throws(SpikeFileError) {
    if let told = columns.toldTime {
      spikes.toldSteps = try ToldSteps(points, place: "column '\(told.name)'", path: path)
    }
    guard let lastSilence, columns.unit == .steps else { return }
    if isSilentAtZero { spikes.firstStep = 0 }
    let startsAtZero = isSilentAtZero || spikes.times.contains(0)
    spikes.end = max(lastSilence, spikes.times.max() ?? 0) + (startsAtZero ? 1 : 0)
  }
}

/// Which columns of a table are time, neuron and population, by the names that programs give them.
private struct TextColumns {
  let count: Int
  let time: Int
  let neuron: Int
  let population: Int?
  let unit: TimeUnit
  var guesses: [String] = []

  /// What the name of the column of times says that they are in.
  var toldUnit: ForeignSpikes.ToldUnit?

  /// A column that is read beside those of spikes.
  struct Column {
    let name: String
    let place: Int
  }

  /// The column of times of a table of steps, where its name says what they are in.
  var toldTime: (name: String, place: Int, unit: TimeUnit)?

  /// The columns that say how many spikes there are.
  var counts: [Column] = []

  /// The columns that say in which of several runs.
  var trials: [Column] = []

  /// The names of columns that are not read.
  var unread: [String] = []

  /// Whether this program has written the table.
  let isOwn: Bool

  /// The names of columns of time, those that say most first, and what they are in; `nil` where
  /// programs disagree.
  private static let times: [(name: String, unit: TimeUnit?)] = [
    ("step", .steps), ("time_step", .steps), ("time_ms", .milliseconds), ("t_ms", .milliseconds),
    ("timestamps", .milliseconds), ("time_s", .seconds), ("t_s", .seconds),
    ("time_us", .microseconds), ("t_us", .microseconds), ("t", .seconds),
    ("time", nil), ("times", nil), ("spike_time", nil), ("spike_times", nil), ("timestamp", nil),
  ]
  private static let neurons = [
    "neuron", "id", "index", "unit", "sender", "senders", "node_id", "node_ids", "gid", "gids", "i",
    "neuron_id",
  ]
  private static let populations = ["layer", "population"]
  private static let counts: Set = [
    "spikes", "spike", "fired", "fires", "count", "counts", "spike_count", "spike_counts",
    "n_spikes", "num_spikes", "is_spike", "sign",
  ]
  private static let trials: Set = [
    "trial", "trials", "trial_id", "image", "image_id", "batch", "batch_id", "repetition",
    "repeat", "run", "run_id",
  ]

  /// - Returns: `nil` if there are no columns of spikes.
  init?(_ header: [String], _ reading: SpikeReading, path: String) throws(SpikeFileError) {
    let column = { (names: [String]) in names.lazy.compactMap { header.firstIndex(of: $0) }.first }
    let known = Self.times.first { header.contains($0.name) }
    guard let known, let time = header.firstIndex(of: known.name),
      let neuron = column(Self.neurons)
    else { return nil }
    (count, self.time, self.neuron) = (header.count, time, neuron)
    population = column(Self.populations)
    let read = [time, neuron, population].compactMap { $0.map { header[$0] } }
    if let twice = read.first(where: { name in header.count { $0 == name } > 1 }) {
      throw SpikeFileError(
        path, .malformed, "its first line names column '\(twice)' twice; leave one out")
    }
    isOwn = header == ["step", "time_ms", "layer", "neuron"]
    let columns = header.enumerated().map { Column(name: $1, place: $0) }
    counts = columns.filter { Self.counts.contains($0.name) }
    trials = columns.filter { Self.trials.contains($0.name) }
    if known.unit == .steps {
      let named = Self.times.first { time in
        time.unit.map { time.name.hasSuffix("_\($0.rawValue)") } == true
          && header.contains(time.name)
      }
      if let named, let unit = named.unit, let place = header.firstIndex(of: named.name) {
        toldTime = (named.name, place, unit)
      }
    }
    let places = Set(
      [time, neuron, population, toldTime?.place].compactMap(\.self) + counts.map(\.place))
    unread = columns.filter { !places.contains($0.place) }.map(\.name)
    // NEST's events are in ms, whatever their columns are called.
    let told = header[neuron].hasPrefix("sender") ? known.unit ?? .milliseconds : known.unit
    guard let unit = told == .steps ? told : reading.timeUnit ?? told else {
      throw SpikeFileError(
        path, .unsuitable,
        "column '\(known.name)' may be in s or in ms, and nobody says; give --time-unit s or ms")
    }
    self.unit = unit
    if let named = known.unit, known.name.hasSuffix("_\(named.rawValue)") {
      toldUnit = ForeignSpikes.ToldUnit(unit: named, place: "column '\(known.name)'")
    }
    if known.name == "t", reading.timeUnit == nil {
      guesses.append("column 't' is taken as s (--time-unit)")
    }
  }

  /// The name of a population, as it was before this program has written it into a table.
  func name(_ field: Substring) -> String { isOwn ? csvValue(field) : String(field) }

  private init(gdf unit: TimeUnit) {
    (count, neuron, time, population) = (2, 0, 1, nil)
    self.unit = unit
    isOwn = false
  }

  /// A number and a time in ms, as NEST writes them without a header.
  static func gdf(_ reading: SpikeReading) -> TextColumns {
    TextColumns(gdf: reading.timeUnit ?? .milliseconds)
  }
}

extension Substring {
  /// The number that stands there, unless in hexadecimal digits.
  fileprivate var decimal: Double? {
    utf8.contains { "xX".utf8.contains($0) } ? nil : Double(self)
  }
}
