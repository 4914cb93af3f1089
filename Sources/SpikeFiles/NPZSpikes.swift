import Datasets
import Networks
import PlainText
import Runs

extension SpikeFileReader {
  /// Lists of times, or rasters.
  package static let npz = SpikeFileReader(
    "npz", suffixes: ["npz"], recognizes: { $0.starts(with: Array("PK".utf8)) },
    read: { try NPZSpikes.read($0, $1) })
}

/// Spikes in `.npz`: a list of times as pynapple and Brian write it, or rasters as PyTorch users
/// save them.
enum NPZSpikes {
  /// What the array of the neurons of a list may be called.
  private static let neuronNames = ["index", "i"]

  /// What else pynapple and this program write beside a list, which says nothing of spikes.
  private static let besides = [
    "keys", "start", "end", "type", "layer_sizes", "layer_names", "first_step",
  ]

  static func read(_ path: String, _ reading: SpikeReading) throws -> ForeignSpikes {
    let file = try NPZFile(path)
    guard file.names.contains("t"), let neurons = neuronNames.first(where: file.names.contains)
    else { return try rasters(file, reading) }
    return try list(NPZFile(path, isDense: true), neurons: neurons, reading)
  }

  /// Times and who: `t` and `index`, see `NPZSpikeWriter`.
  private static func list(
    _ file: NPZFile, neurons: String, _ reading: SpikeReading
  ) throws -> ForeignSpikes {
    let (count, others) = (try file.count(of: "t"), try file.count(of: neurons))
    guard count == others else {
      throw SpikeFileError(file.path, .malformed, "has \(count) times of \(others) neurons")
    }
    let (times, index) = (try file.array("t").doubles, try file.array(neurons).doubles)
    var spikes = ForeignSpikes(unit: reading.timeUnit ?? .seconds)
    spikes.end = try endOfPeriod(of: times, in: file)
    spikes.pass(
      over: file.names.filter { !(besides + ["t", neurons]).contains($0) },
      ("array", "arrays"), "since 't' and '\(neurons)' list the spikes")
    if reading.timeUnit == nil { spikes.guesses.append("times are taken as s (--time-unit)") }
    let populations = try populations(file)
    spikes.populations = populations ?? [ForeignSpikes.Population(name: "neurons")]
    if populations != nil { (spikes.firstStep, spikes.firstNeuron) = (1, 0) }
    let ends = spikes.populations.reduce(into: [0]) {
      $0.append($0[$0.count - 1] + ($1.neurons ?? ForeignSpikes.largestNeuron + 1))
    }
    for (time, number) in zip(times, index) {
      guard let neuron = ForeignSpikes.neuron(number) else {
        throw SpikeFileError(file.path, .malformed, "\(number) is no number of a neuron")
      }
      // What is beyond the last population is found where sizes are checked.
      let population = min(ends.range(of: neuron), spikes.populations.count - 1)
      spikes.append(neuron - ends[population], of: population, at: time)
    }
    if times.contains(0) { spikes.firstStep = nil }
    spikes.firstStep = try firstStep(file) ?? spikes.firstStep
    return spikes
  }

  /// What steps are counted from; `nil` where the file does not say.
  private static func firstStep(_ file: NPZFile) throws -> Int? {
    guard file.names.contains("first_step") else { return nil }
    guard try file.count(of: "first_step") == 1,
      let step = try file.array("first_step").integers?.first,
      (0...ForeignSpikes.largestStep).contains(step)
    else {
      throw SpikeFileError(file.path, .malformed, "'first_step' is no number of a step")
    }
    return step
  }

  /// The end of the time that the file says was observed; `nil` where it does not say.
  ///
  /// - Throws: Unless the spikes lie in that time, and this is one.
  private static func endOfPeriod(of times: [Double], in file: NPZFile) throws -> Double? {
    func ends(_ name: String, _ pick: ([Double]) -> Double?) throws -> Double? {
      guard file.names.contains(name) else { return nil }
      let count = try file.count(of: name)
      guard count <= longestList else {
        throw SpikeFileError(file.path, .malformed, "'\(name)' has \(count) numbers")
      }
      let numbers = try file.array(name).doubles
      if let wrong = numbers.first(where: { !(abs($0) <= longestTime) }) {
        throw SpikeFileError(file.path, .malformed, "'\(name)' is \(wrong), which is no time")
      }
      return pick(numbers)
    }
    let (start, end) = (try ends("start") { $0.min() }, try ends("end") { $0.max() })
    if let start, let end, end < start {
      throw SpikeFileError(file.path, .malformed, "'end' (\(end)) comes before 'start' (\(start))")
    }
    guard let first = times.min(), let last = times.max() else { return end }
    // Times may have been kept in single precision.
    let slack = 1e-6 * max(abs(first), abs(last), 1)
    if let start, first < start - slack {
      throw SpikeFileError(
        file.path, .malformed, "a spike at \(first) comes before 'start' (\(start))")
    }
    if let end, last > end + slack {
      throw SpikeFileError(
        file.path, .malformed, "a spike at \(last) comes after 'end' (\(end))")
    }
    return end
  }

  /// How many numbers may tell of the whole file.
  private static let longestList = 1 << 20

  /// No clock has counted so many microseconds by now, from 1970 or from the birth of Christ.
  private static let longestTime = 1e17

  /// The populations that neurons are numbered through; `nil` where the file does not say.
  private static func populations(_ file: NPZFile) throws -> [ForeignSpikes.Population]? {
    guard Set(["layer_sizes", "layer_names"]).isSubset(of: file.names) else { return nil }
    let count = try file.count(of: "layer_sizes")
    guard count <= PopulationLimits.mostPopulations else {
      throw SpikeFileError(
        file.path, .malformed,
        "names \(count) populations; at most \(PopulationLimits.mostPopulations) are taken")
    }
    guard try file.count(of: "layer_names") <= longestList else {
      throw SpikeFileError(
        file.path, .malformed, "'layer_names' has more than \(longestList) letters")
    }
    guard let sizes = try file.array("layer_sizes").integers,
      let bytes = try file.array("layer_names").integers
    else { return nil }
    let names = bytes.map { UInt8(truncatingIfNeeded: $0) }
      .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { unescaped(Substring(decoding: $0, as: UTF8.self)) }
    guard sizes.count == names.count,
      sizes.allSatisfy({ (1...ForeignSpikes.largestNeuron).contains($0) })
    else {
      throw SpikeFileError(
        file.path, .malformed, "layer_names and layer_sizes do not fit together")
    }
    let populations = zip(sizes, names).map { ForeignSpikes.Population(name: $1, neurons: $0) }
    var known: Set<String> = []
    if let twice = populations.first(where: { !known.insert($0.name).inserted }) {
      throw SpikeFileError(file.path, .malformed, "layer_names has '\(twice.name)' twice")
    }
    return populations
  }

  /// One population per array, whose axes the user says, or else its shape.
  private static func rasters(_ file: NPZFile, _ reading: SpikeReading) throws -> ForeignSpikes {
    var spikes = ForeignSpikes(unit: .steps)
    (spikes.firstStep, spikes.firstNeuron, spikes.hasAxes) = (0, 0, true)
    try file.forEachArray { name, array in
      let axes = try axes(of: array, name, path: file.path, reading)
      if reading.axes == nil {
        spikes.guesses.append("array '\(name)' is taken as \(array.shape) = \(axes.text) (--axes)")
      }
      let layout = try RasterLayout(axes, shape: array.shape, of: name, path: file.path)
      let population = spikes.population(named: name)
      spikes.populations[population].neurons = layout.map.count
      spikes.populations[population].shape = layout.map
      spikes.stepCount = max(spikes.stepCount ?? 0, layout.steps)
      try array.forEachNonzero { position, value in
        try checkSpike(value, in: name, of: file.path)
        guard let place = layout.place(of: position) else { return }
        if value != 1 { spikes.mergedValues += 1 }
        spikes.append(place.unit, of: population, at: Double(place.step))
      }
    }
    return spikes
  }

  /// Throws unless a value of a raster may stand for spikes: those of potentials or of signed
  /// spikes do not.
  private static func checkSpike(
    _ value: Float, in name: String, of path: String
  ) throws(SpikeFileError) {
    guard value > 0, value.isFinite else {
      let kind = value < 0 ? " (a negative number)" : ""
      throw SpikeFileError(
        path, .malformed,
        "array '\(name)' holds \(value)\(kind), which is no spike; save a 1 where a neuron fires "
          + "and a 0 where it does not, as (x > 0)")
    }
  }

  private static func axes(
    of array: NPYArray, _ name: String, path: String, _ reading: SpikeReading
  ) throws(SpikeFileError) -> RasterAxes {
    guard !array.shape.contains(0) else {
      throw SpikeFileError(path, .malformed, "array '\(name)' of the shape \(array.shape) is empty")
    }
    guard (2...5).contains(array.shape.count) else {
      // No axes that the user could give make it another one.
      throw SpikeFileError(
        path, .malformed,
        "array '\(name)' has the shape \(array.shape), but spikes are read from [steps, neurons] "
          + "or [steps, channels, rows, columns], of one image, or from the arrays 't' (seconds) "
          + "and 'index'")
    }
    guard let axes = reading.axes ?? RasterAxes(shape: array.shape) else {
      throw SpikeFileError(
        path, .unsuitable,
        "array '\(name)' has the shape \(array.shape), and nobody says which axis is which; give "
          + "--axes, as tbn, btn or thw (t steps, b images of a batch, n neurons; c, h, w of maps)")
    }
    return axes
  }
}

extension NPZFile {
  /// How many numbers an array says it has, of which none is unpacked.
  fileprivate func count(of name: String) throws -> Int { try shape(of: name).reduce(1, *) }
}

extension [Int] {
  /// The last of the ranges that begin at these ascending numbers and hold a number.
  func range(of number: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] <= number { low = middle + 1 } else { high = middle }
    }
    return Swift.max(low - 1, 0)
  }
}
