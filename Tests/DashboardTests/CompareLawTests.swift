import Conversion
import Dashboard
import Networks
import Recordings
import TerminalUI
import Testing
import TimeTravel

/// Laws of two networks on the screen: what is drawn against what both have recorded.
@Suite struct CompareLawTests {
  private static let classes = [(24, 80), (40, 120), (45, 160), (60, 200), (90, 300)]
  private static let labelWidth = 10

  /// The neurons that fired in one network alone, by their places.
  private func differing(_ run: ExampleRun, layer: Int, step: Int) throws -> [Int] {
    let (first, second) = try spikes(run, layer: layer, step: step)
    return Array(first.symmetricDifference(second)).sorted()
  }

  private func spikes(
    _ run: ExampleRun, layer: Int, step: Int
  ) throws -> (first: Set<Int>, second: Set<Int>) {
    let engine = try #require(run.state.engine)
    let comparison = try #require(engine.comparison)
    let counterpart = try #require(comparison.matching.second(of: layer))
    return (
      fired(engine.raster.row(of: layer, at: step)),
      fired(comparison.raster.row(of: counterpart, at: step))
    )
  }

  private func fired(_ words: ArraySlice<UInt64>) -> Set<Int> {
    var units: Set<Int> = []
    for (index, word) in words.enumerated() {
      for bit in 0..<64 where word >> UInt64(bit) & 1 == 1 { units.insert(64 * index + bit) }
    }
    return units
  }

  private func panel(_ name: String, of canvas: Canvas) throws -> Rect {
    try #require(canvas.panels.first { $0.name == name }).rect
  }

  private func text(_ canvas: Canvas, row: Int, in rect: Rect) -> String {
    String((rect.column..<rect.endColumn).map { canvas[row, $0].character })
  }

  /// Between the rasters: how many neurons differ now, in words, and in each step as bars.
  @Test(arguments: [0, 1])
  func theLaneCountsWhatDiffers(layer: Int) throws {
    var run = try ExampleRun(steps: 40, secondRun: Half())
    run.press(.character("6"))
    while run.state.layer != layer { run.press(.character(layer > 0 ? "J" : "K")) }
    let neurons = try #require(run.state.engine).runState.simulation.network.layers[layer].shape
      .count
    let counts = try (1...40).map { try differing(run, layer: layer, step: $0).count }
    let most = try #require(counts.max())
    #expect(most > 0)

    for step in [1, 2, 7, 20, 40] {
      run.type(":t \(step)")
      let canvas = run.canvas(rows: 60, columns: 300)
      let area = try panel("differences", of: canvas)
      let rows = area.row..<area.endRow
      let first = try #require(
        rows.first { text(canvas, row: $0, in: area).hasPrefix(" differ ") })
      let end = try #require(
        rows.first { $0 > first && canvas[$0, area.column + 1].character == "B" })
      #expect(text(canvas, row: first, in: area).contains(" \(counts[step - 1]) of \(neurons) "))

      var bars = Canvas(size: Size(rows: end - first, columns: 1), capabilities: .standard)
      let width = area.columns - Self.labelWidth - 16
      let axis = TimeAxis(width: width, firstStep: 1, length: 64)
      for cell in 0..<width {
        let steps = try #require(axis.steps(ofCell: cell))
        guard steps.upperBound <= 40, !steps.contains(step) else { continue }
        let sum = steps.reduce(0) { $0 + counts[$1 - 1] }
        bars.drawColumn(
          Double(sum) / Double(steps.count) / Double(most), row: 0, column: 0,
          height: end - first)
        for row in first..<end {
          let column = area.column + Self.labelWidth + cell
          let present = axis.cell(of: step) == cell
          #expect(present || canvas[row, column].character == bars[row - first, 0].character)
        }
      }
    }
  }

  /// What lies over time has one axis: the present is one column through all of it.
  @Test(arguments: classes, ["6", "6v", "6d"])
  func thePresentIsOneColumn(size: (Int, Int), keys: String) throws {
    for method in [Half(), Bistable(phases: 4)] as [any ConversionMethod] {
      var run = try ExampleRun(steps: 23, secondRun: method)
      run.type(keys)
      let canvas = run.canvas(rows: size.0, columns: size.1)
      var columns: Set<Int> = []
      for row in 2..<size.0 {
        for column in 0..<size.1 where "┃▼".contains(canvas[row, column].character) {
          columns.insert(column)
        }
      }
      #expect(columns.count == 1, "\(columns)")
      for name in ["differences", "run", "course", "potentials"] {
        guard let area = canvas.panels.first(where: { $0.name == name })?.rect else { continue }
        let column = try #require(columns.first)
        #expect((area.row..<area.endRow).contains { canvas[$0, column].character != " " })
        #expect((area.column..<area.endColumn).contains(column), "\(name)")
      }
    }
  }

  /// The first difference is offered between networks of one coding, and nowhere else.
  @Test(arguments: classes)
  func onlyWhatCanBeComparedHasAFirstDifference(rows: Int, columns: Int) throws {
    for (method, isComparable) in [(Half(), true), (Bistable(phases: 4), false)]
      as [(any ConversionMethod, Bool)]
    {
      var run = try ExampleRun(steps: 40, secondRun: method)
      run.press(.character("6"))
      let canvas = run.canvas(rows: rows, columns: columns)
      let area = try panel("differences", of: canvas)
      let lane = (area.row..<area.endRow).contains {
        text(canvas, row: $0, in: area).hasPrefix(" differ ")
      }
      #expect(lane == isComparable)
      #expect(canvas.text.contains(" C first") == isComparable)
      #expect(canvas.text.contains("first difference") == isComparable)
      for key in "C]d" {
        var other = run
        other.press(.character(key))
        let says = other.state.message?.text.contains("cannot be compared step by step") ?? false
        #expect(says == !isComparable)
        #expect(isComparable || other.effects.isEmpty)
        #expect(other.state.compareScreen.showsOnlyDifferences == (isComparable && key == "d"))
      }
    }
  }

  /// Dots of A and of B are told apart by where they are, and have the colour of their network.
  @Test func singleNeuronsAreDotsOfBoth() throws {
    var run = try ExampleRun(steps: 40, secondRun: Half())
    run.go(to: "fc1#0")
    run.type("6v")
    let canvas = run.canvas(rows: 60, columns: 300, capabilities: .plain)
    let area = try panel("differences", of: canvas)
    let axis = TimeAxis(
      width: area.columns - Self.labelWidth - 16, firstStep: 1, length: 64)
    for unit in 0..<12 {
      let row = try #require(
        (area.row..<area.endRow).first {
          text(canvas, row: $0, in: area).contains(" #\(unit) ")
            || text(canvas, row: $0, in: area).contains(">#\(unit) ")
        })
      for step in 1..<40 {
        let (first, second) = try spikes(run, layer: 1, step: step)
        let cell = try #require(axis.cell(of: step))
        let expected: Character =
          switch (first.contains(unit), second.contains(unit)) {
          case (true, true): ":"
          case (true, false): "'"
          case (false, true): "."
          case (false, false): " "
          }
        #expect(canvas[row, area.column + Self.labelWidth + cell].character == expected)
      }
    }
  }

  /// Each network has one colour on this screen, and other screens say that they show the first.
  @Test func aNetworkHasOneColor() throws {
    var run = try ExampleRun(steps: 40, secondRun: Half())
    for key in "12345789G" {
      run.press(.character(key))
      let canvas = run.canvas(rows: 60, columns: 200)
      let place = (0..<8).first { canvas[2, $0].character == "A" }
      #expect(canvas[2, try #require(place, "\(key)")].style.role == .firstOfTwo)
      var alone = try ExampleRun(steps: 40)
      alone.press(.character(key))
      let other = alone.canvas(rows: 60, columns: 200)
      for row in 0..<60 {
        for column in 0..<200 {
          #expect(![.firstOfTwo, .secondOfTwo].contains(other[row, column].style.role))
        }
      }
    }
    run.press(.character("6"))
    let canvas = run.canvas(rows: 60, columns: 200)
    for name in ["differences", "run", "course", "potentials", "outputs", "rates"] {
      let area = try panel(name, of: canvas)
      var roles: Set<Role> = []
      for row in area.row..<area.endRow {
        for column in area.column..<area.endColumn where canvas[row, column].character != " " {
          roles.insert(canvas[row, column].style.role)
        }
      }
      #expect(roles.isSuperset(of: [.firstOfTwo, .secondOfTwo]), "\(name)")
      #expect(!roles.contains(.info), "\(name)")
    }
  }

  /// However long the names of classes are, each answer is there with its verdict.
  @Test(arguments: [60, 80, 120, 160, 200])
  func theSecondLineHasAllAnswers(columns: Int) throws {
    var run = try ExampleRun(steps: 20, secondRun: Half())
    var context = try #require(run.state.context)
    context.classNames = ["Ankle boot of leather", "T-shirt/top", "Sandal for the summer"]
    run.receive(.loaded(context))
    let line = run.canvas(rows: 24, columns: columns).text.split(separator: "\n")[1]

    #expect(line.count { $0 == "✓" || $0 == "✗" } == 3, "\(line)")
    for name in [" ANN ", " A ", " B "] { #expect(line.contains(name), "\(line)") }
  }

  /// Without a second network: the methods, one of which Enter compares with.
  @Test func methodsToCompareWithAreAList() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("6"))
    for (rows, columns) in Self.classes {
      let canvas = run.canvas(rows: rows, columns: columns)
      #expect(canvas.text.contains("max") && canvas.text.contains("Enter compare"))
      #expect(!canvas.text.contains("c compare"))
    }
    run.press(.down, .down, .enter)
    #expect(run.effects == [.load(image: 3, method: 0, secondRun: "max")])
    #expect(run.state.screen == .compare && run.state.trail.filter { !$0.isAside }.isEmpty)
  }

  @Test func whatCannotBeDoneIsNotOffered() throws {
    var run = try ExampleRun(steps: 20, isTrainedSpiking: true)
    var context = try #require(run.state.context)
    context.methods = ["trained"]
    context.methodNames = ["trained"]
    run.receive(.loaded(context))
    run.press(.character("6"))
    for (rows, columns) in Self.classes {
      let text = run.canvas(rows: rows, columns: columns).text
      #expect(!text.contains("c compare") && !text.contains("Enter compare"))
      #expect(text.contains("two layers, as no second network runs"))
    }
    run.press(.character("c"))
    #expect(run.state.overlay == nil && run.state.message?.isError == true)
  }
}
