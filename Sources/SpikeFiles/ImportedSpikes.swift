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

  /// The number of the first step as the times of the file count.
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
    let end = try spikes.end.map { end throws(SpikeFileError) in
      try grid.number(of: end, "what was observed ends", path: path) - max(first, 1) + 1
    }
    let last = max(
      (numbers.max() ?? first - 1) - first + 1, spikes.stepCount ?? 0, end ?? 0)
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
    (stepLength, firstStep) = (grid.stepLength, first + (spikes.toldSteps?.offset ?? 0))
    self.reading =
      [Self.length(of: spikes, steps: last)] + grid.notes + spikes.guesses
      + Self.sizes(of: spikes, isKnown: thresholds != nil)
    counting = Self.counting(spikes, isSeen: numbers.min() == 0, reading)
    losses = Self.losses(
      spikes, early: numbers.count - listed.count, doubled: listed.count - source.count)
  }

  /// How long the run is, and why.
  private static func length(of spikes: ForeignSpikes, steps: Int) -> String {
    let isTold = spikes.stepCount != nil || spikes.end != nil
    return "\(spikes.times.count) spikes in \(steps) steps"
      + (isTold ? "" : ", up to the last spike, since the file has no length")
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
