import Dashboard
import SpikeStatistics
import TerminalUI
import Testing
import TimeTravel

/// `o` lists the neurons of a layer in other orders.
@Suite struct NeuronOrderTests {
  /// The neurons of the layer as the cursor goes through them, from the first one on.
  private func listed(_ run: ExampleRun) throws -> [Int] {
    var run = run
    let count = try #require(run.state.engine).runState.simulation.network.layers[run.state.layer]
      .shape.count
    for _ in 0..<count { run.press(.character("k")) }
    return (0..<count).map { _ in
      defer { run.press(.character("j")) }
      return run.state.unit
    }
  }

  private func example(_ order: NeuronOrder, layer: String) throws -> ExampleRun {
    var run = try ExampleRun(steps: 40)
    run.go(to: layer)
    for _ in 0..<6 where run.state.neuronOrder != order { run.press(.character("o")) }
    #expect(run.state.neuronOrder == order)
    return run
  }

  @Test func oGoesThroughTheOrders() throws {
    var run = try ExampleRun(steps: 40)
    run.press(.character("2"))

    let orders = NeuronOrder.allCases.map { _ in
      run.press(.character("o"))
      return run.state.neuronOrder
    }

    #expect(orders == [.rate, .sin, .firstSpike, .deviation, .activation, .index])
  }

  /// Without an ANN there are those that spikes alone give.
  @Test func ordersThatNeedAnANNAreLeftOut() throws {
    var run = try ExampleRun(steps: 40, isTrainedSpiking: true)
    run.press(.character("2"))

    let orders = (0..<3).map { _ in
      run.press(.character("o"))
      return run.state.neuronOrder
    }

    #expect(orders == [.rate, .firstSpike, .index])
  }

  @Test(arguments: NeuronOrder.allCases, ["conv1", "fc1"])
  func everyNeuronIsListedOnceInItsOrder(order: NeuronOrder, layer: String) throws {
    let run = try example(order, layer: layer)
    let units = try listed(run)
    let status = try #require(run.state.engine)
    let index = run.state.layer
    let shape = status.runState.simulation.network.layers[index].shape
    let statistics = status.runState.statistics.layers[index]
    let (counts, reference) = (statistics.counts, try #require(status.setting.references[index]))
    #expect(Set(units).count == shape.count)

    /// What never falls along the list.
    let key = { (unit: Int) -> (Float, Float) in
      switch order {
      case .index: (Float(shape.unitNumber(ofIndex: unit)), 0)
      case .rate: (-counts.count[unit], 0)
      case .sin:
        (
          reference.isInactive(unit) && counts.firstStep[unit] > 0 ? 0 : 1, -counts.count[unit]
        )
      case .firstSpike:
        (counts.firstStep[unit] == 0 ? .infinity : Float(counts.firstStep[unit]), 0)
      case .deviation: (-(statistics.phase?.deviation(of: unit) ?? 0), 0)
      case .activation: (-reference.activation[unit], -reference.preactivation[unit])
      }
    }
    for (unit, next) in zip(units, units.dropFirst()) {
      let (here, there) = (key(unit), key(next))
      #expect(here <= there)
      if here == there {
        #expect(shape.unitNumber(ofIndex: unit) < shape.unitNumber(ofIndex: next))
      }
    }
  }

  /// What is drawn in a row is the neuron that a click on it goes to, and the rows say where it
  /// lies.
  @Test(arguments: [NeuronOrder.rate, .firstSpike])
  func aClickGoesToTheNeuronOfTheRow(order: NeuronOrder) throws {
    let run = try example(order, layer: "conv1")
    let size = Size(rows: 40, columns: 160)
    let canvas = run.canvas(rows: size.rows, columns: size.columns)
    let lines = canvas.text.split(separator: "\n", omittingEmptySubsequences: false)
    let panel = try #require(canvas.panels.first { $0.name == "picture" })
    let rows = canvas.clickAreas.filter { area in
      if case .item = area.target {
        panel.rect.contains(row: area.rect.row, column: area.rect.column)
      } else {
        false
      }
    }
    #expect(rows.count > 10)
    for row in rows.prefix(12) {
      guard case .item(let place) = row.target else { continue }
      var other = run
      other.receive(.pointer(.item(place, isDouble: false)))
      let shape = try #require(run.state.engine).runState.simulation.network.layers[0].shape
      let (channel, y, x) = shape.coordinates(ofIndex: other.state.unit)
      let number = shape.unitNumber(ofIndex: other.state.unit)
      let isCursor = run.state.unit == other.state.unit
      let line = lines[row.rect.row]
      #expect(isCursor || line.contains("#\(number) c\(channel) y\(y) x\(x)") || line.contains("▌"))
    }
  }
}
