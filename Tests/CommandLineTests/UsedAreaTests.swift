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

  /// Screens that do not show enough yet: a neuron, phase, and what is put together from others.
  private static let isShort: Set<Character> = ["3", "5", "8", "9"]

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

  /// Prints how much of each screen says something, and holds what has been reached.
  @Test(arguments: ["1", "2", "3", "4", "5", "6", "8", "9"])
  func screensOfTheDemoAreUsed(key: Character) throws {
    var state = try Self.state(comparing: key == "6" ? "half" : nil)
    if key == "9" { state = Self.filled(state) }
    _ = state.update(.key(.character(key)))
    let canvas = draw(state, size: Self.size)

    let used = UsedArea(of: canvas)
    print(
      "screen \(key): \(used.share) % used, \(used.ink) % ink, "
        + "blank \(used.blank.map { "at \($0.row),\($0.column)" } ?? "nowhere")")
    #expect(used.share >= (Self.isShort.contains(key) ? 45 : 60))
  }
}

/// How much of a screen says something.
private struct UsedArea {
  /// In percent: cells with a glyph or a background, or inside the axes of a plot; and those with a
  /// glyph alone.
  let share: Int
  let ink: Int

  /// The corner of the first rectangle of 30 columns and 5 rows that is blank, outside of plots.
  let blank: Position?

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
    var found: Position?
    for row in 0...(rows - 5) where found == nil {
      for column in 0...(columns - 30) where found == nil {
        let isBlank = (row..<row + 5).allSatisfy { line in
          !isUsed[line * columns + column..<line * columns + column + 30].contains(true)
        }
        if isBlank { found = Position(row: row, column: column) }
      }
    }
    blank = found
  }
}
