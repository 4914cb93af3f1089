import Networks
import SpikeStatistics
import TimeTravel

extension ScreenView {
  /// A row per step: what was predicted.
  func predictionNumbers() -> NumberTable {
    var table = NumberTable(["step", "prediction"])
    for step in 1..<engine.history.lastStep + 1 {
      let prediction = engine.history.prediction(at: step).map(context.className)
      table.append([step, prediction ?? ""])
    }
    return table
  }
}
