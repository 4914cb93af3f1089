import Networks
import Runs

/// Spikes of another program, put into steps.
package struct ImportedSpikes: Sendable {
  /// Their names and shapes; those without a shape in the file are vectors.
  package let populations: [(name: String, shape: MapShape)]

  /// Of the populations, and of a silent readout of one neuron behind them where no network is
  /// known.
  package let source: ListedSpikes

  /// The length of a step in ms.
  package let stepLength: Double

  /// The number of the first step as the file counts.
  package let firstStep: Int

  /// How times became steps, what was guessed, and what was lost on the way, a line each.
  package var notes: [String] { reading + counting + losses }

  private let reading: [String]
  private let losses: [String]

  /// What steps and neurons are counted from, and why.
  var counting: [String]

  /// How many bits a raster of the spikes may have, in bytes.
  private static let memoryLimit = 2 << 30

  /// - Parameters:
  ///   - reading: A spike at time t belongs to step t/length, rounded, as the file counts.
  ///   - thresholds: What a spike of each population delivers, where these are all layers of a
  ///     network; else 1.
  init(
    _ spikes: ForeignSpikes, path: String, reading: SpikeReading, thresholds: [Float?]? = nil
  ) throws(SpikeFileError) {
    guard !spikes.populations.isEmpty else {
      throw SpikeFileError(path, .malformed, "holds no population of neurons")
    }
    guard spikes.populations.count <= PopulationLimits.mostPopulations else {
      throw SpikeFileError(
        path, .malformed,
        "names \(spikes.populations.count) populations; at most "
          + "\(PopulationLimits.mostPopulations) are taken")
    }
    let grid = TimeGrid(spikes, reading: reading)
    let numbers = try grid.numbers(of: spikes.times, path: path)
    let first = reading.firstStep ?? spikes.firstStep ?? (numbers.min() == 0 ? 0 : 1)
    let shapes = try Self.shapes(of: spikes, path: path)
    let last = max((numbers.max() ?? first - 1) - first + 1, spikes.stepCount ?? 0)
    try Self.checkSize(shapes, steps: last, path: path)
    var listed: [ListedSpikes.Spike] = []
    listed.reserveCapacity(numbers.count)
    for (spike, number) in numbers.enumerated() where number >= first {
      let layer = spikes.owners[spike]
      let unit = shapes[Int(layer)].populationIndex(ofUnit: Int(spikes.neurons[spike]))
      listed.append(
        ListedSpikes.Spike(
          step: Int32(number - first + 1), layer: layer, unit: Int32(unit)))
    }
    var layers = shapes.enumerated().map { number, shape in
      (neurons: shape.count, value: thresholds.flatMap { $0[number] } ?? 1)
    }
    // Every network ends with a readout, which nobody has heard of where there is no network.
    if thresholds == nil { layers.append((neurons: 1, value: 1)) }
    source = ListedSpikes(listed, layers: layers, lastStep: last)
    populations = zip(spikes.populations, shapes).map { ($0.name, $1) }
    (stepLength, firstStep) = (grid.stepLength, first)
    self.reading =
      ["\(numbers.count) spikes in \(last) steps"] + grid.notes + spikes.guesses
      + Self.sizes(of: spikes, isKnown: thresholds != nil)
    counting = Self.counting(spikes, isSeen: numbers.min() == 0, reading)
    losses = Self.losses(
      spikes, early: numbers.count - listed.count, doubled: listed.count - source.count)
  }

  /// How many neurons there are, where nobody says.
  private static func sizes(of spikes: ForeignSpikes, isKnown: Bool) -> [String] {
    guard !isKnown, spikes.populations.contains(where: { $0.neurons == nil }) else { return [] }
    return [
      "layers are taken to end with the last neuron that fires, since the file has no sizes; "
        + "beside their network ('replay FILE -- NETWORK') they are right"
    ]
  }

  /// What nobody says of the numbers of steps and neurons.
  private static func counting(
    _ spikes: ForeignSpikes, isSeen: Bool, _ reading: SpikeReading
  ) -> [String] {
    var notes: [String] = []
    if reading.firstStep == nil, spikes.firstStep == nil, !spikes.times.isEmpty {
      notes.append(
        isSeen
          ? "steps are counted from 0, as one has that number (--first-step 1 would drop it)"
          : "steps are counted from 1, as nobody says (--first-step 0 is the other way)")
    }
    if reading.firstNeuron == nil, spikes.firstNeuron == nil, !spikes.neurons.contains(0),
      !spikes.neurons.isEmpty
    {
      notes.append("neurons are counted from 0, as nobody says (--first-id 1 is the other way)")
    }
    return notes
  }

  private static func losses(
    _ spikes: ForeignSpikes, early: Int, doubled: Int
  ) -> [String] {
    var notes: [String] = []
    if early > 0 {
      notes.append("\(early) spikes come before the first step, and are left out (--first-step)")
    }
    if doubled > 0 {
      notes.append(
        "\(doubled) spikes fell into a step with another of the same neuron, and count once; "
          + "a shorter --dt tells them apart")
    }
    if spikes.mergedValues > 0 {
      notes.append(
        "\(spikes.mergedValues) values are neither 0 nor 1, as of several spikes in a step or of "
          + "scaled ones, and count as one spike each")
    }
    return notes
  }

  private static func checkSize(
    _ shapes: [MapShape], steps: Int, path: String
  ) throws(SpikeFileError) {
    guard steps > 0 else { throw SpikeFileError(path, .malformed, "holds no step of time") }
    let neurons = shapes.reduce(0) { $0 + $1.count }
    let (bytes, overflow) = shapes.reduce(0) { $0 + ($1.count + 63) / 64 * 8 }
      .multipliedReportingOverflow(by: steps)
    guard !overflow, bytes <= memoryLimit else {
      throw SpikeFileError(
        path, .unsuitable,
        "\(neurons) neurons in \(steps) steps take more than 2 GiB; a longer --dt makes fewer steps"
      )
    }
    guard neurons <= PopulationLimits.mostNeurons else {
      throw SpikeFileError(
        path, .malformed,
        "numbers \(neurons) neurons; at most \(PopulationLimits.mostNeurons) are taken")
    }
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
}

/// How the times of a file become numbers of steps, as the file counts them.
private struct TimeGrid {
  /// In ms.
  let stepLength: Double
  let notes: [String]

  private let unit: TimeUnit

  /// The lengths of a step, in ms, that programs use; the usual one first.
  private static let usualLengths = [1, 0.5, 0.25, 0.2, 0.1, 0.05, 0.025, 0.02, 0.01]

  /// The length that the user gives, or else the usual one, or a shorter one where that keeps all
  /// times as they are.
  init(_ spikes: ForeignSpikes, reading: SpikeReading) {
    unit = spikes.unit
    guard unit != .steps else {
      (stepLength, notes) = (reading.stepLength ?? Self.usualLengths[0], [])
      return
    }
    let fitting = Self.usualLengths.first { length in
      let factor = spikes.unit.milliseconds(perStep: length) / length
      return spikes.times.allSatisfy { time in
        let number = time * factor
        // Times may have been kept in single precision.
        return abs(number - number.rounded()) <= 1e-3 + 2e-7 * abs(number)
          && number <= Double(ForeignSpikes.largestStep)
      }
    }
    stepLength = reading.stepLength ?? fitting ?? Self.usualLengths[0]
    let rounds = fitting == nil && reading.stepLength == nil
    notes = ["a step is \(stepLength) ms (--dt)" + (rounds ? ", to which times are rounded" : "")]
  }

  func numbers(of times: [Double], path: String) throws(SpikeFileError) -> [Int] {
    let factor = unit.milliseconds(perStep: stepLength) / stepLength
    var numbers: [Int] = []
    numbers.reserveCapacity(times.count)
    for time in times {
      let number = (time * factor).rounded()
      guard number >= 0, number <= Double(ForeignSpikes.largestStep) else {
        throw SpikeFileError(
          path, .malformed,
          "a spike at time \(time)\(unit == .steps ? "" : " \(unit.rawValue)") belongs to step "
            + "\(number), but steps run from 0 to \(ForeignSpikes.largestStep); another --dt "
            + "changes them")
      }
      numbers.append(Int(number))
    }
    return numbers
  }
}
