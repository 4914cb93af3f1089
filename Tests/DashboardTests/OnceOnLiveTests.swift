import Dashboard
import Foundation
import TerminalUI
import Testing

/// No figure stands twice on a screen.
@Suite struct OnceOnLiveTests {
  /// Where a pane has how the neurons of the layer under the cursor fire, its strip does not.
  @Test(arguments: [(40, 120), (60, 200), (90, 300)])
  func ratesOfALayerStandOnce(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 40, isTrainedSpiking: true, isReplayed: true)
    let layers = try #require(run.state.engine).runState.simulation.network.firingLayers.count
    run.resize(to: Size(rows: rows, columns: columns))
    let canvas = run.canvas(rows: rows, columns: columns)
    guard canvas.panel(named: "rates") != nil else { return }
    let strips = try #require(canvas.panel(named: "strips")).text
    #expect(strips.components(separatedBy: "rates to").count - 1 < layers)
  }
}
