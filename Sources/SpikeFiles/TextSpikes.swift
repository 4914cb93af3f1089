import Foundation

extension SpikeFileReader {
  /// Text has no first bytes of its own, so this reader comes after all others.
  package static let text = SpikeFileReader(
    "text", suffixes: ["gdf", "csv"], recognizes: { _ in true },
    read: { try TextSpikes.read($0) })
}

/// Spikes in text: CSV with a header, or NEST's lines of a number and a time in ms.
enum TextSpikes {
  /// - Returns: `nil` if the file is not text in UTF-8.
  static func read(_ path: String) throws(SpikeFileError) -> ForeignSpikes? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let first = lines.firstIndex { !$0.isBlank && !$0.hasPrefix("#") }
    guard let first else { throw SpikeFileError(path, .malformed, "holds no spikes") }
    return lines[first].contains(",")
      ? try csv(lines[first...], path: path) : try gdf(lines[first...], path: path)
  }

  /// What the columns of a CSV file may be called.
  private static let times = ["step", "time_ms", "t_ms", "time_s", "t", "time"]
  private static let neurons = ["neuron", "id", "index", "unit", "sender", "node_id"]
  private static let layers = ["layer", "population"]

  private static func csv(
    _ lines: ArraySlice<Substring>, path: String
  ) throws(SpikeFileError) -> ForeignSpikes {
    let header = fields(of: lines[lines.startIndex]).map { $0.lowercased() }
    let column = { (names: [String]) in
      names.lazy.compactMap { header.firstIndex(of: $0) }.first
    }
    guard let time = column(times), let neuron = column(neurons) else {
      throw SpikeFileError(
        path, .malformed,
        "its first line names no columns of spikes; a header as "
          + "'step,layer,neuron' or 'time_ms,neuron' is needed")
    }
    let unit: ForeignSpikes.TimeUnit =
      switch header[time] {
      case "step": .steps
      case "time_s", "t", "time": .seconds
      default: .milliseconds
      }
    var spikes = ForeignSpikes(unit: unit)
    let layer = column(layers)
    for (number, line) in zip(lines.indices, lines).dropFirst() where !line.isBlank {
      let fields = fields(of: line)
      guard fields.count == header.count, let id = Int(fields[neuron]),
        (0...ForeignSpikes.largestNeuron).contains(id), let runState = Double(fields[time])
      else { throw malformed(path, number, line) }
      let name = layer.map { fields[$0] } ?? "neurons"
      spikes.append(id, of: spikes.population(named: name), at: runState)
    }
    return spikes
  }

  /// A number and a time in ms, as NEST writes them; a line of column names in front is skipped.
  private static func gdf(
    _ lines: ArraySlice<Substring>, path: String
  ) throws(SpikeFileError) -> ForeignSpikes {
    var spikes = ForeignSpikes(unit: .milliseconds)
    _ = spikes.population(named: "neurons")
    for (number, line) in zip(lines.indices, lines) where !line.isBlank && !line.hasPrefix("#") {
      let fields = line.split(whereSeparator: \.isWhitespace)
      if number == lines.startIndex, fields.allSatisfy({ Double($0) == nil }) { continue }
      guard fields.count == 2, let id = Int(fields[0]),
        (0...ForeignSpikes.largestNeuron).contains(id), let runState = Double(fields[1])
      else { throw malformed(path, number, line) }
      spikes.append(id, of: 0, at: runState)
    }
    return spikes
  }

  private static func malformed(
    _ path: String, _ number: Int, _ line: Substring
  ) -> SpikeFileError {
    SpikeFileError(path, .malformed, "line \(number + 1) is no spike: '\(line.prefix(40))'")
  }

  /// The fields of a line; quotes keep commas together.
  private static func fields(of line: Substring) -> [String] {
    var (fields, field, isQuoted) = ([String](), "", false)
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == ",", !isQuoted {
        fields.append(field)
        field = ""
      } else {
        field.append(character)
      }
    }
    return (fields + [field]).map { $0.trimmingCharacters(in: .whitespaces) }
  }
}

extension Substring {
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
