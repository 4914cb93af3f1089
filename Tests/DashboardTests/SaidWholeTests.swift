import Conversion
import Dashboard
import TerminalUI
import Testing

/// What is said is said whole, where it is looked for, and of what it is about.
@Suite struct SaidWholeTests {
  private static let sizes = [(24, 80), (40, 120), (60, 200)]

  private func lines(_ run: ExampleRun, _ rows: Int, _ columns: Int) -> [Substring] {
    run.canvas(rows: rows, columns: columns).text.split(
      separator: "\n", omittingEmptySubsequences: false)
  }

  @Test func textsEndBetweenClauses() {
    let text = "conv2: 5 of 9 fired, 71% of them early; all by timing (local, ours)"
    for width in 0...text.count {
      guard let short = wholeClauses(text, width: width) else {
        #expect(width < "conv2: 5 of 9 fired".count)
        continue
      }
      #expect(short.count <= width && text.hasPrefix(short))
      #expect(
        [
          "conv2: 5 of 9 fired", "conv2: 5 of 9 fired, 71% of them early", text,
        ].contains(short), "\(short)")
    }
  }

  /// A word that is longer than a line goes on in the next one, as a path may be.
  @Test(arguments: sizes)
  func longWordsLoseNothing(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 20)
    let word = String(repeating: "abcdefghijklmnopqrstuvwxyz", count: 10)

    run.type(":define \(word)")

    let text = lines(run, rows, columns).map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(text.joined().contains(word), "\(text)")
  }

  /// What the sentence is told by has its definition: a click on it opens them all, the help names
  /// them, and the definitions of the screen begin with them.
  @Test(arguments: sizes)
  func theSentenceNamesItsDefinitions(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 20)
    let sentence = try #require(run.state.insight)
    #expect(sentence.contains("SIN spikes"), "\(sentence)")

    let canvas = run.canvas(rows: rows, columns: columns)
    let area = canvas.clickArea(at: Position(row: rows - 2, column: 3))
    #expect(area?.target == .explanation(sentence))
    run.receive(.pointer(.explanation(sentence)))
    #expect(lines(run, rows, columns).contains { $0.contains("the sentence:") })
    #expect(lines(run, rows, columns).contains { $0.contains("│ SIN spikes ") })

    run.press(.escape)
    run.press(.character("?"))
    let help = run.state.helpLines(filter: "")
    #expect(help.contains { $0.text == sentence })
    #expect(help.contains { $0.text.hasPrefix("defines SIN spikes") }, "\(help.prefix(9))")
    run.press(.escape)
    run.press(.character("I"))
    #expect(lines(run, rows, columns).prefix(6).contains { $0.contains("│ SIN spikes ") })
  }

  // MARK: - Who comes late

  /// All numbers count from there, as long as it is looked at.
  @Test(arguments: sizes)
  func theFirstLineSaysFromWhereALateViewerCounts(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 20)
    #expect(!lines(run, rows, columns)[0].contains("from"))
    run.receive(.streaming(StreamReport(senderStep: 86, lastStep: 20, dropped: 0, ending: nil)))
    for screen in "12345678" {
      run.press(.character(screen))
      #expect(lines(run, rows, columns)[0].contains("t=20/64  from 86"), "\(screen)")
    }
  }

  /// Who shows each step as it comes is at the last one, and yet runs.
  @Test func aRunThatStepsArriveOfDoesNotWait() throws {
    var run = try ExampleRun(steps: 20)
    var status = try #require(run.state.engine)
    (status.activity, status.isGrowing, status.horizon) = (.running, true, 20)
    for (speed, word) in [(16.0, "RUN"), (0, "WAITING")] {
      status.measuredSpeed = speed
      run.receive(.engine(status))
      #expect(lines(run, 24, 80)[0].contains(" \(word) "))
    }
  }

  // MARK: - The second line

  /// Names of classes become shorter before it is missed what they are the answers of.
  @Test func theSecondLineKeepsWhatIsCompared() throws {
    var run = try ExampleRun(steps: 20, secondRun: Bistable(phases: 8))
    var context = try #require(run.state.context)
    context.classNames = ["Ankle boot, high", "T-shirt or top", "Trouser, long"]
    run.receive(.loaded(context))

    let line = lines(run, 24, 80)[1]
    for word in ["A robust", "B bistable", "image 3", "ANN "] {
      #expect(line.contains(word), "\(line)")
    }
    #expect(line.hasPrefix(" example · A "), "the model comes first: \(line)")
  }

  @Test(arguments: sizes)
  func aWarningIsWholeOrSaysWhereItIs(rows: Int, columns: Int) throws {
    let warning =
      "warning: no model card: pixels go in as 0 to 255 (t10k-images-idx3-ubyte.gz); set --scale, "
      + "--mean and --std, or 'input' in lenet.json (spiketop card writes it)"
    var run = try ExampleRun(steps: 20)
    var context = try #require(run.state.context)
    context.notes = [warning]
    run.receive(.loaded(context))

    let line = lines(run, rows, columns)[1]
    #expect(line.contains("warning: ") && !line.contains("…"), "\(line)")
    run.press(.character("7"))
    let words = run.canvas(rows: rows, columns: columns).text.split { " \n│".contains($0) }
    #expect(warning.split(separator: " ").allSatisfy { words.contains($0) })
  }

  // MARK: - Messages and the log

  @Test func whatARecordingLacksIsSaidAtTheStart() throws {
    let lack = "without its model: 'a.onnx' is not there"
    var run = try ExampleRun(steps: 0)
    var context = try #require(run.state.context)
    context.notes = [lack, "calibrated on nothing"]
    run.receive(.loaded(context))

    #expect(run.canvas().text.contains(lack))
    run.press(.character("7"))
    #expect(run.canvas().text.contains(lack), "it stays on record")
    run.receive(.loaded(context))
    #expect(run.state.log.entries.map(\.text) == [lack], "once")
  }

  @Test func everySectionOfTheLogSaysThatItIsEmpty() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("7"))
    #expect(run.canvas().text.split(separator: "none:").count == 4)
  }

  /// As far as the bar of what was reached.
  @Test func thePresentStandsAtTheEndOfTheRun() throws {
    var run = try ExampleRun(steps: 64)
    run.press(.character("7"))
    #expect(run.canvas().text.contains("▼] 64"))
  }

  /// A letter before an error would look like the key that was pressed.
  @Test func errorsAreMarkedByAWord() throws {
    var run = try ExampleRun(steps: 20)
    run.type(":run all")
    for capabilities in [Capabilities.standard, .plain] {
      let text = run.canvas(capabilities: capabilities).text
      #expect(text.contains("error: ':run' takes nothing behind it, and so no 'all'"))
    }
  }

  @Test func thePreviewOfAComparisonEndsWithASentence() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("6"))
    for rows in 18...40 {
      let text = run.canvas(rows: rows, columns: 80).text
      #expect(!text.contains("in another precision") || text.contains(":compare off."))
    }
  }
}
