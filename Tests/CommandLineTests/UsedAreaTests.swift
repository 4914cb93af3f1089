import Dashboard
import Experiments
import Runs
import SpikeStatistics
import TerminalUI
import Testing
import TimeTravel
import spiketop

/// A large terminal shows more, not wider gaps: the screens of the bundled network after a whole
/// run, at 200x60.
@Suite struct UsedAreaTests {
  private static let size = Size(rows: 60, columns: 200)

  private static func state(comparing second: String?) throws -> DashboardState {
    let source = try DashboardSource(
      .bundled(), memory: MemoryLimits(), probes: LayerList(),
      by: RunOrigin(program: "test", arguments: [], directory: "/"),
      cache: .none, display: ProgressDisplay(show: { _ in }, say: { _ in }))
    var loader = source.loader
    let loaded = try loader.load(image: 0, method: 0, secondRun: second)
    var engine = EngineStepper(loaded.engine)
    var state = DashboardState()
    _ = state.update(.loaded(RunContext(loaded)))
    engine.seek(to: loaded.engine.horizon)
    _ = state.update(.engine(engine.status))
    return state
  }

  private static func filled(_ state: DashboardState) -> DashboardState {
    var state = state
    _ = state.update(.key(.character("9")))
    let outcomes = (0..<200).map { index in
      let (label, answer) = (index % 10, (index * 7 + index / 9) % 10)
      return ImageOutcome(
        index: index, label: label, analog: .init(index: label, margin: 0.5),
        spiking: .init(index: answer, margin: answer == label ? 0.4 : -0.2),
        course: [
          .init(step: 1, answer: Int32((answer + 1) % 10)),
          .init(step: Int32(2 + index % 60), answer: Int32(answer)),
        ],
        sin: (0..<4).map { .init(neurons: Int32(index % (20 + $0)), inactive: 100) },
        spikes: 100_000 + index, operations: 30_000_000)
    }
    _ = state.update(.evaluated(.found(outcomes), request: 1))
    return state
  }

  /// One bound for all screens: at least 60 % say something, and nowhere outside of a plot is a
  /// rectangle of 30 columns and 5 rows blank.
  @Test(arguments: ["1", "2", "3", "4", "5", "6", "8", "9"])
  func screensOfTheDemoAreUsed(key: Character) throws {
    var state = try Self.state(comparing: key == "6" ? "half" : nil)
    if key == "9" { state = Self.filled(state) }
    _ = state.update(.key(.character(key)))
    let canvas = draw(state, size: Self.size)

    let used = UsedArea(of: canvas)
    print("screen \(key): \(used.share) % used, \(used.ink) % ink, blank \(used.blanks)")
    #expect(used.share >= 60)
    #expect(used.blanks.isEmpty)
  }
}

/// How much of a screen says something.
private struct UsedArea {
  /// In percent: cells with a glyph or a background, or inside the axes of a plot; and those with a
  /// glyph alone.
  let share: Int
  let ink: Int

  /// The rectangles that are blank, outside of plots, of 30 columns and 5 rows or more; each
  /// grown as far down, then as far to the right as it goes, and none over another.
  let blanks: [Rect]

  init(of canvas: Canvas) {
    let (rows, columns) = (canvas.size.rows, canvas.size.columns)
    var isUsed = Array<Bool>(repeating: false, count: rows * columns)
    var glyphs = 0
    for row in 0..<rows {
      for column in 0..<columns {
        let cell = canvas[row, column]
        let isInPlot = canvas.plots.contains { $0.contains(row: row, column: column) }
        if cell.scalar != " " { glyphs += 1 }
        isUsed[row * columns + column] =
          cell.scalar != " " || cell.style.background != nil || isInPlot
      }
    }
    share = isUsed.count { $0 } * 100 / isUsed.count
    ink = glyphs * 100 / isUsed.count
    blanks = Self.blanks(in: isUsed, canvas.size)
  }

  /// - Parameter isUsed: Row by row.
  private static func blanks(in isUsed: [Bool], _ size: Size) -> [Rect] {
    var isTaken = isUsed
    var found: [Rect] = []
    let isFree = { (isTaken: [Bool], rect: Rect) in
      (rect.row..<rect.endRow).allSatisfy { row in
        !isTaken[row * size.columns + rect.column..<row * size.columns + rect.endColumn]
          .contains(true)
      }
    }
    for row in 0...size.rows - 5 {
      for column in 0...size.columns - 30 {
        var rect = Rect(row: row, column: column, rows: 5, columns: 30)
        guard isFree(isTaken, rect) else { continue }
        while rect.endRow < size.rows, isFree(isTaken, rect.grown(rows: 1)) {
          rect = rect.grown(rows: 1)
        }
        while rect.endColumn < size.columns, isFree(isTaken, rect.grown(columns: 1)) {
          rect = rect.grown(columns: 1)
        }
        for line in rect.row..<rect.endRow {
          for cell in rect.column..<rect.endColumn { isTaken[line * size.columns + cell] = true }
        }
        found.append(rect)
      }
    }
    return found
  }
}

extension Rect {
  fileprivate func grown(rows: Int = 0, columns: Int = 0) -> Rect {
    Rect(row: row, column: column, rows: self.rows + rows, columns: self.columns + columns)
  }
}
