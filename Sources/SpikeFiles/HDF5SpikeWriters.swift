import Foundation
import HDF5
import PlainText

extension SpikeFileWriter {
  /// SONATA, for simulators of large networks and their tools.
  package static let sonata = SpikeFileWriter("sonata", readers: "libsonata, BMTK") {
    output, populations, _ in
    try SONATASpikeWriter(output, populations: populations)
  }

  /// NIR's data format.
  package static let nirEvents = SpikeFileWriter("nir-events", readers: "NIR's event data") {
    output, populations, export in
    try NIREventWriter(
      output, populations: populations, stepLength: export.milliseconds, steps: export.steps)
  }
}

/// SONATA spikes: per population, times in ms and node numbers, ascending by time.
///
/// `/spikes/POPULATION/timestamps` (float64, with the attribute `units` that libsonata insists on)
/// and `node_ids` (int64), and the group's attribute `sorting`.
package struct SONATASpikeWriter: SpikeWriter {
  private let output: SpikeOutput
  private let groups: [String]
  private var trains: [SpikeList]

  /// - Throws: `SpikeFileError` if two populations would be one group.
  package init(_ output: SpikeOutput, populations: [SpikePopulation]) throws(SpikeFileError) {
    self.output = output
    groups = try groupNames(of: populations, file: output.name)
    trains = populations.map { _ in SpikeList() }
  }

  package mutating func write(
    _ neurons: [Int], of population: Int, atStep step: Int, time: Double
  ) {
    trains[population].append(neurons, at: time)
  }

  package func finish() throws {
    try output.write { file throws(HDF5Error) in
      for (name, train) in zip(groups, trains) {
        let group = "/spikes/\(name)"
        try file.write(train.times, shape: [train.times.count], to: "\(group)/timestamps")
        try file.write(["ms"], shape: [], toAttribute: "units", of: "\(group)/timestamps")
        try file.write(train.neurons, shape: [train.neurons.count], to: "\(group)/node_ids")
        try file.write(
          choice: 2, of: ["none", "by_id", "by_time"], toAttribute: "sorting", of: group)
      }
    }
  }
}

/// NIR's EventData: per population, neuron numbers and times in seconds.
///
/// A spike of step k stands in the middle of it, at `(k - 1/2)·dt`, so that NIR's own `floor(t/dt)`
/// puts it into the k-th step whatever rounding does.
package struct NIREventWriter: SpikeWriter {
  private let output: SpikeOutput
  private let populations: [SpikePopulation]
  private let groups: [String]
  private let stepLength: Double
  private let steps: ClosedRange<Int>
  private var trains: [SpikeList]

  /// - Parameters:
  ///   - stepLength: In ms.
  ///   - steps: What is observed; the first one begins at time 0.
  /// - Throws: `SpikeFileError` if two populations would be one node.
  package init(
    _ output: SpikeOutput, populations: [SpikePopulation], stepLength: Double,
    steps: ClosedRange<Int>
  ) throws(SpikeFileError) {
    self.output = output
    self.populations = populations
    groups = try groupNames(of: populations, file: output.name)
    self.stepLength = stepLength
    self.steps = steps
    trains = populations.map { _ in SpikeList() }
  }

  package mutating func write(
    _ neurons: [Int], of population: Int, atStep step: Int, time: Double
  ) {
    let middle = Double(step - steps.lowerBound) + 0.5
    trains[population].append(neurons, at: middle * stepLength / 1000)
  }

  package func finish() throws {
    try output.write { file throws(HDF5Error) in
      try file.write(["NIRGraphData"], shape: [], toAttribute: "__type__", of: "/")
      for (number, train) in trains.enumerated() {
        let node = "/nodes/\(groups[number])"
        let spikes = "\(node)/observables/spikes"
        try file.write(train.neurons, shape: [1, train.neurons.count], to: "\(spikes)/idx")
        try file.write(train.times, shape: [1, train.times.count], to: "\(spikes)/time")
        try file.write(["NIRNodeData"], shape: [], toAttribute: "__type__", of: node)
        try file.write(["EventData"], shape: [], toAttribute: "__type__", of: spikes)
        try file.write(
          [Int64(populations[number].neurons)], shape: [], toAttribute: "n_neurons", of: spikes)
        try file.write(
          [Double(steps.count) * stepLength / 1000], shape: [], toAttribute: "t_max", of: spikes)
      }
    }
  }
}

/// The names of populations as those of groups of HDF5, in which a slash separates groups, NUL ends
/// a text, and nothing and dots are no names: each of these becomes a low line.
///
/// - Throws: `SpikeFileError` if two of them become the same.
private func groupNames(
  of populations: [SpikePopulation], file: String
) throws(SpikeFileError) -> [String] {
  var owners: [String: String] = [:]
  var names: [String] = []
  for population in populations {
    let name = groupName(population.name)
    if let other = owners.updateValue(population.name, forKey: name) {
      throw SpikeFileError(
        file, .unsuitable,
        "layers '\(other)' and '\(population.name)' would both be group '\(name)' of it; write one "
          + "of them (--layers), or all as --format csv or npz, which keep their names")
    }
    names.append(name)
  }
  return names
}

private func groupName(_ name: String) -> String {
  switch name {
  case "", ".": "_"
  case "..": "__"
  default: name.replacing(sign: "/", with: "_").replacing(sign: "\0", with: "_")
  }
}

/// Spikes of one population in ascending order of time.
private struct SpikeList {
  private(set) var times: [Double] = []
  private(set) var neurons: [Int64] = []

  mutating func append(_ neurons: [Int], at time: Double) {
    times += repeatElement(time, count: neurons.count)
    self.neurons += neurons.map(Int64.init)
  }
}

extension SpikeOutput {
  /// Writes an HDF5 file, all of it.
  fileprivate func write(
    _ body: (borrowing HDF5File) throws(HDF5Error) -> Void
  ) throws {
    let content: Data
    do throws(HDF5Error) {
      content = try HDF5File.encoded(body)
    } catch {
      throw SpikeFileError(name, .unwritable, error.about)
    }
    try append(content)
    try finish()
  }
}
