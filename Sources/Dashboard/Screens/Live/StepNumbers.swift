import PlainText
import TerminalUI

/// Runs of so many steps have room for a number in each.
private let mostSteps = 8

/// The columns of a step that a number needs, with a gap.
private let leastColumns = 6

extension ScreenView {
  /// Whether strips say in numbers how many spikes a step has: where steps are few and wide, and a
  /// dot is many neurons, dots alone would be blocks.
  func saysStepNumbers(_ axis: TimeAxis, neurons: Int, dotRows: Int) -> Bool {
    state.plannedSteps <= mostSteps && axis.width >= state.plannedSteps * leastColumns
      && neurons > dotRows
  }

  /// The spikes of a layer in each step, in the middle of the step's cells and of the strip.
  func drawStepNumbers(of layer: Int, _ axis: TimeAxis, in strip: Rect, on canvas: inout Canvas) {
    let neurons = network.layers[layer].shape.count
    guard strip.rows > 0, saysStepNumbers(axis, neurons: neurons, dotRows: strip.rows * 4) else {
      return
    }
    // Where a cell is several steps, it has no number.
    let cells = (0..<axis.width).map { cell in
      axis.steps(ofCell: cell).flatMap { $0.count == 1 ? $0.lowerBound : nil }
    }
    let dimmed = axis.firstDimmedCell(step: step)
    for number in Set(cells.compactMap(\.self)).sorted() {
      guard let first = cells.firstIndex(of: number), let last = cells.lastIndex(of: number),
        let spikes = engine.history.entry(of: layer, at: number)?.spikes
      else { continue }
      let text = grouped(Int(spikes))
      let start = first + (last - first + 1 - text.count) / 2
      guard start >= first, start + text.count <= last + 1 else { continue }
      canvas.write(
        text, row: strip.row + strip.rows / 2, column: strip.column + start,
        style: start >= dimmed ? .title.with(.dim) : .title)
    }
  }
}
