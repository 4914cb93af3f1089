import PlainText
import SpikeStatistics
import TerminalUI

/// The columns left of the curves, and right of them for the classes' names.
private let scaleWidth = 5
private let namesWidth = 9...16

/// So many classes can be told apart, in colours that stand for no quantity.
private let curveStyles: [Style] = [.title, .info, .accent3, .label]

/// Which of so many colours each of some classes has: that of its number, whatever its rank.
///
/// Where two want the same one, the later one steps aside to what nobody wants; all others keep
/// theirs.
package func classColors(of classes: [Int], count: Int) -> [Int: Int] {
  let order = classes.sorted()
  var (colors, free) = ([Int: Int](), Array(0..<count))
  for index in order {
    guard let place = free.firstIndex(of: index % count) else { continue }
    colors[index] = free.remove(at: place)
  }
  for index in order where colors[index] == nil && !free.isEmpty {
    colors[index] = free.removeFirst()
  }
  return colors
}

/// So many outputs are turned into shares for a picture: more cost more than a frame may.
private let mostShares = 4096

extension ScreenView {
  func courseTitle() -> PaneTitle { answerPanels.courseTitle(self) }

  func drawCourse(on canvas: inout Canvas) { answerPanels.drawCourse(self, &canvas) }

  func classCourseTitle() -> PaneTitle {
    guard knowsOutput else { return PaneTitle("output over time") }
    let classes = classesWithCurves()
    let count = classCount(
      ofOutputs: max(context.logits.count, runState.simulation.readout.count))
    return PaneTitle(
      "output over time",
      [
        classes.count < count
          ? "\(classes.count) of \(counted(count, "class", "classes"))" : "", "SNN",
      ])
  }

  /// Class probabilities over time, a curve for each of the likeliest classes, and at the right the
  /// ANN's.
  func drawClassCourse(on canvas: inout Canvas) {
    guard knowsOutput else {
      canvas.write(
        "these spikes come without an output", row: 0, column: 1, width: canvas.size.columns - 1,
        alignment: .left, style: .label)
      return
    }
    var rest = canvas.bounds
    let ruler = rest.takeBottom(rest.rows >= 5 ? 1 : 0)
    let classes = classesWithCurves()
    let (column, axis) = courseAxis(columns: rest.columns)
    let plot = Rect(row: 0, column: column, rows: rest.rows, columns: axis.width)
    let course = outputCourse(of: classes, axis)
    guard !course.isEmpty || step == 0 else {
      axis.drawPresent(step: step, in: plot, on: &canvas)
      drawNoOutput(in: plot, on: &canvas)
      guard !ruler.isEmpty else { return }
      return axis.drawRuler(step: step, row: ruler.row, column: column, on: &canvas)
    }
    let highest = max(course.joined().flatMap(\.shares).max() ?? 0, 0.01)
    let top = (highest * 10).rounded(.up) / 10
    var names: [CurveName] = []
    // All in one grid: where two curves meet in a cell, no dot of either is lost.
    var dots = DotGrid(plot.size)
    let classStyle = classStyle
    for (number, index) in classes.enumerated().reversed() {
      let style = classStyle(index)
      for run in course {
        dots.addCurve(
          run.map { ($0.x, $0.shares[number]) }, range: 0...top, style: style)
      }
      let last = course.last?.last?.shares[number] ?? 0
      let row = plot.row + dots.dotRow(of: last, range: 0...top) / 4
      names.append(
        CurveName(row: row, value: last, name: context.className(index), style: style))
    }
    canvas.draw(dots, row: plot.row, column: plot.column)
    axis.drawPresent(step: step, in: plot, on: &canvas)
    canvas.writeApart(
      [(top, 0), (0, rest.rows - 1)].map {
        AxisLabel(percent($0, digits: 0), row: $1, column: 0, width: column - 1)
      })
    canvas.drawNames(
      names.reversed(), column: plot.endColumn + 1, width: rest.columns - plot.endColumn - 1,
      rows: 0..<rest.rows)
    if !ruler.isEmpty {
      axis.drawRuler(step: step, row: ruler.row, column: column, on: &canvas)
    }
  }

  /// That there is nothing to draw yet, in the middle of a plot.
  func drawNoOutput(in plot: Rect, on canvas: inout Canvas) {
    canvas.write(
      " \(noOutputText) ", row: plot.row + plot.rows / 2, column: plot.column, width: plot.columns,
      alignment: .center, style: .label)
  }

  /// Where plots over time begin that stand one below the other, and their axis: that of the layers
  /// below these, elsewhere one that leaves the names of classes room behind it.
  func courseAxis(columns: Int) -> (column: Int, axis: TimeAxis) {
    if liesBelowLayers(columns: columns) {
      return (liveLabelWidth + 1, timeAxis(width: columns - liveLabelWidth - 1))
    }
    guard context.answersByClass else {
      return (scaleWidth, timeAxis(width: columns - scaleWidth - 1))
    }
    // Of all classes: which of them are shown changes, and the axis stays.
    let longest = (context.classNames.map(\.count).max() ?? 0) + 2
    let room = min(max(columns / 3, namesWidth.lowerBound), namesWidth.upperBound)
    let names = min(max(longest, namesWidth.lowerBound), room)
    return (scaleWidth, timeAxis(width: columns - scaleWidth - names))
  }

  /// The colour of a class, in its curve as in its bar and where it is the answer: that of what is
  /// right, of others that of their number, whatever the answer; quiet for those that have none.
  ///
  /// Costs a sort of the classes: to be asked for once per picture.
  var classStyle: (_ index: Int) -> Style {
    let truth = context.truth
    let colors = classColors(
      of: classesWithCurves().filter { $0 != truth }, count: curveStyles.count)
    return { index in
      index == truth ? .right : colors[index].map { curveStyles[$0] } ?? .neutral
    }
  }

  /// The likeliest by now, before the first output those of the analog network, what it answers and
  /// the label among them: no others than in the list of outputs.
  private func classesWithCurves() -> [Int] {
    let shares = outputShares ?? []
    let analog = context.hasANN ? probabilities(context.logits) : []
    let count = max(shares.count, analog.count)
    let key = { (index: Int) in
      (shares.isEmpty ? analog.isEmpty ? 0 : analog[index] : shares[index])
        + (index == context.label || index == context.truth ? 1 : 0)
    }
    return (0..<count).sorted { (key($0), $1) > (key($1), $0) }.prefix(curveStyles.count).map(
      \.self)
  }

  /// The shares of some classes over time, by dot columns: unbroken runs of all steps that are
  /// kept, of each dot column the last ones that can be afforded.
  private func outputCourse(of classes: [Int], _ axis: TimeAxis) -> [[OutputPoint]] {
    let lastStep = engine.potentials.lastStep
    let outputs = max(context.logits.count, runState.simulation.readout.count)
    let perDot = max(mostShares / max(2 * axis.width * outputs, 1), 1)
    var (runs, run) = ([[OutputPoint]](), [OutputPoint]())
    var known: (step: Int, shares: [Double])?
    for x in 0..<2 * axis.width {
      let dots = axis.dots(ofCell: x / 2, count: 2)
      let steps = dots.isEmpty ? nil : dots[x % 2]
      for step in steps.map({ $0.suffix(perDot).filter { $0 <= lastStep } }) ?? [] {
        if known?.step != step { known = outputShares(at: step).map { (step, $0) } }
        guard let shares = known?.shares else { continue }
        run.append(OutputPoint(x: x, shares: classes.map { shares[$0] }))
      }
      if run.last?.x != x, !run.isEmpty {
        runs.append(run)
        run = []
      }
    }
    return run.isEmpty ? runs : runs + [run]
  }

  /// The shares of some classes at the last step of each cell; `nan` where they are not known.
  func curves(of classes: [Int], _ axis: TimeAxis) -> [[Double]] {
    var curves = Array(
      repeating: Array(repeating: Double.nan, count: axis.width), count: classes.count)
    for cell in 0..<axis.width {
      guard let steps = axis.steps(ofCell: cell),
        let shares = outputShares(at: min(steps.upperBound, engine.potentials.lastStep)),
        steps.lowerBound <= engine.potentials.lastStep
      else { continue }
      for (number, index) in classes.enumerated() { curves[number][cell] = shares[index] }
    }
    return curves
  }

  /// What the output after a step stands for; `nil` where that is not kept, or not complete.
  func outputShares(at step: Int) -> [Double]? {
    engine.outputShares(at: step, since: state.stream?.senderStep ?? 1)
  }
}

/// The output at a step, in a dot column.
private struct OutputPoint {
  var x: Int
  var shares: [Double]
}

extension DotGrid {
  /// Draws a curve through points one after the other, also where several have the same column.
  mutating func addCurve(
    _ points: [(x: Int, value: Double)], range: ClosedRange<Double>, style: Style
  ) {
    let dots = points.map { (x: $0.x, y: dotRow(of: $0.value, range: range)) }
    if let first = dots.first { set(x: first.x, y: first.y, style: style) }
    for (start, end) in zip(dots, dots.dropFirst()) { addLine(from: start, to: end, style: style) }
  }

  /// Draws a curve through one value for each cell of an axis; a value that is not finite is a gap.
  mutating func addCurve(
    _ values: [Double], over axis: TimeAxis, range: ClosedRange<Double>, style: Style
  ) {
    var previous: (x: Int, y: Int)?
    for (cell, value) in values.enumerated() {
      guard value.isFinite else {
        previous = nil
        continue
      }
      let dot = (x: 2 * cell + 1, y: dotRow(of: value, range: range))
      addLine(from: previous ?? (2 * cell, dot.y), to: dot, style: style)
      previous = dot
    }
  }
}
