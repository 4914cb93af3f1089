import Networks
import Recordings
import SpikingEngine

/// Spikes as another program has written them: who and when, in no particular order.
package struct ForeignSpikes: Equatable, Sendable {
  /// A population; its size is what the file says, or else what the largest number asks for.
  package struct Population: Equatable, Sendable {
    /// As the file has it.
    package var name: String
    /// How many there are, where the file says.
    package var neurons: Int?
    /// The shape of a feature map, where the file has one.
    package var shape: MapShape?
  }

  /// In the order of the file.
  package var populations: [Population] = []

  /// Spike by spike: a position in `populations`, a unit number, and the time.
  var owners: [Int32] = []
  var neurons: [Int32] = []
  var times: [Double] = []

  /// What `times` are in.
  var unit: TimeUnit

  /// How many steps there are, where the file says.
  var stepCount: Int?

  /// What times are told in.
  package enum TimeUnit: Equatable, Sendable {
    case steps, milliseconds, seconds

    /// The length of one in ms, given that of a step.
    func milliseconds(perStep length: Double) -> Double {
      switch self {
      case .steps: length
      case .milliseconds: 1
      case .seconds: 1000
      }
    }
  }

  package init(unit: TimeUnit) {
    self.unit = unit
  }

  /// Takes in one spike.
  ///
  /// - Parameters:
  ///   - neuron: A unit number, from 0 to `largestNeuron`.
  ///   - population: A position in `populations`.
  ///   - time: In `unit`; it need not ascend.
  package mutating func append(_ neuron: Int, of population: Int, at time: Double) {
    owners.append(Int32(population))
    neurons.append(Int32(neuron))
    times.append(time)
  }

  /// The position of a population, which is made where there is none of that name.
  package mutating func population(named name: String) -> Int {
    if let known = populations.lastIndex(where: { $0.name == name }) { return known }
    populations.append(Population(name: name))
    return populations.count - 1
  }

  /// The largest number that a neuron may have, and the last step that there may be.
  static let largestNeuron = 1 << 26
  static let largestStep = 1 << 26
}

/// Spikes of another program, put into steps.
package struct ImportedSpikes: Sendable {
  /// Their names and shapes; those without a shape in the file are vectors.
  package let populations: [(name: String, shape: MapShape)]

  /// Of the populations, and of a silent readout of one neuron behind them where no network is
  /// known.
  package let source: RasterSource

  /// How times became steps, and what was lost on the way, a line each.
  package let notes: [String]

  /// How much memory the spikes may take, in bytes.
  private static let memoryLimit = 2 << 30

  /// - Parameters:
  ///   - length: That of a step in ms; a spike at time t belongs to step t/length, rounded, and to
  ///     step 1 at least.
  ///   - thresholds: What a spike of each population delivers, where these are all layers of a
  ///     network; else 1.
  init(
    _ spikes: ForeignSpikes, path: String, stepLength length: Double, thresholds: [Float?]? = nil
  ) throws(SpikeFileError) {
    guard !spikes.populations.isEmpty else {
      throw SpikeFileError(path, .malformed, "holds no population of neurons")
    }
    let factor = spikes.unit.milliseconds(perStep: length) / length
    let steps = try Self.steps(of: spikes, factor: factor, path: path)
    let shapes = try Self.shapes(of: spikes, path: path)
    let last = max(steps.max() ?? 0, spikes.stepCount ?? 0)
    let bytes = shapes.reduce(0) { $0 + ($1.count + 63) / 64 * 8 }
    guard last > 0 else { throw SpikeFileError(path, .malformed, "holds no step of time") }
    guard bytes.multipliedReportingOverflow(by: last).partialValue <= Self.memoryLimit,
      !bytes.multipliedReportingOverflow(by: last).overflow
    else {
      throw SpikeFileError(
        path, .unsuitable,
        "\(shapes.reduce(0) { $0 + $1.count }) neurons in \(last) steps take "
          + "more than 2 GiB; a longer --dt makes fewer steps")
    }
    let (raster, lost) = Self.raster(
      spikes, steps: steps, last: last, shapes: shapes, thresholds: thresholds)
    source = RasterSource(raster)
    populations = zip(spikes.populations, shapes).map { ($0.name, $1) }
    var notes = ["\(spikes.times.count) spikes in \(last) steps"]
    if spikes.unit != .steps { notes.append("a step is \(length) ms (--dt)") }
    if lost > 0 {
      notes.append(
        "\(lost) spikes fell into a step with another of the same neuron, and count once; "
          + "a shorter --dt tells them apart")
    }
    self.notes = notes
  }

  private static func steps(
    of spikes: ForeignSpikes, factor: Double, path: String
  ) throws(SpikeFileError) -> [Int] {
    var steps: [Int] = []
    steps.reserveCapacity(spikes.times.count)
    for time in spikes.times {
      let step = (time * factor).rounded()
      guard step >= 0, step <= Double(ForeignSpikes.largestStep) else {
        throw SpikeFileError(
          path, .malformed,
          "a spike at time \(time) belongs to step \(step), but steps run from 0 "
            + "to \(ForeignSpikes.largestStep); another --dt changes them")
      }
      steps.append(max(Int(step), 1))
    }
    return steps
  }

  private static func shapes(
    of spikes: ForeignSpikes, path: String
  ) throws(SpikeFileError) -> [MapShape] {
    var largest = Array(repeating: Int32(-1), count: spikes.populations.count)
    for (owner, neuron) in zip(spikes.owners, spikes.neurons) {
      largest[Int(owner)] = max(largest[Int(owner)], neuron)
    }
    var shapes: [MapShape] = []
    for (population, largest) in zip(spikes.populations, largest) {
      let count = population.neurons ?? max(Int(largest) + 1, 1)
      guard Int(largest) < count else {
        throw SpikeFileError(
          path, .malformed,
          "neuron \(largest) of \(population.name) has fired, but there are \(count)")
      }
      shapes.append(population.shape ?? MapShape(channels: max(count, 1)))
    }
    return shapes
  }

  /// - Returns: The raster, and how many spikes are not in it.
  private static func raster(
    _ spikes: ForeignSpikes, steps: [Int], last: Int, shapes: [MapShape], thresholds: [Float?]?
  ) -> (SpikeRaster, lost: Int) {
    // Every network ends with a readout, which nobody has heard of where there is no network.
    let readout = thresholds == nil ? [1] : []
    var raster = SpikeRaster(neuronCounts: shapes.map(\.count) + readout, byteBudget: .max)
    raster.append(steps: last)
    let order = steps.indices.sorted { steps[$0] < steps[$1] }
    var (position, lost) = (0, 0)
    while position < order.count {
      let step = steps[order[position]]
      var rows = shapes.map { Array(repeating: UInt64(0), count: ($0.count + 63) / 64) }
      while position < order.count, steps[order[position]] == step {
        let spike = order[position]
        let population = Int(spikes.owners[spike])
        let unit = shapes[population].populationIndex(ofUnit: Int(spikes.neurons[spike]))
        let bit = UInt64(1) << UInt64(unit & 63)
        if rows[population][unit >> 6] & bit != 0 { lost += 1 }
        rows[population][unit >> 6] |= bit
        position += 1
      }
      for (layer, words) in rows.enumerated() where words.contains(where: { $0 != 0 }) {
        let value = thresholds.flatMap { $0[layer] } ?? 1
        raster.record(ReplayedStep(words: words, values: [value]), of: layer, at: step)
      }
    }
    return (raster, lost)
  }
}
