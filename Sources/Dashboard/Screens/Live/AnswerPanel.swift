import Networks
import PlainText
import SpikeStatistics
import TerminalUI
import TimeTravel

/// The columns of an output beside its bar: at least for the class before it, and for two shares
/// behind it.
private let leastClassWidth = 12
private let sharesWidth = 12

/// Those of two shares in a line of several classes, with the space behind them.
private let shortSharesWidth = 17

extension ScreenView {
  func outputTitle() -> PaneTitle { answerPanels.title(self) }

  func drawOutput(on canvas: inout Canvas) { answerPanels.draw(self, &canvas) }

  func classOutputTitle() -> PaneTitle {
    let isReady = outputShares != nil
    let scale = context.hasANN ? "bar SNN, mark ANN" : "bar mean, then last step"
    return PaneTitle("output", [isReady ? scale : noOutputText])
  }

  /// The output as class probabilities, with the ANN's as a mark on the bar; without an ANN the
  /// mean over the steps, and that of the last step alone.
  func drawClassOutput(on canvas: inout Canvas) {
    guard knowsOutput || context.hasANN else {
      canvas.write(
        "these spikes come without an output", row: 0, column: 1, width: canvas.size.columns - 1,
        alignment: .left, style: .label)
      return
    }
    let target = probabilities(context.hasANN ? context.logits : runState.stepOutput)
    let output = outputShares
    if canvas.size.rows < 3 {
      drawBestClasses(output, target: target, on: &canvas)
      return
    }
    let count = target.count > canvas.size.rows ? canvas.size.rows - 1 : target.count
    let shown = classesToShow(count: count, target: target, output: output)
    let names = classColumns(
      in: canvas.size.columns, besides: sharesWidth, least: leastClassWidth)
    // The bars of all classes have one axis, from 0 to all of it.
    let bars = Rect(
      row: 0, column: names, rows: shown.count,
      columns: max(canvas.size.columns - names - sharesWidth, 4))
    let classStyle = classStyle
    for (row, index) in shown.enumerated() {
      let bar = Rect(row: row, column: bars.column, rows: 1, columns: bars.columns)
      drawClass(
        index, style: classStyle(index), output: output, target: target, in: bar, on: &canvas)
    }
    canvas.addPlot(bars)
    guard shown.count < target.count else { return }
    let rest = target.indices.filter { !shown.contains($0) }
    let most = rest.map { max(output?[$0] ?? 0, target[$0]) }.max() ?? 0
    canvas.write(
      "\(grouped(rest.count)) more of \(grouped(target.count)), up to \(percent(most, digits: 0))",
      row: shown.count, column: 1, width: canvas.size.columns - 2, alignment: .left, style: .label)
  }

  /// The bar of a class, in its colour, with a mark before the answer in the colour of right and
  /// wrong: the eye finds the decision, and whether it is one to look into.
  ///
  /// - Parameter bar: Its bar; the name stands before it, shares behind it.
  private func drawClass(
    _ index: Int, style: Style, output: [Double]?, target: [Double], in bar: Rect,
    on canvas: inout Canvas
  ) {
    let row = bar.row
    let isBest = index == runState.simulation.prediction
    if isBest, let isRight = context.isRight(index) {
      let mark = isRight ? canvas.glyphs.right : canvas.glyphs.wrong
      canvas[row, 0] = Cell(mark, style: .verdict(isRight))
    }
    canvas.write(
      context.className(index), row: row, column: 1, width: bar.column - 2, alignment: .left,
      style: index == context.label ? .title : .plain)
    canvas.drawBar(output?[index] ?? 0, in: bar, style: style)
    let isKnown = context.hasANN || step > 0
    if context.hasANN {
      canvas.markBar(target[index], in: bar, style: .annTarget)
    }
    canvas.write(
      output.map { percent($0[index], digits: 0) } ?? "-", row: row, column: bar.endColumn,
      width: 5, alignment: .right, style: isBest ? style.with(.bold) : .plain)
    canvas.write(
      isKnown ? percent(target[index], digits: 0) : "-", row: row,
      column: bar.endColumn + 6, width: 5, alignment: .right,
      style: context.hasANN ? .annTarget : .label)
  }

  /// The best classes in a line, each with its share and the ANN's.
  private func drawBestClasses(_ output: [Double]?, target: [Double], on canvas: inout Canvas) {
    let order = target.indices.sorted {
      (output?[$0] ?? target[$0], $1) > (output?[$1] ?? target[$1], $0)
    }
    let classStyle = classStyle
    for row in 0..<canvas.size.rows {
      var column = 1
      let classes = order.dropFirst(row * 3).prefix(3)
      let room = classes.reduce(canvas.size.columns) {
        $0 - context.className($1).count - shortSharesWidth
      }
      for index in classes {
        let name = shortened(context.className(index), to: room > 0 ? .max : 10, canvas.glyphs)
        let share = output.map { percent($0[index], digits: 0) } ?? "-"
        let other = context.hasANN ? " ANN \(percent(target[index], digits: 0))" : ""
        guard column + name.count + share.count + other.count + 1 < canvas.size.columns else {
          break
        }
        let isBest = index == runState.simulation.prediction
        let style = isBest ? classStyle(index).with(.bold) : classStyle(index)
        column = canvas.write("\(name) \(share)", row: row, column: column, style: style)
        column = canvas.write(other, row: row, column: column, style: .annTarget) + 3
      }
    }
  }

  /// The likeliest classes in the order of their numbers, the label among them.
  private func classesToShow(count: Int, target: [Double], output: [Double]?) -> [Int] {
    let ranked = target.indices.sorted { left, right in
      let key = { (index: Int) -> Double in
        max(target[index], output?[index] ?? 0, index == context.label ? 2 : 0)
      }
      return key(left) == key(right) ? left < right : key(left) > key(right)
    }
    return ranked.prefix(max(count, 0)).sorted()
  }
}

/// In which of so many cells a share of `0...1` ends.
///
/// Shares outside count as the nearest one inside, and NaN as 0: any number has a cell.
private func cell(ofShare share: Double, columns: Int) -> Int {
  share > 0 ? min(wholeCells(min(share, 1) * Double(columns)), columns - 1) : 0
}

/// The cell that a place lies in, rounded down.
///
/// Places beyond -1,000 and 10,000 cells, and infinite ones, count as the nearest of these; NaN as
/// 0: any number has a cell.
func wholeCells(_ place: Double) -> Int {
  place.isNaN ? 0 : Int(min(max(place, -1_000), 10_000).rounded(.down))
}

extension Canvas {
  /// A picture in the middle, as large as there is room.
  mutating func drawCentered(_ image: ColorImage) {
    let picture = image.fitted(to: size)
    drawImage(
      picture,
      in: Rect(
        row: 0, column: max((size.columns - picture.width) / 2, 0), rows: size.rows,
        columns: min(picture.width, size.columns)))
  }

  /// A mark on the first row of a bar, where a share of `0...1` ends; what lies under it shows
  /// through as its background.
  mutating func markBar(_ share: Double, in bar: Rect, style: Style) {
    guard bar.columns > 0 else { return }
    let (row, column) = (bar.row, bar.column + cell(ofShare: share, columns: bar.columns))
    let under = self[row, column]
    let line: Character = glyphs == .braille ? "│" : "|"
    let isFull = under.scalar == "█" && capabilities.colorCount >= 8
    // A mark in the colour of its bar would not be seen on it.
    let role = under.style.role
    self[row, column] = Cell(
      line, style: isFull ? Style(role == .title ? style.role : .title, on: role) : style)
  }
}
