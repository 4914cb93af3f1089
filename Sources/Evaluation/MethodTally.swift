/// What the layers of one network came to, summed over images.
package struct MethodTally: Codable, Equatable, Sendable {
  /// The state after one T.
  package struct Reading: Codable, Equatable, Sendable {
    /// Of all layers, those without an analog counterpart included.
    package var spikes = 0
    package var synapticOperations = 0

    /// The layers with an analog counterpart; without an ANN all that fire.
    package var layers: [LayerTally]

    /// Images that the output of this step alone answers rightly; only without an ANN, and `nil`
    /// where no label is known.
    package var stepCorrect: Int?
  }

  /// One per T of the entry.
  package internal(set) var readings: [Reading]

  /// Neurons whose first spike came with step i + 1, per layer, up to the last T.
  package internal(set) var firstSpikes: [[Int]]

  init(_ entry: EvaluationPlan.Entry) {
    let layers = entry.comparedLayers.count
    readings = entry.steps.map { _ in
      Reading(layers: Array(repeating: LayerTally(), count: layers))
    }
    firstSpikes = Array(
      repeating: Array(repeating: 0, count: entry.steps.last ?? 0), count: layers)
  }

  mutating func add(_ other: MethodTally) {
    for index in readings.indices {
      readings[index].spikes += other.readings[index].spikes
      readings[index].synapticOperations += other.readings[index].synapticOperations
      if let correct = other.readings[index].stepCorrect {
        readings[index].stepCorrect = (readings[index].stepCorrect ?? 0) + correct
      }
      for layer in readings[index].layers.indices {
        readings[index].layers[layer].add(other.readings[index].layers[layer])
      }
    }
    for layer in firstSpikes.indices {
      for step in other.firstSpikes[layer].indices where other.firstSpikes[layer][step] != 0 {
        firstSpikes[layer][step] += other.firstSpikes[layer][step]
      }
    }
  }

  /// Whether it has the form of a tally of this network; what comes from a file may not.
  func fits(_ entry: EvaluationPlan.Entry) -> Bool {
    let empty = MethodTally(entry)
    return readings.count == empty.readings.count
      && readings.allSatisfy { $0.layers.count == entry.comparedLayers.count }
      && readings.allSatisfy { $0.layers.allSatisfy { $0.code.isWellFormed } }
      && readings.allSatisfy { reading in
        zip(reading.layers, entry.comparedLayers).allSatisfy {
          $0.everFired.fits(units: entry.packed.network.layers[$1].shape.count)
        }
      }
      && firstSpikes.map(\.count) == empty.firstSpikes.map(\.count)
  }
}

// The names in files of `--resume`.
extension MethodTally {
  private enum CodingKeys: String, CodingKey {
    case readings, firstSpikes
  }
}

extension MethodTally.Reading {
  private enum CodingKeys: String, CodingKey {
    case spikes, synapticOperations, layers, stepCorrect
  }
}
