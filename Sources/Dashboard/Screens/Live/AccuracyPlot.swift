import PlainText
import SpikeStatistics
import TerminalUI

extension ScreenView {
  /// What is drawn below the layer's numbers: accuracy once there is more than one image, else the
  /// SIN spikes of every step, both where there is room, and at a key the other one.
  func drawHistories(below row: Int, on canvas: inout Canvas) {
    var rest = canvas.bounds
    _ = rest.takeTop(row)
    let account = state.seenAccuracy.account(of: context.methods[context.method])
    if rest.rows >= 8 {
      let upper = rest.takeTop(rest.rows / 2)
      canvas.inside(upper) { drawSINHistory(on: &$0) }
      canvas.inside(rest) { drawAccuracy(account, on: &$0) }
    } else if state.liveScreen.showsAccuracy ?? (account.imageCount > 1) {
      canvas.inside(rest) { drawAccuracy(account, on: &$0) }
    } else {
      canvas.inside(rest) { drawSINHistory(on: &$0) }
    }
  }

  /// The share of right predictions over the steps, of the images that got there.
  private func drawAccuracy(_ account: SeenAccuracy.Account, on canvas: inout Canvas) {
    let width = canvas.size.columns - 2
    let now = account.tally(atStep: step)
    let verdict = context.label == nil ? "as the ANN" : "right"
    let share = percent(ratio(now.right, of: now.predicted), digits: 0)
    canvas.write(
      "t=\(step): \(now.right) of \(grouped(now.predicted)) \(verdict), \(share)", row: 0,
      column: 1, width: width, alignment: .left, style: .label)
    guard width > 0, account.lastStep > 0 else { return }
    let plot = Rect(row: 1, column: 1, rows: canvas.size.rows - 1, columns: width)
    let steps = (0..<min(width, account.lastStep)).map { column in
      1 + column * max(account.lastStep - 1, 0) / max(min(width, account.lastStep) - 1, 1)
    }
    canvas.drawSparkline(
      steps.map { account.accuracy(atStep: $0) ?? 0 }, in: plot, range: 0...1, style: .running)
    guard let column = steps.lastIndex(where: { $0 <= max(step, 1) }), plot.rows > 1 else { return }
    let cell = canvas[plot.row, plot.column + column]
    if cell.character == " " {
      canvas.write(
        canvas.glyphs == .braille ? "▼" : "v", row: plot.row, column: plot.column + column,
        style: .key)
    }
  }
}
