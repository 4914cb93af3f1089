import Networks
import PlainText
import SpikeStatistics
import TimeTravel

extension ScreenView {
  /// A row per step: the rates of both layers, and their difference.
  func layersBesideNumbers() -> NumberTable {
    var table = NumberTable(["step", "layer_A", "layer_B", "rate_A", "rate_B", "difference"])
    let pair = state.layerPair
    let names = [pair.first, pair.second].map { $0.map { network.layers[$0].name } ?? "" }
    for step in 1..<engine.history.lastStep + 1 {
      let first = rate(ofLayer: pair.first, at: step)
      let second = pair.second.flatMap { rate(ofLayer: $0, at: step) }
      guard first != nil || second != nil else { continue }
      table.append([
        step, names[0], names[1], csvNumber(first), csvNumber(second),
        csvNumber(first.flatMap { one in second.map { one - $0 } }),
      ])
    }
    table.total = engine.history.lastStep
    return table
  }

  /// A row per layer of the network, up to the present.
  func layersBesideTableNumbers() -> NumberTable {
    let figures: [Figure] = [.rate, .intervalMean, .intervalVariation, .silentShare]
    var table = NumberTable(
      ["step", "layer", "neurons"] + figures.map(\.id) + ["median_first_step"])
    for layer in layers.indices {
      let layerStep = layerStep(layer)
      let values = figures.map { csvNumber($0.layer?(layerStep).map { Double($0) }) }
      let row: [any CustomStringConvertible] = [
        step, network.layers[layer].name, network.layers[layer].shape.count,
      ]
      table.append(row + values + [optional(medianFirstStep(ofLayer: layer))])
    }
    return table
  }

  /// A row per step and layer of the two: the share of its neurons that have fired.
  func firstSpikeNumbers() -> NumberTable {
    var table = NumberTable(["step", "layer", "fired_share"])
    for (_, layer) in state.layerPair.sides {
      for (index, share) in firedShares(ofLayer: layer).enumerated() {
        table.append([index + 1, network.layers[layer].name, csvNumber(share)])
      }
    }
    return table
  }

  /// A row per neuron of the two layers.
  func ratesBesideNumbers() -> NumberTable {
    var table = NumberTable(["step", "layer", "neuron", "spikes_per_step"])
    for (_, layer) in state.layerPair.sides {
      for (unit, rate) in unitRates(ofLayer: layer).enumerated() {
        let shape = network.layers[layer].shape
        table.append([
          step, network.layers[layer].name, shape.unitNumber(ofIndex: unit), csvNumber(rate),
        ])
      }
    }
    return table
  }

  /// A row per layer of the two and length.
  func intervalsBesideNumbers() -> NumberTable {
    var table = NumberTable(["step", "layer", "interval", "count"])
    for (_, layer) in state.layerPair.sides {
      for (index, count) in intervalLengths(ofLayer: layer).enumerated() where count > 0 {
        table.append([step, network.layers[layer].name, index + 1, count])
      }
    }
    return table
  }
}
