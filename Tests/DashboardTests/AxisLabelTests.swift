import Dashboard
import ExampleNetworks
import TerminalUI
import Testing

/// Laws of what is written beside plots: labels of axes, names of curves, short names.
@Suite struct AxisLabelTests {
  /// Whatever labels share a row, each that is written can be read, and the first one is.
  @Test(arguments: 0..<200)
  func labelsNeverMerge(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let texts = ["θ3.15", "0.00", "-7.70", "100%", "12", "3"].shuffled(using: &random)
    let labels = texts.map { text in
      AxisLabel(
        text, row: Int.random(in: 0..<3, using: &random),
        column: Int.random(in: 0..<12, using: &random),
        width: Int.random(in: text.count...8, using: &random),
        alignment: [.left, .right, .center].randomElement(using: &random) ?? .left)
    }
    var canvas = Canvas(size: Size(rows: 3, columns: 20))

    canvas.writeApart(labels)

    let words = canvas.text.split { $0.isWhitespace }.map(String.init)
    #expect(Set(words).isSubset(of: texts) && words.contains(texts[0]), "\(words)")
    for row in 0..<3 {
      let isUsed = canvas.cells(inRow: row).contains { $0 != .blank }
      #expect(isUsed == labels.contains { $0.row == row })
    }
  }

  /// Behind the sign of a threshold stands the threshold, on screens of every height.
  @Test(arguments: ["3", "8"] as [Character])
  func thresholdsHaveTheirValue(screen: Character) throws {
    var run = try ExampleRun(steps: 64)
    for neuron in ["conv1#0", "fc1#0", "fc1#3", "fc1#7", "fc1#11"] {
      run.go(to: neuron)
      run.press(.character(screen))
      let value = neuron.hasPrefix("conv1") ? "1.50" : "2.00"
      for (rows, columns) in [(16, 80), (24, 80), (40, 120), (60, 200)] {
        let parts = run.canvas(rows: rows, columns: columns).text.split(
          separator: "θ", omittingEmptySubsequences: false)
        for part in parts.dropFirst() { #expect(part.hasPrefix(value), "\(neuron) \(columns)") }
      }
    }
  }

  /// In the order of the values, each in a row of its own; where none collide, each in its own.
  @Test(arguments: 0..<200)
  func namesOfCurvesKeepTheOrderOfTheirValues(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let first = Int.random(in: 0..<4, using: &random)
    let count = Int.random(in: 1...9, using: &random)
    let rows = first..<first + count
    let values = (0..<Int.random(in: 1...count, using: &random)).map { _ in
      Double.random(in: 0...1, using: &random)
    }
    let wanted = values.map { (row: rows.upperBound - 1 - Int($0 * Double(count - 1)), value: $0) }

    let places = labelRows(wanted, in: rows)

    #expect(Set(places).count == places.count && places.allSatisfy(rows.contains))
    for (one, row) in zip(values, places) {
      for (other, otherRow) in zip(values, places) where one > other {
        #expect(row < otherRow, "\(wanted) \(places)")
      }
    }
    if Set(wanted.map(\.row)).count == wanted.count { #expect(places == wanted.map(\.row)) }
  }

  /// As many letters as there is room for; what differs stays different, numbers stay whole.
  @Test func shortNamesStayApart() {
    let names = ["conv1", "conv2", "add1", "conv12", "fc1"]
    let places = ["1", "2", "3", "4", "5"]
    #expect(shortNames(names, places: places, width: 6) == names)
    #expect(
      shortNames(names, places: places, width: 4) == ["con1", "con2", "add1", "co12", "fc1"])
    #expect(shortNames(names, places: places, width: 3) == ["co1", "co2", "ad1", "c12", "fc1"])
    for width in 1...6 {
      let short = shortNames(names, places: places, width: width)
      #expect(Set(short).count == names.count && short.allSatisfy { $0.count <= width }, "\(width)")
    }
    // Names that end alike, and numbers that have no room.
    let blocks = ["layer1.relu", "layer2.relu", "layer3.relu"]
    #expect(shortNames(blocks, places: ["9", "10", "11"], width: 4) == ["9", "10", "11"])
    #expect(shortNames(blocks, places: ["9", "10", "11"], width: 1) == ["9", "", ""])
  }

  /// Titles of a waterfall differ.
  @Test func titlesOfAWaterfallDiffer() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("w"))
    for columns in [80, 100, 120] {
      let strips = try #require(run.canvas(rows: 30, columns: columns).panel(named: "strips"))
      #expect(!(strips.text.split(separator: "\n").first ?? "").contains("…"), "\(columns)")
    }
  }
}
