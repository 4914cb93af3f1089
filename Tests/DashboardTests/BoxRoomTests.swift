import Dashboard
import TerminalUI
import Testing

/// A detector's picture is as large as it can be, and its names are whole.
@Suite struct BoxRoomTests {
  /// On the smallest usual screen, too: eight rows, as an image has anywhere.
  @Test func thePictureHasRows() throws {
    let run = try TaskRun(TaskRun.detection, steps: 20)
    let canvas = draw(run.state, size: Size(rows: 24, columns: 80))
    let input = try #require(canvas.panel(named: "input"))
    #expect(input.size.rows >= 8)
  }

  /// Another class of the ANN's stands below where it does not fit beside.
  @Test(arguments: [(24, 80), (30, 120), (40, 120), (45, 160)])
  func namesOfBoxesAreWhole(rows: Int, columns: Int) throws {
    // As in `MatchedBoxTests`: in the place of the box the second class is likelier.
    let analog = (0..<28).map { index -> Float in
      switch index {
      case 1, 25: 5
      case 0, 2, 3, 21: -5
      default: 0
      }
    }
    var run = try TaskRun(TaskRun.detection, steps: 20, analogOutput: analog)
    var context = try #require(run.state.context)
    context.classNames = ["long name of a class", "another long name"]
    run.receive(.loaded(context))
    let canvas = draw(run.state, size: Size(rows: rows, columns: columns))
    let output = try #require(canvas.panel(named: "output"))
    let words = output.text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    for word in ["long", "name", "class", "(ANN", "another"] {
      #expect(words.contains(word), "\(output.text)")
    }
    #expect(!words.contains("…"), "\(output.text)")
  }
}
