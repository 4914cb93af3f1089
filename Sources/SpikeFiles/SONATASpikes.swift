import HDF5

extension SpikeFileReader {
  /// Spikes of large networks in HDF5.
  package static let sonata = SpikeFileReader(
    "SONATA", suffixes: ["h5"], recognizes: { $0.starts(with: [0x89] + Array("HDF".utf8)) },
    read: { try SONATASpikes.read($0) })
}

/// Spikes in SONATA files: `/spikes/POPULATION/timestamps` in ms and `node_ids`.
enum SONATASpikes {
  static func read(_ path: String) throws(SpikeFileError) -> ForeignSpikes {
    do {
      return try read(HDF5File(reading: path), path: path)
    } catch let error as HDF5Error {
      throw SpikeFileError(path, .malformed, "\(error.object): \(error.reason)")
    } catch let error as SpikeFileError {
      throw error
    } catch {
      throw SpikeFileError(path, .malformed, "\(error)")
    }
  }

  private static func read(_ file: borrowing HDF5File, path: String) throws -> ForeignSpikes {
    guard file.kind(of: "/spikes") == .group else {
      throw SpikeFileError(
        path, .malformed, "is HDF5, but has no group /spikes as SONATA files have")
    }
    var spikes = ForeignSpikes(unit: .milliseconds)
    // Old files have one population, and its numbers right there.
    if file.kind(of: "/spikes/timestamps") == .dataset {
      let numbers = file.kind(of: "/spikes/gids") == .dataset ? "gids" : "node_ids"
      try read(file, "/spikes", numbers: numbers, name: "neurons", path: path, into: &spikes)
    } else {
      for name in try file.names(in: "/spikes") where file.kind(of: "/spikes/\(name)") == .group {
        try read(
          file, "/spikes/\(name)", numbers: "node_ids", name: name, path: path, into: &spikes)
      }
    }
    return spikes
  }

  private static func read(
    _ file: borrowing HDF5File, _ group: String, numbers: String, name: String, path: String,
    into spikes: inout ForeignSpikes
  ) throws {
    let times = try file.numbers("\(group)/timestamps", as: Double.self).elements
    let neurons = try file.numbers("\(group)/\(numbers)", as: Int64.self).elements
    guard times.count == neurons.count else {
      throw SpikeFileError(
        path, .malformed, "\(group) has \(times.count) times of \(neurons.count) neurons")
    }
    let factor = try milliseconds(file, "\(group)/timestamps", path: path)
    let population = spikes.population(named: name)
    for (time, neuron) in zip(times, neurons) {
      guard (0...Int64(ForeignSpikes.largestNeuron)).contains(neuron) else {
        throw SpikeFileError(path, .malformed, "\(neuron) in \(group) is no number of a neuron")
      }
      spikes.append(Int(neuron), of: population, at: time * factor)
    }
  }

  /// What one unit of time is in ms; files without a unit mean ms.
  private static func milliseconds(
    _ file: borrowing HDF5File, _ dataset: String, path: String
  ) throws -> Double {
    guard file.hasAttribute("units", of: dataset) else { return 1 }
    let unit = try file.strings(attribute: "units", of: dataset).elements.first ?? ""
    switch unit {
    case "ms": return 1
    case "s": return 1000
    case "us": return 0.001
    default:
      throw SpikeFileError(path, .malformed, "\(dataset) is in '\(unit)'; ms, s and us are known")
    }
  }
}
