import Datasets
import Foundation
import PlainText

extension SpikeFileWriter {
  /// Arrays for Python.
  package static let npz = SpikeFileWriter("npz", readers: "pynapple and NumPy") {
    output, populations, export in
    NPZSpikeWriter(output, populations: populations, of: export)
  }
}

/// `.npz` in the layout of pynapple's TsGroup, which NumPy alone reads too.
///
/// `t`: float64, seconds, ascending. `index`: int64, who. `keys`: int64, all neurons that fired.
/// `start`, `end`: float64, the time observed. `type`: "TsGroup". Neurons are numbered through all
/// populations; `layer_sizes` (int64) and `layer_names` (UTF-8 bytes, a line each) tell them apart;
/// in a name a line break, and what else is invisible, is its number, as `\u{A}`. `first_step`
/// (int64) is how many steps after 0 the time of the first step is.
package struct NPZSpikeWriter: SpikeWriter {
  private let output: SpikeOutput
  private let populations: [SpikePopulation]
  private let starts: [Int]
  private let export: SpikeExport
  private var times: [Double] = []
  private var neurons: [Int64] = []

  package init(_ output: SpikeOutput, populations: [SpikePopulation], of export: SpikeExport) {
    self.output = output
    self.populations = populations
    self.export = export
    starts = firstNumbers(of: populations)
  }

  package mutating func write(
    _ neurons: [Int], of population: Int, atStep step: Int, time: Double
  ) {
    times += repeatElement(time / 1000, count: neurons.count)
    self.neurons += neurons.map { Int64(starts[population] + $0) }
  }

  package func finish() throws {
    let keys = Set(neurons).sorted()
    let names = Array(populations.map { escaped($0.name) }.joined(separator: "\n").utf8)
    let observed = export.observedSeconds
    let entries: [(String, Data)] = [
      ("t", npy(times.map(\.bitPattern), .float64)),
      ("index", npy(neurons, .int64)), ("keys", npy(keys, .int64)),
      ("start", npy([observed.lowerBound.bitPattern], .float64)),
      ("end", npy([observed.upperBound.bitPattern], .float64)),
      ("type", npyText("TsGroup")), ("first_step", npy([Int64(export.firstStep)], .int64)),
      ("layer_sizes", npy(populations.map { Int64($0.neurons) }, .int64)),
      ("layer_names", npy(names, .uint8)),
    ]
    guard let content = NPZFile.encoded(entries) else {
      throw SpikeFileError(
        output.name, .unavailable, "there is too little memory for it; write fewer steps")
    }
    try output.append(content)
    try output.finish()
  }
}

extension SpikeExport {
  /// The time from the end of the step before the first one to the end of the last one: a step ends
  /// at its time, or where the first one of the run is at time 0, begins there.
  fileprivate var observedSeconds: ClosedRange<Double> {
    let shift = max(firstStep - 1, 0)
    let seconds = { (step: Int) in Double(step + shift) * milliseconds / 1000 }
    return seconds(steps.lowerBound - 1)...seconds(steps.upperBound)
  }
}

private func npy<Number: FixedWidthInteger>(_ numbers: [Number], _ type: ElementType) -> Data {
  var data = Data(NPYHeader.encoded(type: type, shape: [numbers.count]))
  numbers.map(\.littleEndian).withUnsafeBytes { data.append(contentsOf: $0) }
  return data
}

/// An array of one word, as `numpy.array(["TsGroup"])`.
private func npyText(_ text: String) -> Data {
  let scalars = text.unicodeScalars.map(\.value.littleEndian)
  var data = Data(NPYHeader.encoded(descriptor: "<U\(scalars.count)", shape: [1]))
  scalars.withUnsafeBytes { data.append(contentsOf: $0) }
  return data
}
