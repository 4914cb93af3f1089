import PlainText

extension SpikeFileWriter {
  /// A table, for shells.
  package static let csv = SpikeFileWriter(
    "csv", readers: "step,time_ms,layer,neuron", isStream: true
  ) { output, populations, _ in
    try CSVSpikeWriter(output, populations: populations)
  }

  /// Two columns, for neuroscience tools.
  package static let gdf = SpikeFileWriter(
    "gdf", readers: "NEST, Neo and Elephant", isStream: true, namesLayers: false
  ) { output, populations, _ in
    GDFSpikeWriter(output, populations: populations)
  }
}

/// One spike a line under a header: `step,time_ms,layer,neuron`, for shells and tables.
package struct CSVSpikeWriter: SpikeWriter {
  private let populations: [SpikePopulation]
  private let output: SpikeOutput

  package init(_ output: SpikeOutput, populations: [SpikePopulation]) throws {
    self.populations = populations
    self.output = output
    try output.append("step,time_ms,layer,neuron\n")
  }

  package func write(
    _ neurons: [Int], of population: Int, atStep step: Int, time: Double
  ) throws {
    let name = csvField(populations[population].name)
    for neuron in neurons { try output.append("\(step),\(time),\(name),\(neuron)\n") }
  }

  package func finish() throws { try output.finish() }
}

/// NEST's `.gdf`: a global number and the time in ms, between them a tab, and no header.
///
/// Neurons are numbered through all populations that are written, from 0 on. (Neo's NestIO reads
/// it, and Elephant through it; it takes no header.)
package struct GDFSpikeWriter: SpikeWriter {
  private let starts: [Int]
  private let output: SpikeOutput

  package init(_ output: SpikeOutput, populations: [SpikePopulation]) {
    starts = firstNumbers(of: populations)
    self.output = output
  }

  package func write(
    _ neurons: [Int], of population: Int, atStep step: Int, time: Double
  ) throws {
    for neuron in neurons { try output.append("\(starts[population] + neuron)\t\(time)\n") }
  }

  package func finish() throws { try output.finish() }
}

/// The number of the first neuron of each population, where all are numbered through.
func firstNumbers(of populations: [SpikePopulation]) -> [Int] {
  var next = 0
  return populations.map { population in
    defer { next += population.neurons }
    return next
  }
}
