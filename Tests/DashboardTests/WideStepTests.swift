import Dashboard
import SpikeStatistics
import TerminalUI
import Testing

/// Nothing is between two steps: where a step is wide its potential is a line of steps.
@Suite struct WideStepTests {
  /// Between the columns at which a step begins and has its mark each column has one dot, in the
  /// row of the one beside it.
  @Test(arguments: [(45, 160), (60, 200)])
  func thereAreNoSlopes(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 64)
    run.press(.character("3"))
    // So few steps that each has many columns.
    for _ in 0..<3 { run.press(.character("+")) }
    let trace = try #require(run.canvas(rows: rows, columns: columns).panel(named: "trace"))
    let plot = Canvas.rows(of: trace, upTo: trace.size.rows / 2)
    let columns = Dictionary(grouping: plot.dotPositions, by: \.column)
      .mapValues { Set($0.map(\.row)) }.sorted { $0.key < $1.key }
    try #require(columns.count > 40)

    var turns = 0
    for (left, right) in zip(columns, columns.dropFirst()) where right.key == left.key + 1 {
      // A line that rises goes through rows within one column, not from column to column.
      if left.value.count == 1, right.value.count == 1, left.value != right.value { turns += 1 }
    }
    #expect(turns == 0)
  }
}

extension Canvas {
  /// The first rows of a picture.
  fileprivate static func rows(of canvas: Canvas, upTo count: Int) -> Canvas {
    var part = Canvas(size: Size(rows: count, columns: canvas.size.columns))
    for row in 0..<count {
      for (column, cell) in canvas.cells(inRow: row).enumerated() { part[row, column] = cell }
    }
    return part
  }
}
