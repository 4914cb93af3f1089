import Conversion
import Dashboard
import TerminalUI
import Testing

/// The pictures of one layer: tiles, a channel, rates, and rates against activations.
@Suite struct LayerScreenTests {
  @Test func vGoesThroughThePictures() throws {
    var run = try ExampleRun(steps: 20)
    run.type("K2")

    let pictures = LayerPicture.allCases.map { _ in
      run.press(.character("v"))
      return run.state.layerScreen.picture
    }

    #expect(pictures == [.maps, .channel, .rates, .scatter, .raster])
  }

  /// The key that changes what a map shows brings the maps first.
  @Test func sGoesThroughWhatMapsShow() throws {
    var run = try ExampleRun(steps: 20)
    run.type("K2s")
    #expect(run.state.layerScreen.picture == .maps && run.state.layerScreen.quantity == .rate)

    let quantities = MapQuantity.allCases.map { _ in
      run.press(.character("s"))
      return run.state.layerScreen.quantity
    }

    #expect(quantities == [.potential, .deviation, .sinSpikes, .rate])
  }

  @Test(arguments: [
    ("v", "maps"), ("vs", "maps-potential"), ("vssJ", "maps-deviation"), ("vsssJ", "maps-sin"),
    ("vv", "channel"), ("vvv", "rates"), ("vvvvJ", "scatter"),
  ])
  func pictures(keys: String, name: String) throws {
    var run = try ExampleRun(steps: 40)

    run.type("K2" + keys)

    try expectSnapshot(run.canvas(), named: "layer-\(name)")
    try expectSnapshot(run.canvas(rows: 40, columns: 120), named: "layer-\(name)-120x40")
    try expectSnapshot(run.canvas(rows: 60, columns: 200), named: "layer-\(name)-200x60")
  }

  @Test(arguments: ["v", "vs", "vss", "vsss", "vv", "vvv", "vvvv"])
  func picturesInASCII(keys: String) throws {
    var run = try ExampleRun(steps: 40)

    run.type("2J" + keys)

    let text = run.canvas(capabilities: .plain).text
    #expect(text.unicodeScalars.allSatisfy { $0.isASCII }, "\(text)")
  }

  /// A pixel's level is the root of the neuron's rate.
  @Test func aMapIsAsBrightAsItsNeurons() throws {
    var run = try ExampleRun(steps: 40)
    run.type("K2v")
    let status = try #require(run.state.engine)
    let shape = status.runState.simulation.network.layers[0].shape
    let counts = status.runState.statistics.layers[0].counts.count

    // The first tile is channel 0, its first row of cells the first two rows of pixels.
    let canvas = run.canvas(rows: 40, columns: 120)
    for column in 0..<shape.width {
      for row in 0..<2 {
        let unit = shape.populationIndex(channel: 0, row: row, column: column)
        let level = Int((23 * (counts[unit] / 40).squareRoot()).rounded())
        let role: Role = counts[unit] > 0 ? .mixed(level, accent: 0) : .ground
        let style = canvas[4, 2 + column].style
        #expect(row == 0 ? style.role == role : style.background == role)
      }
    }
  }

  /// In cycle coding a code is complete where a cycle ends, and what is not is not drawn.
  @Test func anIncompleteCodeHasNoScatter() throws {
    var run = try ExampleRun(method: Bistable(phases: 4), steps: 5)

    run.type("K2vvvv")

    #expect(run.canvas().text.contains("complete where a cycle ends"))
    #expect(!run.canvas().text.contains("RMSE"))
  }

  @Test(arguments: ["v", "vv", "vvv", "vvvv", "vss"], [0, 3])
  func everyPictureDrawsAtAnySize(keys: String, steps: Int) throws {
    var run = try ExampleRun(steps: steps)
    run.type("K2" + keys)
    for layer in 0..<2 {
      for rows in [0, 1, 5, 16, 17, 18, 24, 60] {
        for columns in [0, 1, 20, 60, 61, 80, 200] {
          #expect(run.canvas(rows: rows, columns: columns).size.columns == columns)
        }
      }
      if layer == 0 { run.press(.character("J")) }
    }
  }
}
