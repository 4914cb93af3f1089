import Conversion
import Dashboard
import Foundation
import SpikeStatistics
import TerminalUI
import Testing

/// Laws of answers on the screen: their colours, their names, and where they stand.
@Suite struct AnswerLawTests {
  private func run(_ names: [String], steps: Int = 64) throws -> ExampleRun {
    var run = try ExampleRun(steps: steps)
    var context = try #require(run.state.context)
    context.classNames = names
    run.receive(.loaded(context))
    run.receive(.engine(run.engine.status))
    return run
  }

  /// Four of ten classes have four colours: each that of its number, unless another one has it.
  @Test func aClassHasTheColourOfItsNumber() {
    let subsets = (0..<1 << 10).map { bits in (0..<10).filter { bits >> $0 & 1 == 1 } }
    for classes in subsets where classes.count == 4 {
      let colors = classColors(of: classes, count: 4)
      #expect(colors == classColors(of: classes.reversed(), count: 4), "whatever their ranks")
      #expect(Set(colors.keys) == Set(classes) && Set(colors.values) == Set(0..<4))
      for index in classes {
        let isAlone = !classes.contains { $0 != index && $0 % 4 == index % 4 }
        #expect(!isAlone || colors[index] == index % 4, "\(classes): \(index)")
      }
    }
  }

  @Test func aClassHasOneColourInARun() throws {
    let names = ["one", "two", "three"]
    var run = try ExampleRun(steps: 64)
    var styles: [String: Set<Style>] = [:]
    for _ in 0..<16 {
      let panel = try #require(run.canvas(rows: 60, columns: 200).panel(named: "course"))
      for name in names { styles[name, default: []].insert(try style(of: name, in: panel)) }
      run.type(",,,,")
    }
    #expect(styles.values.allSatisfy { $0.count == 1 }, "\(styles)")
    #expect(Set(styles.values).count == names.count)
  }

  /// In the bars of an output the right class has one colour and no other class has it; the answer
  /// has a mark, in the colour of right or wrong, for those who see none.
  @Test(arguments: [(40, 120), (60, 200)], 0..<3)
  func theEyeFindsTheDecision(size: (rows: Int, columns: Int), label: Int) throws {
    var run = try ExampleRun(steps: 64)
    var context = try #require(run.state.context)
    context.label = label
    run.receive(.loaded(context))
    run.receive(.engine(run.engine.status))
    let answer = try #require(run.state.engine?.runState.simulation.prediction)
    let panel = try #require(
      run.canvas(rows: size.rows, columns: size.columns).panel(named: "output"))
    for index in 0..<3 {
      let cells = Array(panel.cells(inRow: index))
      let bar = cells.filter { (0x2588...0x258F).contains($0.scalar.value) }
      #expect(
        !bar.isEmpty && bar.allSatisfy { ($0.style == .good) == (index == label) },
        "\(index) of \(label)")
      #expect(Set(bar.map(\.style)).count == 1)
      let style: Style = index == label ? .good : .warning
      let mark: Character = index != answer ? " " : answer == label ? "✓" : "✗"
      #expect(cells[0].character == mark && (mark == " " || cells[0].style == style))
    }
  }

  /// What the analog network says is marked in another colour than the bar under it.
  @Test(arguments: [(40, 120), (60, 200)])
  func marksOnBarsCanBeSeen(rows: Int, columns: Int) throws {
    let panel = try #require(
      ExampleRun(steps: 64).canvas(rows: rows, columns: columns).panel(named: "output"))
    let marks = (0..<panel.size.rows).flatMap { row in
      panel.cells(inRow: row).filter { $0.character == "│" }
    }
    #expect(marks.count == 3)
    for mark in marks {
      let colors = [mark.style.role, mark.style.background].map { role in
        role.map { appearance(of: $0, depth: .palette).color }
      }
      #expect(colors[0] != colors[1], "\(mark)")
    }
  }

  private func style(of word: String, in canvas: Canvas) throws -> Style {
    for row in 0..<canvas.size.rows {
      let cells = Array(canvas.cells(inRow: row))
      let text = String(cells.map(\.character))
      guard let range = text.range(of: word) else { continue }
      return cells[text.distance(from: text.startIndex, to: range.lowerBound)].style
    }
    throw Absence(word: word)
  }

  private struct Absence: Error {
    let word: String
  }

  /// The columns of the mark of the present in a pane.
  private func present(_ name: String, in canvas: Canvas) throws -> Set<Int> {
    let rect = try #require(canvas.panels.first { $0.name == name }, "\(name)").rect
    return Set(
      (rect.row..<rect.endRow).flatMap { row in
        (rect.column..<rect.endColumn).filter { canvas[row, $0].character == "┃" }
      })
  }

  /// In all plots over time of a column of Live the present stands at the same place.
  @Test func plotsOfAColumnHaveOneAxis() throws {
    let classes = try ExampleRun(steps: 40).canvas(rows: 60, columns: 200)
    let boxes = draw(
      try TaskRun(TaskRun.detection, steps: 30).state, size: Size(rows: 60, columns: 200))
    for (canvas, names) in [
      (classes, ["course", "accuracy"]), (boxes, ["strips", "lanes", "course"]),
    ] {
      let places = try names.map { try present($0, in: canvas) }
      #expect(places[0].count == 1 && Set(places).count == 1, "\(names): \(places)")
    }
  }

  /// What a lane has beside its lines.
  private func words(_ lane: Substring) -> [Substring] {
    lane.split { !$0.isLetter && $0 != "/" && $0 != "-" }
  }

  /// Three letters of a name, or none: fewer could be of any class.
  @Test(arguments: [(40, 120), (45, 160), (60, 200), (90, 300)])
  func namesInLanesCanBeRead(rows: Int, columns: Int) throws {
    let names = ["Sandal", "Bag", "Sneaker"]
    var run = try run(names)
    let course: [(Int32, Int32)] = [
      (1, 2), (2, 0), (3, 1), (4, 2), (6, 1), (9, 0), (14, 2), (30, 1), (31, 0),
    ]
    run.type("9")
    run.receive(
      .evaluated(
        .found([
          ImageOutcome(
            index: 0, label: 0, analog: .init(index: 0, margin: 0.5),
            spiking: .init(index: 0, margin: 0.5),
            course: course.map { .init(step: $0.0, answer: $0.1) },
            sin: [.init(neurons: 1, inactive: 10), .init(neurons: 1, inactive: 12)], spikes: 100,
            operations: 1000)
        ]), request: 1))
    let panel = try #require(run.canvas(rows: rows, columns: columns).panel(named: "picture"))
    let lane = try #require(panel.text.split(separator: "\n").first { $0.contains("answers ") })
    let shown = words(lane).filter { $0 != "answers" }
    #expect(!shown.isEmpty && lane.contains("┬"))
    for word in shown {
      #expect(word.count >= 3 && names.contains { $0.hasPrefix(word) }, "\(lane)")
    }
  }

  /// A mark stands beside the name of a class, not in it.
  @Test func marksAreNoLettersOfAClass() throws {
    let names = ["Sandal", "Bag", "Sneaker"]
    var run = try run(names, steps: 2)
    run.type("mx" + String(repeating: ".", count: 40))
    let line = run.canvas().text.split(separator: "\n").first { $0.contains("prediction") }
    let shown = words(try #require(line).dropFirst(33))
    #expect(shown.contains("x") && shown.count > 1)
    for word in shown {
      #expect(word == "x" || word.count >= 3 && names.contains { $0.hasPrefix(word) }, "\(shown)")
    }
  }

  /// Names are whole where bars keep a dozen cells beside them.
  @Test(arguments: [(40, 120), (60, 200), (90, 300)])
  func namesAreWholeWhereBarsLeaveThemRoom(rows: Int, columns: Int) throws {
    let canvas = try run(["T-shirt/top", "Trouser", "Pullover"])
      .canvas(rows: rows, columns: columns)
    #expect(try #require(canvas.panel(named: "output")).text.contains("T-shirt/top"))
    let long = String(repeating: "name", count: 40)
    let other = try run([long, long, long]).canvas(rows: rows, columns: columns)
    let panel = try #require(other.panel(named: "output"))
    let first = panel.cells(inRow: 0).map(\.character)
    let bar = try #require(first.lastIndex { $0 == "…" || $0 == "e" || $0 == "m" })
    #expect(panel.size.columns - 12 - bar > 12, "\(String(first))")
  }

  /// Every screen says something in a sentence.
  @Test(arguments: Array("12345789G"), [(24, 80), (60, 200)])
  func everyScreenHasASentence(key: Character, size: (rows: Int, columns: Int)) throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character(key))
    let lines = run.canvas(rows: size.rows, columns: size.columns).text
      .split(separator: "\n", omittingEmptySubsequences: false)
    let sentence = lines[size.rows - 2]
    #expect(sentence.contains { $0.isLetter }, "\(key)")
  }
}
