import Conversion
import Dashboard
import Foundation
import TerminalUI
import Testing

/// What is true of the pictures of all screens: colours, curves, figures and sums.
@Suite struct ScreenLawTests {
  private func run(_ keys: String, isTrained: Bool = false) throws -> ExampleRun {
    var run = try ExampleRun(steps: 64, isTrainedSpiking: isTrained)
    run.type(keys)
    return run
  }

  /// Rates have one scale, that of rasters; nothing else has colours by how much there is.
  @Test(
    arguments: ["1", "K2", "K2v", "K2vv", "K2vvv", "K2vvvv", "3", "4", "5", "8"], [false, true])
  func ratesHaveOneScale(keys: String, isTrained: Bool) throws {
    let canvas = try run(keys, isTrained: isTrained).canvas(rows: 60, columns: 200)
    for row in 0..<60 {
      for cell in canvas.cells(inRow: row) {
        for case let role? in [cell.style.role, cell.style.background] {
          switch role {
          case .heat, .intensity: Issue.record("\(role) in row \(row)")
          default: break
          }
        }
      }
    }
  }

  /// The dots of the output over time hang together: as many pieces as classes at most, and no
  /// column without one, whether a step has several cells or a cell several steps.
  @Test(arguments: [(40, 120), (45, 160), (60, 200), (90, 300)], [6, 64])
  func curvesOfTheOutputHaveNoGaps(size: (rows: Int, columns: Int), steps: Int) throws {
    let run = try ExampleRun(steps: steps)
    let canvas = run.canvas(rows: size.rows, columns: size.columns)
    let panel = try #require(canvas.panel(named: "course"))
    let dots = panel.dotPositions
    let columns = Set(dots.map(\.column))
    let first = try #require(columns.min())
    #expect(columns == Set(first...(try #require(columns.max()))))
    #expect(pieces(of: dots) <= 3, "of three classes")
  }

  /// How many groups of neighbouring dots there are.
  private func pieces(of dots: Set<Position>) -> Int {
    var (rest, count) = (dots, 0)
    while let start = rest.first {
      count += 1
      var pending = [start]
      rest.remove(start)
      while let dot = pending.popLast() {
        for row in dot.row - 1...dot.row + 1 {
          for column in dot.column - 1...dot.column + 1 {
            let next = Position(row: row, column: column)
            if rest.remove(next) != nil { pending.append(next) }
          }
        }
      }
    }
    return count
  }

  /// What is shown of the causes and what is not add up to how far the neuron is off, which is
  /// said once in the pane.
  @Test(arguments: ["3", "4"], [(40, 120), (45, 160), (60, 200), (90, 300)])
  func causesAddUp(screen: Character, size: (rows: Int, columns: Int)) throws {
    let run = try run("i" + (screen == "3" ? "3" : ""))
    let panel = run.canvas(rows: size.rows, columns: size.columns).panel(named: "cause")
    guard let panel, panel.size.rows >= 9 else { return }
    let words = panel.text.split { $0 == "\n" || $0 == " " }.joined(separator: " ")

    let account = try #require(readAccount(in: words, from: " inputs "), "\(words)")
    #expect(abs(account.parts.reduce(0, +) - account.whole) < 0.003, "\(words)")
    #expect(words.contains("the sum closes"))
    #expect(words.components(separatedBy: account.text).count == 2, "\(words)")
  }

  /// The last numbers of the parts of an account and what they add up to: `5 of 56 inputs +3.903,
  /// other 51 -1.082 = +2.821`.
  ///
  /// - Parameter start: What stands before the first of them.
  private func readAccount(
    in words: String, from start: String
  ) -> (parts: [Double], whole: Double, text: String)? {
    guard let tail = words.components(separatedBy: start).last else { return nil }
    let sides: [String] = tail.components(separatedBy: " = ")
    guard sides.count == 2 else { return nil }
    let text = String(sides[1].prefix { $0 != ":" && $0 != " " })
    let parts: [Double] = sides[0].components(separatedBy: ", ").compactMap { part in
      part.components(separatedBy: " ").last.flatMap { Double($0) }
    }
    guard let whole = Double(text) else { return nil }
    return (parts, whole, text)
  }

  /// The arrivals that are shown, the others and the constant current add up to the current.
  @Test(arguments: [(24, 80), (40, 120), (60, 200)])
  func arrivalsAddUp(rows: Int, columns: Int) throws {
    var run = try run("i3")
    for _ in 0..<3 where run.canvas(rows: rows, columns: columns).panel(named: "arrivals") == nil {
      run.press(.character("v"))
    }
    let panel = try #require(run.canvas(rows: rows, columns: columns).panel(named: "arrivals"))
    let words = panel.text.split { $0 == "\n" || $0 == " " }.joined(separator: " ")

    let account = try #require(readAccount(in: words, from: " arrivals "), "\(words)")
    #expect(abs(account.parts.reduce(0, +) - account.whole) < 0.003, "\(words)")
  }

  /// What a pane says of a layer or a neuron in figures, no frame of the same screen repeats.
  @Test(arguments: [(40, 120), (45, 160), (60, 200)])
  func framesDoNotRepeatFigures(rows: Int, columns: Int) throws {
    for keys in ["K2", "i3", "i"] {
      let run = try run(keys)
      let canvas = run.canvas(rows: rows, columns: columns)
      for panel in canvas.panels where ["picture", "trace", "totals"].contains(panel.name) {
        let frame = canvas.cells(inRow: panel.rect.row - 1).dropFirst(panel.rect.column)
          .prefix(panel.rect.columns).map { String($0.character) }.joined()
        for word in ["rate 0.", "SIN ", "spikes ─", "neurons"] where panel.name != "totals" {
          #expect(!frame.contains("─ \(word)"), "\(frame)")
        }
        #expect(!frame.contains("rows of"), "\(frame)")
      }
    }
  }

  /// Beside the texts of a selected row nothing is marked: lanes and bars keep their ground.
  @Test(arguments: [("i", "table"), ("i3", "cause"), ("5", "worst")])
  func lanesOfASelectedRowKeepTheirGround(keys: String, name: String) throws {
    let canvas = try run(keys).canvas(rows: 60, columns: 200)
    let panel = try #require(canvas.panel(named: name))
    let rows = (0..<panel.size.rows).map { Array(panel.cells(inRow: $0)) }
    let marked = try #require(rows.first { $0.contains { $0.style == .selection } })
    let last = try #require(marked.lastIndex { $0.style == .selection })
    let rest = rows.map { $0[(last + 1)...] }.joined().map { String($0.character) }.joined()
    // A ruler or the scale of bars has room there.
    #expect(rest.contains("▼") || rest.contains("full:"), "\(rest)")
  }

  /// Wherever the present stands, before steps that are known, no word changes in its midst, and
  /// the line of the present stands between no two letters.
  @Test(
    arguments: ["1", "K2", "3", "i", "i3", "5", "6", "8"],
    [(24, 80), (40, 120), (60, 200)])
  func thePresentLeavesWordsAlone(keys: String, size: (rows: Int, columns: Int)) throws {
    for isTrained in [false, true] {
      var run = try ExampleRun(
        steps: 64, secondRun: keys == "6" && !isTrained ? Max() : nil,
        isTrainedSpiking: isTrained)
      run.type(keys)
      for step in Array(1...12) + Array(stride(from: 15, to: 64, by: 7)) {
        run.type(":t \(step)")
        let canvas = run.canvas(rows: size.rows, columns: size.columns)
        for row in 0..<size.rows {
          let cells = Array(canvas.cells(inRow: row))
          for word in cells.split(whereSeparator: { !$0.character.isLetter })
          where word.count >= 3 {
            #expect(
              Set(word.map { $0.style.attributes.contains(.dim) }).count == 1,
              "\(String(word.map(\.character))) at \(step)")
          }
          for (left, (line, right)) in zip(cells, zip(cells.dropFirst(), cells.dropFirst(2)))
          where line.character == "┃" {
            #expect(!left.character.isLetter || !right.character.isLetter, "at \(step)")
          }
        }
      }
    }
  }
}
