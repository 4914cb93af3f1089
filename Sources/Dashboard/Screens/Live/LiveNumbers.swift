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

  func outputNumbers() -> NumberTable { answerPanels.numbers(self) }

  func courseNumbers() -> NumberTable { answerPanels.courseNumbers(self) }

  /// A row per class: the sum of the output, that of the last step alone, and what the analog
  /// network says.
  func classOutputNumbers() -> NumberTable {
    var table = NumberTable(["step", "class", "output", "step_output", "ann_output"])
    let last = runState.stepOutput
    // A single output speaks for the second of two classes.
    let first = classCount(ofOutputs: last.count) - last.count
    for (index, output) in runState.simulation.readout.enumerated() {
      let analog = number(context.hasANN ? context.logits[index] : nil)
      table.append([
        step, context.className(first + index), number(output), number(last[index]), analog,
      ])
    }
    return table
  }

  /// A row per step: what was predicted, and the SIN spikes of all layers.
  func predictionNumbers() -> NumberTable {
    var table = NumberTable(["step", "prediction", "sin_spikes"])
    for step in 1..<engine.history.lastStep + 1 {
      let prediction = engine.history.prediction(at: step).map(context.className)
      let sin = layers.indices.reduce(0) {
        $0 + Int(engine.history.entry(of: $1, at: step)?.sinSpikes ?? 0)
      }
      table.append([step, prediction ?? "", context.hasANN ? "\(sin)" : ""])
    }
    return table
  }

  /// A row per step and class: the share of the output up to there.
  func classCourseNumbers() -> NumberTable {
    var table = NumberTable(["step", "class", "output_share"])
    for step in 1..<engine.history.lastStep + 1 {
      for (index, share) in (outputShares(at: step) ?? []).enumerated() {
        table.append([step, context.className(index), number(Float(share))])
      }
    }
    return table
  }

  /// A row per step: how many images have a prediction there, and how many of them are right.
  func accuracyNumbers() -> NumberTable {
    var table = NumberTable(["step", "images", "right"])
    let account = state.seenAccuracy.account(of: context.methods[context.method])
    for step in 1..<account.lastStep + 1 {
      let tally = account.tally(atStep: step)
      table.append([step, tally.predicted, tally.right])
    }
    return table
  }
}
