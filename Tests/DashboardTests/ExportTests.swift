import Conversion
import Dashboard
import TerminalUI
import Testing

/// What is asked of the world for a file, what is said afterwards, and which numbers are in it.
@Suite struct ExportTests {
  /// What a line asks to be written.
  private func request(_ line: String) throws -> ExportRequest {
    var run = try ExampleRun(steps: 20)
    run.type(":" + line)
    guard case .export(let request) = run.effects.first else {
      throw CommandError(description: "'\(line)' writes nothing, but \(run.effects)")
    }
    return request
  }

  @Test(arguments: ["svg", "pdf", "png", "ansi", "txt", "csv", "SVG"])
  func theEndingOfTheNameIsTheFormat(ending: String) throws {
    let request = try request("export  my figures/a b.\(ending)  ")

    #expect(request.path == "my figures/a b.\(ending)")
    #expect(request.format.rawValue == ending.lowercased() && !request.replaces)
  }

  @Test func aWordBehindTheFileIsAPanel() throws {
    for (text, path, panel) in [
      ("export a.svg trace", "a.svg", "trace"),
      ("export my figures/a b.png  facts", "my figures/a b.png", "facts"),
      ("export a.csv table", "a.csv", "table"),
      ("export a.svg.txt", "a.svg.txt", nil), ("export a.txt b.txt", "a.txt b.txt", nil),
    ] as [(String, String, String?)] {
      let request = try request(text)
      #expect(request.path == path && request.panel == panel, "\(text)")
    }
  }

  /// Every screen is made of panels, and each is the part of the screen where it lies.
  @Test(arguments: Array("12345678"))
  func aPanelIsAPartOfTheScreen(screen: Character) throws {
    var run = try ExampleRun(steps: 20, secondRun: Max())
    run.press(.character(screen))
    let canvas = run.canvas(rows: 60, columns: 200)

    #expect(!canvas.panels.isEmpty)
    let lines = canvas.text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    for panel in canvas.panels {
      let part = try #require(canvas.panel(named: panel.name))
      #expect(part.size == panel.rect.size && !part.size.isEmpty)
      #expect(canvas.panels.count { $0.name == panel.name } == 1)
      for row in 0..<part.size.rows {
        let line = lines[panel.rect.row + row].dropFirst(panel.rect.column)
          .prefix(panel.rect.columns)
        let drawn = part.cells(inRow: row).map { Character($0.scalar) }
        #expect(String(drawn).trimmingSuffix(" ") == String(line).trimmingSuffix(" "))
      }
    }
    #expect(canvas.panel(named: "nothing") == nil)
  }

  /// Without a file it says which parts there are, and behind one these complete.
  @Test func thePartsOfAScreenAreListedAndCompleted() throws {
    var run = try ExampleRun(steps: 20)
    run.type(":export")
    #expect(run.effects.isEmpty)
    #expect(run.state.message?.text.contains("strips, lanes, input, output, course") == true)

    for character in ":export a b.png la" { run.press(.character(character)) }
    #expect(run.canvas(columns: 120).text.contains("lanes  layer"))
    run.press(.character("n"), .tab)
    #expect(run.state.overlay == .command(text: "export a b.png lanes"))
  }

  @Test(arguments: [
    ("export picture", "must end in one of .svg, .pdf, .png"),
    ("export a.ps", "must end in"), ("export png", "must end in"),
  ])
  func otherNamesAreRefused(text: String, reason: String) {
    let error = #expect(throws: CommandError.self) {
      try DashboardRegistry.standard.deed(of: text)
    }

    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }

  @Test func aFileThatExistsIsReplacedOnlyByYes() throws {
    for key in [Key.character("y"), .character("n"), .escape, .enter] {
      var run = try ExampleRun(steps: 20)
      run.press(.character("e"))
      for character in "a.svg" { run.press(.character(character)) }
      run.press(.enter)
      guard case .export(var request) = run.effects.first else {
        Issue.record("\(run.effects)")
        return
      }

      run.receive(.exported(request, .exists))
      #expect(run.canvas().text.contains("a.svg exists. Replace it? _"))
      run.press(key)

      request.replaces = true
      #expect(run.effects == (key == .character("y") ? [.export(request)] : []))
      #expect(run.state.overlay == nil)
    }
  }

  @Test func whatBecameOfAFileIsSaid() throws {
    var run = try ExampleRun(steps: 20)
    let request = try request("export a.csv")

    run.receive(.exported(request, .written(rows: .init(rows: 500, total: 1234))))
    #expect(run.state.message?.text == "a.csv: 500 of 1,234 rows written")
    run.receive(.exported(request, .failed(reason: "the disk is full")))
    #expect(run.state.message?.isError == true)
    run.press(.character(":"))
    run.receive(.exported(request, .exists))
    #expect(run.state.overlay == .command(text: ""), "a line that is being typed stays")
  }

  // MARK: - Numbers

  private func table(
    _ run: ExampleRun, panel: String? = nil
  ) throws -> (columns: [String], rows: [[String: String]]) {
    let table = try #require(run.state.plottedNumbers(ofPanel: panel))
    #expect(table.rows.allSatisfy { $0.count == table.columns.count })
    let rows = table.rows.map { Dictionary(uniqueKeysWithValues: zip(table.columns, $0)) }
    return (table.columns, rows)
  }

  /// The spikes in the file of Live are those that the statistics have counted.
  @Test func liveHasAllStepsOfAllLayers() throws {
    let run = try ExampleRun(steps: 20)
    let status = try #require(run.state.engine)
    let rows = try table(run).rows

    #expect(rows.count == 20 * run.state.layerCount)
    for layer in 0..<run.state.layerCount {
      let name = status.runState.simulation.network.layers[layer].name
      let spikes = rows.filter { $0["layer"] == name }.compactMap { Int($0["spikes"] ?? "") }
      #expect(spikes.reduce(0, +) == status.runState.statistics.layers[layer].counts.total)
    }
  }

  @Test func layerHasARowPerSpikeAndPerNeuron() throws {
    var run = try ExampleRun(steps: 20)
    run.type("K2")
    let counts = try #require(run.state.engine).runState.statistics.layers[0].counts
    let spikes = try table(run).rows
    run.press(.character("v"))
    let units = try table(run).rows

    #expect(spikes.count == counts.total && units.count == counts.count.count)
    for unit in units {
      let count = spikes.count { $0["neuron"] == unit["neuron"] }
      #expect("\(count)" == unit["spikes"])
    }
  }

  /// The last row of the trace is the present, as the statistics know it.
  @Test func neuronHasItsTrace() throws {
    for number in 0..<12 {
      var run = try ExampleRun(steps: 20)
      run.go(to: "fc1#\(number)")
      let status = try #require(run.state.engine)
      let last = try #require(try table(run).rows.last { $0["step"] == "20" })

      #expect(last["N"] == "\(Int(status.runState.statistics.layers[1].counts.count[number]))")
      let deviation = status.runState.statistics.layers[1].phase?.deviation(of: number)
      #expect(last["D"].flatMap(Float.init) == deviation)
      let potential = status.runState.simulation.populations[1].membranePotential[number]
      #expect(last["v"].flatMap(Float.init) == potential)
    }
  }

  @Test func sinAndLogHaveTheirRows() throws {
    var run = try ExampleRun(steps: 40)
    run.press(.character("i"))
    let sin = try table(run)
    #expect(sin.rows.count == run.state.sinTable.rowCount && !sin.rows.isEmpty)

    for line in [":break sin(fc1) > 0 && t > 3", ":mark a"] { run.type(line) }
    run.press(.character("7"))
    let log = try table(run).rows
    #expect(log.map { $0["kind"] }.prefix(3) == ["break", "mark", "event"])
  }

  /// What the analog network says nothing of is empty, not 0.
  @Test(arguments: [
    ("1", ["sin_spikes", "sin_neurons", "mean_D"]), ("5", ["leading", "lagging"]),
  ])
  func withoutAnAnalogNetworkThereIsNoNumber(screen: String, columns: [String]) throws {
    var run = try ExampleRun(steps: 10, isTrainedSpiking: true)
    run.type(screen)

    let rows = try table(run).rows

    #expect(!rows.isEmpty)
    for row in rows {
      for column in columns { #expect(row[column]?.isEmpty == true, "\(column)") }
    }
  }

  /// Whatever a screen plots it gives as numbers too, panel by panel; words it does not.
  @Test func everyPanelWithNumbersHasATable() throws {
    var run = try ExampleRun(steps: 20, secondRun: Max())
    let inWords = ["facts", "layer", "input", "field"]
    for screen in "12345678" {
      run.press(.character(screen))
      for panel in run.canvas(rows: 60, columns: 200).panels.map(\.name) {
        let table = run.state.plottedNumbers(ofPanel: panel)
        #expect((table == nil) == inWords.contains(panel), "\(panel) of \(run.state.screen)")
        guard let table else { continue }
        #expect(table.rows.allSatisfy { $0.count == table.columns.count }, "\(panel)")
        // The image is constant, so that no input of a neuron of the first layer deviates.
        let mayBeEmpty =
          panel == "cause" && run.state.layer == 0 || ["arrivals", "log"].contains(panel)
        #expect(!table.rows.isEmpty || mayBeEmpty, "\(panel) of \(run.state.screen)")
      }
    }
    #expect(run.state.plottedNumbers(ofPanel: "nothing") == nil)
  }

  /// What Compare plots over time is in its numbers, of both networks, and agrees with its layers.
  @Test func theNumbersOfCompareAgree() throws {
    var run = try ExampleRun(steps: 20, secondRun: Max())
    run.press(.character("6"))
    let course = try table(run).rows
    let layers = try table(run, panel: "layers").rows
    #expect(course.count == 20 * layers.count { !($0["differ"] ?? "").isEmpty })
    for layer in layers {
      let steps = course.filter { $0["layer"] == layer["layer"] }
      let differ = steps.compactMap { Int($0["differ"] ?? "") }
      #expect(layer["differ"] == "\(differ.reduce(0, +))")
      for side in ["A", "B"] {
        let rates = steps.compactMap { Double($0["rate_\(side)"] ?? "") }
        let mean = try #require(Double(layer["rate_\(side)"] ?? ""))
        #expect(rates.count == 20 && abs(rates.reduce(0, +) / 20 - mean) < 1e-6)
      }
    }
    for panel in ["course", "outputs", "run"] {
      let rows = try table(run, panel: panel).rows
      #expect(Set(rows.compactMap { $0["network"] }) == ["A", "B"], "\(panel)")
    }
    #expect(try table(run, panel: "potentials").rows.count == 20)
  }

  /// Without a file `:export` lists each panel that there is, and which have numbers.
  @Test(arguments: Array("123456789G")) func everyPanelIsListed(screen: Character) throws {
    for secondRun in [nil, Max()] {
      var run = try ExampleRun(steps: 20, secondRun: secondRun)
      run.press(.character(screen))
      let panels = run.canvas(rows: 60, columns: 200).panels.map(\.name)
      run.type(":export")
      let text = try #require(run.state.message?.text)
      let listed = text.split(separator: ";")[0].split { " ,".contains($0) }
      for panel in panels { #expect(listed.contains(Substring(panel)), "\(panel): \(text)") }
      for panel in panels where run.state.plottedNumbers(ofPanel: panel) != nil {
        #expect(!text.contains("numbers of ") || text.contains(panel), "\(panel): \(text)")
      }
    }
  }

  /// The totals are those of the table, and the cause is a sum that closes.
  @Test func panelsOfTheSINScreenAgree() throws {
    var run = try ExampleRun(steps: 40)
    run.press(.character("i"))
    let totals = try table(run, panel: "totals").rows
    let cause = try table(run, panel: "cause").rows

    let neurons = totals.compactMap { Int($0["sin_neurons"] ?? "") }.reduce(0, +)
    #expect(neurons == run.state.sinTable.rowCount && neurons > 0)
    let sum = cause.compactMap { Float($0["contribution"] ?? "") }.reduce(0, +)
    #expect(sum == run.state.inspection?.cause?.sum, "exact, in eighths")
  }

  /// Without a part it is what is shown that is written, and of what is said.
  @Test(arguments: [(24, 80), (40, 120), (60, 200)])
  func whatIsShownIsWritten(rows: Int, columns: Int) throws {
    for keys in ["1", "1v", "2", "2v", "3", "i", "5", "6", "8", "G"] {
      var run = try ExampleRun(steps: 20, secondRun: Max())
      run.resize(to: Size(rows: rows, columns: columns))
      run.type(keys)
      let shown = run.canvas(rows: rows, columns: columns).panels.map(\.name)
      let (panel, table) = try run.state.numbersToWrite(of: nil, shown: shown)

      let isPart = shown.contains(panel)
      #expect(isPart || panel == "All", "\(panel) of \(shown)")
      #expect(table == run.state.plottedNumbers(ofPanel: isPart ? panel : nil))
      if keys == "1v" { #expect(panel == "why") }
    }
  }

  /// The part with the focus comes before all others.
  @Test func whatHasTheFocusIsWritten() throws {
    var run = try ExampleRun(steps: 20)
    let shown = run.canvas(rows: 60, columns: 200).panels.map(\.name)
    for panel in shown {
      run.press(.tab)
      if let table = run.state.plottedNumbers(ofPanel: panel), table.extent.rows > 0 {
        let written = try run.state.numbersToWrite(of: nil, shown: shown)
        #expect(written.panel == panel && written.table == table)
      } else {
        let error = #expect(throws: CommandError.self) {
          try run.state.numbersToWrite(of: nil, shown: shown)
        }
        #expect(error?.description.contains(panel) == true)
      }
    }
  }

  /// Of a part that the screen has in another view it is not said that there is none.
  @Test func aPartThatIsNotShownNowSaysSo() throws {
    var run = try ExampleRun(steps: 20)
    let reason = { (part: String, run: ExampleRun) -> String in
      let error = #expect(throws: CommandError.self) {
        try run.state.checkPanel(part, shown: run.canvas().panels.map(\.name))
      }
      return error?.description ?? ""
    }

    let hidden = reason("why", run)
    #expect(hidden.contains("not shown now: another view (v)") && hidden.contains("strips"))
    #expect(reason("wye", run).contains("there is no panel 'wye' on this screen; there are strips"))
    run.press(.character("v"))
    let shown = run.canvas().panels.map(\.name)
    try run.state.checkPanel("why", shown: shown)
    run.receive(
      .exported(
        try request("export a.csv"), .written(rows: .init(rows: 1, total: 1), panel: "why")))
    #expect(run.state.message?.text == "a.csv: 1 row of why written")
  }

  @Test func textWithCommasAndQuotesIsQuoted() throws {
    var run = try ExampleRun(steps: 20)
    run.type(":say \"a\", b")
    run.press(.character("7"))

    let csv = try #require(run.state.plottedNumbers()).csv

    #expect(csv.hasPrefix("kind,name,step,"))
    #expect(csv.contains("\"there is no command 'say'; there are break, "))
  }

  @Test func thereIsNothingToPlotBeforeTheNetworkIsThere() {
    #expect(DashboardState().plottedNumbers() == nil)
  }
}

extension String {
  fileprivate func trimmingSuffix(_ blank: Character) -> String {
    String(reversed().drop { $0 == blank }.reversed())
  }
}
