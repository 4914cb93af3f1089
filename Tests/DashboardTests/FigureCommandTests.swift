import Charts
import Dashboard
import RunPlots
import Testing

/// `:figure`: what is asked of the world, and what is drawn of the run.
@Suite struct FigureCommandTests {
  private func request(_ line: String) throws -> ExportRequest {
    var run = try ExampleRun(steps: 20)
    run.type(":" + line)
    guard case .export(let request) = run.effects.first else {
      throw CommandError(description: "'\(line)' writes nothing, but \(run.effects)")
    }
    return request
  }

  @Test func optionsStandBehindTheFile() throws {
    let request = try request("figure scatter my figures/a b.pdf theme=dark  width=174mm ")

    #expect(request.path == "my figures/a b.pdf" && request.format == .pdf)
    #expect(request.figure?.plot.name == "scatter")
    #expect(request.figure?.style == PlotStyle(width: 174, theme: .dark))
    let plain = try self.request("figure raster a.svg").figure
    #expect(plain?.style == PlotStyle(width: 85, theme: .light))
  }

  @Test(arguments: [
    ("figure", "type ':figure KIND FILE.svg|pdf|png"), ("figure raster", "type ':figure"),
    ("figure picture a.svg", "the figures are raster, potential, phase, sin, maps, outputs"),
    ("figure raster a.txt", "must end in one of .svg, .pdf, .png"),
    ("figure raster a.svg width=wide", "40 to 1000 mm"),
    ("figure raster a.svg width=3mm", "40 to 1000 mm"),
    ("figure raster a.svg theme=mono", "light and dark"),
    ("figure raster a.svg window=9-2", "first and last step"),
    ("figure phase a.svg of=conv2", "takes no 'of'; these do: raster, potential, maps"),
    ("figure raster a.svg of=conv2#4", "leave out '#4'"),
    ("figure maps a.svg of=conv2 window=1-5", "takes no 'window'; these do: raster"),
  ])
  func mistakesAreSaid(text: String, reason: String) {
    let error = #expect(throws: CommandError.self) {
      try DashboardRegistry.standard.deed(of: text)
    }

    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }

  /// Every kind is drawn of what the cursor is on.
  @Test(arguments: RunPlot.all.map(\.name))
  func whatIsUnderTheCursorIsDrawn(kind: String) throws {
    var run = try ExampleRun(steps: 20)
    let request = try #require(try request("figure \(kind) a.svg").figure)

    let first = try run.state.drawing(of: request)
    run.press(.character("K"))
    let second = try run.state.drawing(of: request)

    #expect(first.width == 85 / 25.4 * 72)
    let isOfTheCursor = ["potential", "maps", "scatter"].contains(kind)
    #expect((first != second) == isOfTheCursor, "\(kind)")
  }

  @Test func aPlaceIsAskedForByItsName() throws {
    let run = try ExampleRun(steps: 20)
    let name = try #require(run.state.engine?.runState.simulation.network.layers[0].name)

    let whole = try run.state.drawing(of: #require(try request("figure raster a.svg").figure))
    let layer = try run.state.drawing(
      of: #require(try request("figure raster a.svg of=\(name)").figure))

    #expect(whole.title == "Spikes of all layers" && layer.title == "Spikes of \(name)")
    let unknown = try #require(try request("figure raster a.svg of=conv99").figure)
    #expect(throws: RunPlotError.self) { try run.state.drawing(of: unknown) }
  }

  @Test func wordsAreCompleted() throws {
    var run = try ExampleRun(steps: 20)
    for (typed, completed) in [
      ("fig", "figure "), ("figure po", "figure potential "),
      ("figure phase a.svg th", "figure phase a.svg theme="),
      ("figure phase a.svg theme=d", "figure phase a.svg theme=dark"),
    ] {
      run.press(.character(":"))
      for character in typed { run.press(.character(character)) }
      run.press(.tab)

      #expect(run.state.overlay == .command(text: completed))
      run.press(.escape)
    }
  }
}
