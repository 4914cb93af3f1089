import Datasets
import Networks

/// Spikes in `.npz`: a list of times as pynapple writes it, or rasters as PyTorch users save them.
enum NPZSpikes {
  static func read(_ path: String) throws -> ForeignSpikes {
    let file = try NPZFile(path)
    return Set(["t", "index"]).isSubset(of: file.names)
      ? try list(file) : try rasters(file)
  }

  /// Times in seconds and who: `t` and `index`, see `NPZSpikeWriter`.
  private static func list(_ file: NPZFile) throws -> ForeignSpikes {
    let (times, index) = (try file.array("t"), try file.array("index"))
    guard times.count == index.count else {
      throw SpikeFileError(
        file.path, .malformed, "has \(times.count) times of \(index.count) neurons")
    }
    var spikes = ForeignSpikes(unit: .seconds)
    spikes.populations = try populations(file)
    let sizes = spikes.populations.map { $0.neurons ?? Int.max }
    for (time, number) in zip(times.doubles, index.doubles) {
      guard number >= 0, number <= Double(ForeignSpikes.largestNeuron) else {
        throw SpikeFileError(file.path, .malformed, "\(number) is no number of a neuron")
      }
      var (neuron, population) = (Int(number), 0)
      while neuron >= sizes[population], population + 1 < sizes.count {
        neuron -= sizes[population]
        population += 1
      }
      spikes.append(neuron, of: population, at: time)
    }
    return spikes
  }

  /// The populations that neurons are numbered through, or one for all.
  private static func populations(_ file: NPZFile) throws -> [ForeignSpikes.Population] {
    guard Set(["layer_sizes", "layer_names"]).isSubset(of: file.names),
      let sizes = try file.array("layer_sizes").integers,
      let bytes = try file.array("layer_names").integers
    else { return [ForeignSpikes.Population(name: "neurons")] }
    let names = String(decoding: bytes.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard sizes.count == names.count,
      sizes.allSatisfy({ (1...ForeignSpikes.largestNeuron).contains($0) })
    else {
      throw SpikeFileError(
        file.path, .malformed, "layer_names and layer_sizes do not fit together")
    }
    return zip(sizes, names).map { ForeignSpikes.Population(name: String($1), neurons: $0) }
  }

  /// One population per array: `[steps, neurons]`, `[steps, channels, rows, columns]`, or with a
  /// batch of one behind the steps.
  private static func rasters(_ file: NPZFile) throws -> ForeignSpikes {
    var spikes = ForeignSpikes(unit: .steps)
    for name in file.names {
      let array = try file.array(name)
      guard let shape = shape(of: array.shape) else {
        throw SpikeFileError(
          file.path, .unsuitable,
          "array '\(name)' has the shape \(array.shape), but spikes are read "
            + "from [steps, neurons] or [steps, channels, rows, columns], of one image, or from "
            + "the arrays 't' (seconds) and 'index'")
      }
      let population = spikes.population(named: name)
      spikes.populations[population].neurons = shape.count
      spikes.populations[population].shape = shape
      let steps = array.shape[0]
      spikes.stepCount = max(spikes.stepCount ?? 0, steps)
      for (position, value) in array.floats.enumerated() where value != 0 {
        spikes.append(
          position % shape.count, of: population, at: Double(position / shape.count + 1))
      }
    }
    return spikes
  }

  /// What one step of an array looks like; `nil` if it is nothing of ours.
  private static func shape(of axes: [Int]) -> MapShape? {
    guard axes.count >= 2, axes.allSatisfy({ $0 > 0 }) else { return nil }
    var sides = Array(axes.dropFirst())
    if sides.count == 2 || sides.count == 4, sides[0] == 1 { sides.removeFirst() }
    switch sides.count {
    case 1: return MapShape(channels: sides[0])
    case 2: return MapShape(channels: 1, height: sides[0], width: sides[1])
    case 3: return MapShape(channels: sides[0], height: sides[1], width: sides[2])
    default: return nil
    }
  }
}
