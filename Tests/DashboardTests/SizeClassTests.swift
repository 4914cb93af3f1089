import Conversion
import Dashboard
import TerminalUI
import Testing

/// Every screen after a whole run, at the sizes between and beyond those of the other snapshots.
@Suite struct SizeClassTests {
  @Test(arguments: [(45, 160), (90, 300)], Array("12345678"))
  func everyScreenAtEverySize(size: (rows: Int, columns: Int), key: Character) throws {
    var run = try ExampleRun(steps: 64, secondRun: key == "6" ? Max() : nil)
    run.press(.character(key))

    try expectSnapshot(
      run.canvas(rows: size.rows, columns: size.columns),
      named: "\(run.state.screen.rawValue)-whole-\(size.columns)x\(size.rows)")
  }
}
