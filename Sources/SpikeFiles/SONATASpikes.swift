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
      read: { path, reading in
        do {
          return try SONATASpikes.read(open(path), reading)
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
  static func read(_ file: HDF5Reader, _ reading: SpikeReading) throws -> ForeignSpikes {
    guard try file.kind(of: "/spikes") == .group else {
      throw SpikeFileError(
        file.path, .malformed, "is HDF5, but has no group /spikes as SONATA files have")
    }
    var spikes = ForeignSpikes(unit: .milliseconds)
    spikes.pass(
      over: try file.names(in: "/").filter { $0 != "spikes" }, ("object", "objects"),
      "since /spikes has the spikes")
    let names = try file.names(in: "/spikes")
    // Old files have one population, and its numbers right there.
    if try file.kind(of: "/spikes/timestamps") == .dataset {
      let numbers = try file.kind(of: "/spikes/gids") == .dataset ? "gids" : "node_ids"
      spikes.pass(
        over: names.filter { !["timestamps", numbers].contains($0) }, ("object", "objects"),
        "since /spikes itself has timestamps and \(numbers)")
      try read(file, "/spikes", numbers: numbers, name: "neurons", reading, into: &spikes)
    } else {
      for name in names {
        guard try file.kind(of: "/spikes/\(name)") == .group else {
          spikes.pass(over: ["spikes/\(name)"], ("object", "objects"), "since it is no group")
          continue
        }
        let others = try file.names(in: "/spikes/\(name)").filter {
          !["timestamps", "node_ids"].contains($0)
        }
        spikes.pass(
          over: others.map { "spikes/\(name)/\($0)" }, ("object", "objects"),
          "since timestamps and node_ids say when and who")
        try read(
          file, "/spikes/\(name)", numbers: "node_ids", name: name, reading, into: &spikes)
      }
    }
    return spikes
  }

  private static func read(
    _ file: HDF5Reader, _ group: String, numbers: String, name: String, _ reading: SpikeReading,
    into spikes: inout ForeignSpikes
  ) throws {
    let times = try file.numbers("\(group)/timestamps", as: Double.self).elements
    // As whole numbers, fractions would be cut off, and what is too large would be another one.
    let neurons = try file.numbers("\(group)/\(numbers)", as: Double.self).elements
    guard times.count == neurons.count else {
      throw SpikeFileError(
        file.path, .malformed, "\(group) has \(times.count) times of \(neurons.count) neurons")
    }
    let told = try unit(of: "\(group)/timestamps", in: file)
    if let told, spikes.toldUnit == nil || told != reading.timeUnit {
      spikes.toldUnit = ForeignSpikes.ToldUnit(unit: told, place: "'\(group)/timestamps@units'")
    }
    if told == nil, reading.timeUnit == nil {
      spikes.guesses.append(
        "'\(group)/timestamps' has no units, and is taken as ms (--time-unit)")
    }
    let factor = (told ?? reading.timeUnit ?? .milliseconds).milliseconds(perStep: 1)
    spikes.populations.append(ForeignSpikes.Population(name: name))
    let population = spikes.populations.count - 1
    for (time, number) in zip(times, neurons) {
      guard let neuron = ForeignSpikes.neuron(number) else {
        throw SpikeFileError(
          file.path, .malformed, "\(number) in \(group) is no number of a neuron")
      }
      spikes.append(neuron, of: population, at: time, times: factor)
    }
  }

  /// What the file says that times are in; `nil` where it does not, which means ms.
  private static func unit(of dataset: String, in file: HDF5Reader) throws -> TimeUnit? {
    guard try file.hasAttribute("units", of: dataset) else { return nil }
    let unit = try file.strings(attribute: "units", of: dataset).elements.first ?? ""
    guard let known = TimeUnit(spelled: unit) else {
      throw SpikeFileError(
        file.path, .malformed, "\(dataset) is in '\(unit)'; ms, s and us are known")
    }
    return known
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
