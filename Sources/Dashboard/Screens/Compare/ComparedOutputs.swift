import Networks
import PlainText
import SpikeStatistics
import TerminalUI
import TimeTravel

extension ScreenView {
  /// The outputs of two networks as class probabilities, beside the analog network's.
  func drawOutputs(_ comparison: ComparedRun, on canvas: inout Canvas) {
    answerPanels.drawTwo(self, comparison, &canvas)
  }

  func drawClassOutputs(_ comparison: ComparedRun, on canvas: inout Canvas) {
    let target = probabilities(context.logits)
    let outputs = [output(of: runState), output(of: comparison.runState)]
    let answers = [runState.simulation.prediction, comparison.runState.simulation.prediction]
    let shown = likeliestClasses(count: canvas.size.rows - 1, among: [target] + outputs)
    let names = shown.map { context.className($0).count }.max() ?? 0
    // Bars have their width first, then names theirs.
    let title = shown.count < target.count ? "\(shown.count) of \(target.count)" : "output"
    let nameWidth = max(min(names, canvas.size.columns - 42, 20), title.count)
    let barWidth = max((canvas.size.columns - 19 - nameWidth) / 2, 2)
    let columns = [nameWidth + 2, nameWidth + 2 + barWidth + 6]
    canvas.write(title, row: 0, column: 1, style: .label)
    let sides = [RunSide.first, .second]
    for (column, side) in zip(columns, sides) {
      canvas.write(side.letter, row: 0, column: column, style: side.style.with(.bold))
      // The bars of all classes have one axis, from 0 to all of it, as on Live.
      canvas.addPlot(Rect(row: 1, column: column, rows: shown.count, columns: barWidth))
    }
    canvas.write(
      "ANN", row: 0, column: 0, width: canvas.size.columns - 1, alignment: .right, style: .label)
    let classStyle = classStyle
    for (row, index) in shown.enumerated() {
      canvas.write(
        context.className(index), row: row + 1, column: 1, width: nameWidth, alignment: .left,
        style: index == context.label ? .title : .plain)
      for (network, column) in columns.enumerated() {
        let isBest = index == answers[network]
        canvas.drawBar(
          outputs[network]?[index] ?? 0,
          in: Rect(row: row + 1, column: column, rows: 1, columns: barWidth),
          style: sides[network].style)
        canvas.write(
          outputs[network].map { percent($0[index], digits: 0) } ?? "-", row: row + 1,
          column: column + barWidth, width: 5, alignment: .right,
          style: isBest ? classStyle(index).with(.bold) : .plain)
      }
      canvas.write(
        percent(target[index], digits: 0), row: row + 1, column: canvas.size.columns - 6,
        width: 5, alignment: .right, style: .annTarget)
    }
  }

  /// `nil` before the first readout, and where spikes are replayed without an output.
  private func output(of runState: RunState) -> [Double]? {
    let network = runState.simulation.network
    guard runState.step >= network.firstReadout,
      network.readouts.allSatisfy({ runState.simulation.populations[$0].knowsPotential })
    else { return nil }
    let time = Float(max(network.outputTime(atStep: runState.step), 1))
    return probabilities(runState.simulation.readout.map { $0 / time })
  }

  /// The classes that one of some outputs finds likeliest, in the order of their numbers.
  func likeliestClasses(count: Int, among outputs: [[Double]?]) -> [Int] {
    let keys = (0..<classCount(ofOutputs: context.logits.count)).map { index in
      index == context.label ? 2 : outputs.compactMap { $0?[index] }.max() ?? 0
    }
    return keys.indices.sorted { keys[$0] == keys[$1] ? $0 < $1 : keys[$0] > keys[$1] }
      .prefix(max(count, 0)).sorted()
  }
}
