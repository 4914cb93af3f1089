import Networks
import PlainText
import SpikeStatistics
import TimeTravel

extension ScreenView {
  /// A row per step and layer.
  func layerNumbers() -> NumberTable {
    var table = NumberTable(
      ["step", "layer", "neurons", "spikes", "sin_spikes", "sin_neurons", "mean_D", "prediction"]
        + furtherLayerFigures.map(\.id))
    guard engine.history.lastStep > 0 else { return table }
    for step in 1...engine.history.lastStep {
      let prediction = engine.history.prediction(at: step).map(context.className) ?? ""
      for index in layers.indices {
        guard let entry = engine.history.entry(of: index, at: step) else { continue }
        // Where the analog network says nothing of a layer there is no SIN, which is not none.
        let hasReference = engine.setting.references[index] != nil
        let further: [any CustomStringConvertible] = engine.history.figures(of: index, at: step)
          .filter { $0.figure.layer != nil }.map { csvNumber($0.value) }
        table.append(
          [
            step, network.layers[index].name, network.layers[index].shape.count, entry.spikes,
            hasReference ? "\(entry.sinSpikes)" : "", hasReference ? "\(entry.sinNeurons)" : "",
            number(entry.meanDeviation), prediction,
          ] + further)
      }
    }
    return table
  }

  /// A row per class: the sum of the output, that of the last step alone, and what the analog
  /// network says.
  func outputNumbers() -> NumberTable {
    var table = NumberTable(["step", "class", "output", "step_output", "ann_output"])
    let last = runState.stepOutput
    for (index, output) in runState.simulation.readout.enumerated() {
      let analog = context.hasANN ? number(context.logits[index]) : ""
      table.append([step, context.className(index), number(output), number(last[index]), analog])
    }
    return table
  }
}
