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
    for (number, line) in lines {
      let fields = table.fields(of: line)
      guard fields.count == columns.count, let id = Int(fields[columns.neuron]),
        (0...ForeignSpikes.largestNeuron).contains(id), let time = fields[columns.time].decimal,
        columns.unit != .steps || time == time.rounded()
      else {
        throw SpikeFileError(path, .malformed, "line \(number) is no spike: '\(line.prefix(40))'")
      }
      let population = columns.population.map { spikes.population(named: columns.name(fields[$0])) }
      spikes.append(id, of: population ?? 0, at: time)
    }
    // Steps of our own tables begin with 1.
    if spikes.times.contains(0) { spikes.firstStep = nil }
    return spikes
  }

  private static func unnamed(_ names: [Substring], _ path: String) -> SpikeFileError {
    SpikeFileError(
      path, .malformed,
      "its first line names no columns of spikes: '\(names.joined(separator: " ").prefix(40))'; "
        + "a header as 'step,layer,neuron' or 'time_ms,neuron' is needed")
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

  /// The names of columns that might be read, too, if others were not there.
  var unread: [String] = []

  /// Whether this program has written the table.
  let isOwn: Bool

  /// The names of columns of time, those that say most first, and what they are in; `nil` where
  /// programs disagree.
  private static let times: [(name: String, unit: TimeUnit?)] = [
    ("step", .steps), ("time_step", .steps), ("time_ms", .milliseconds), ("t_ms", .milliseconds),
    ("timestamps", .milliseconds), ("time_s", .seconds), ("t_s", .seconds), ("t", .seconds),
    ("time", nil), ("times", nil), ("spike_time", nil), ("spike_times", nil), ("timestamp", nil),
  ]
  private static let neurons = [
    "neuron", "id", "index", "unit", "sender", "senders", "node_id", "node_ids", "gid", "gids", "i",
    "neuron_id",
  ]
  private static let populations = ["layer", "population"]

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
    let readable = Set(Self.times.map(\.name) + Self.neurons + Self.populations)
    unread = isOwn ? [] : header.filter { readable.contains($0) && !read.contains($0) }
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
