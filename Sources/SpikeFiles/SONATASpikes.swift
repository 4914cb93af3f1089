import HDF5
import InputFiles

extension SpikeFileReader {
  /// Spikes of large networks in HDF5.
  package static let sonata = sonata(opening: { try HDF5Reader(InputFile($0)) })

  /// - Parameter open: How the file is opened.
  package static func sonata(
    opening open: @escaping @Sendable (_ path: String) throws -> HDF5Reader
  ) -> SpikeFileReader {
    SpikeFileReader(
      "SONATA", suffixes: ["h5"], recognizes: { $0.starts(with: [0x89] + Array("HDF".utf8)) },
      read: { path, _ in
        do {
          return try SONATASpikes.read(open(path))
        } catch let error as HDF5Error {
          throw SpikeFileError(error)
        } catch let error as InputFileError {
          throw SpikeFileError(error)
        }
      })
  }
}

/// Spikes in SONATA files: `/spikes/POPULATION/timestamps` in ms and `node_ids`.
enum SONATASpikes {
  static func read(_ file: HDF5Reader) throws -> ForeignSpikes {
    guard try file.kind(of: "/spikes") == .group else {
      throw SpikeFileError(
        file.path, .malformed, "is HDF5, but has no group /spikes as SONATA files have")
    }
    var spikes = ForeignSpikes(unit: .milliseconds)
    // Old files have one population, and its numbers right there.
    if try file.kind(of: "/spikes/timestamps") == .dataset {
      let numbers = try file.kind(of: "/spikes/gids") == .dataset ? "gids" : "node_ids"
      try read(file, "/spikes", numbers: numbers, name: "neurons", into: &spikes)
    } else {
      for name in try file.names(in: "/spikes")
      where try file.kind(of: "/spikes/\(name)") == .group {
        try read(file, "/spikes/\(name)", numbers: "node_ids", name: name, into: &spikes)
      }
    }
    return spikes
  }

  private static func read(
    _ file: HDF5Reader, _ group: String, numbers: String, name: String,
    into spikes: inout ForeignSpikes
  ) throws {
    let times = try file.numbers("\(group)/timestamps", as: Double.self).elements
    let neurons = try file.numbers("\(group)/\(numbers)", as: Int64.self).elements
    guard times.count == neurons.count else {
      throw SpikeFileError(
        file.path, .malformed, "\(group) has \(times.count) times of \(neurons.count) neurons")
    }
    let factor = try milliseconds(file, "\(group)/timestamps")
    spikes.populations.append(ForeignSpikes.Population(name: name))
    let population = spikes.populations.count - 1
    for (time, neuron) in zip(times, neurons) {
      guard (0...Int64(ForeignSpikes.largestNeuron)).contains(neuron) else {
        throw SpikeFileError(
          file.path, .malformed, "\(neuron) in \(group) is no number of a neuron")
      }
      spikes.append(Int(neuron), of: population, at: time * factor)
    }
  }

  /// What one unit of time is in ms; files without a unit mean ms.
  private static func milliseconds(
    _ file: HDF5Reader, _ dataset: String
  ) throws -> Double {
    guard try file.hasAttribute("units", of: dataset) else { return 1 }
    let unit = try file.strings(attribute: "units", of: dataset).elements.first ?? ""
    guard let known = TimeUnit(spelled: unit) else {
      throw SpikeFileError(
        file.path, .malformed, "\(dataset) is in '\(unit)'; ms, s and us are known")
    }
    return known.milliseconds(perStep: 1)
  }
}

extension SpikeFileError {
  fileprivate init(_ error: HDF5Error) {
    switch error.cause {
    case .contents, .damaged: self.init(error.file, .malformed, error.about)
    case .resources: self.init(error.file, .unavailable, error.about)
    }
  }
}
