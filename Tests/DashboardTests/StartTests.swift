import Dashboard
import SpikeStatistics
import TerminalUI
import Testing

/// The dashboard starts where it matters; see `FollowingTests` for how that goes on.
@Suite struct StartTests {
  private func sinSpikes(_ run: ExampleRun) throws -> [Int] {
    let status = try #require(run.state.engine)
    return status.runState.statistics.layers.dropLast().map { $0.sin?.spikes ?? 0 }
  }

  @Test(arguments: ["1", "2", "3", "8"] as [Character])
  func itStartsInTheLayerWithMostSIN(screen: Character) throws {
    var run = try ExampleRun(steps: 40)
    run.press(.character(screen))

    let spikes = try sinSpikes(run)
    #expect(spikes[run.state.layer] == spikes.max() && spikes[run.state.layer] > 0)
    #expect(run.state.layer != 0, "the first layer has no inputs that could be off schedule")
  }

  /// On the one that the list of SIN begins with, if it is asked for that layer alone.
  @Test(arguments: ["2", "3"] as [Character])
  func aScreenOfOneNeuronBeginsWithTheWorstOne(screen: Character) throws {
    var run = try ExampleRun(steps: 40)
    run.press(.character(screen))
    let (layer, unit) = (run.state.layer, run.state.unit)

    var list = run
    list.press(.character("4"))
    for _ in 0...layer { list.press(.character("J")) }
    let worst = try #require(list.state.sinTable.rows.first)

    #expect((worst.layer, worst.unit) == (layer, unit))
  }

  @Test func beforeTheFirstStepNothingIsChosen() throws {
    var run = try ExampleRun()
    run.press(.character("3"))
    #expect(run.state.layer == 0 && !run.state.hasChosenLayer)

    run.go(to: "40")

    #expect(run.state.layer == 1 && run.state.hasChosenLayer)
  }

  /// Not even where another layer has become the worst one meanwhile.
  @Test func whatTheUserHasChosenStays() throws {
    var run = try ExampleRun()
    run.type("2kK")
    run.go(to: "40")

    #expect(run.state.layer == 0)
  }

  @Test func withoutAnANNTheMostActiveLayerMatters() throws {
    var run = try ExampleRun(steps: 40, isTrainedSpiking: true)
    run.press(.character("2"))
    let status = try #require(run.state.engine)
    let rates = status.runState.statistics.layers.dropLast().map {
      Double($0.counts.total) / Double($0.counts.count.count)
    }
    let counts = status.runState.statistics.layers[run.state.layer].counts.count

    #expect(rates[run.state.layer] == rates.max())
    #expect(counts[run.state.unit] == counts.max())
  }
}

/// A silent neuron says so, and leads to one that fired.
@Suite struct SilenceTests {
  private func silentNeuron(of run: ExampleRun) throws -> String {
    let status = try #require(run.state.engine)
    let layer = status.runState.simulation.network.layers[1]
    let silent = try #require(
      status.runState.statistics.layers[1].counts.firstStep.firstIndex(of: 0))
    return "\(layer.name)#\(layer.shape.unitNumber(ofIndex: silent))"
  }

  @Test(arguments: ["2", "3"] as [Character])
  func enterGoesToTheNearestNeuronThatFired(screen: Character) throws {
    var run = try ExampleRun(steps: 40)
    run.go(to: try silentNeuron(of: run))
    run.press(.character(screen))
    let (silent, shown) = (run.state.unit, run.state.screen)
    let text = run.canvas(columns: 120).text
    #expect(text.contains("silent for 40 steps; Enter: nearest neuron that fired"))

    run.press(.enter)

    let counts = try #require(run.state.engine).runState.statistics.layers[1].counts
    #expect(run.state.layer == 1 && run.state.screen == shown && run.state.unit != silent)
    #expect(counts.firstStep[run.state.unit] > 0)
    let distance = abs(run.state.unit - silent)
    for unit in counts.firstStep.indices where counts.firstStep[unit] > 0 {
      #expect(abs(unit - silent) >= distance)
    }
    #expect(!run.canvas(columns: 120).text.contains("silent for"))
    run.press(.backspace)
    #expect(run.state.unit == silent)
  }

  /// On a map one of the same channel comes first.
  @Test func onAMapTheNearestIsOfTheSameChannel() throws {
    var run = try ExampleRun(steps: 40)
    let status = try #require(run.state.engine)
    let shape = status.runState.simulation.network.layers[0].shape
    let first = status.runState.statistics.layers[0].counts.firstStep
    let firing = Set(first.indices.filter { first[$0] > 0 })
    let silent = try #require(
      first.indices.first { unit in
        let channel = shape.coordinates(ofIndex: unit).channel
        return !firing.contains(unit)
          && firing.contains { shape.coordinates(ofIndex: $0).channel == channel }
      })
    run.go(to: "conv1#\(shape.unitNumber(ofIndex: silent))")

    run.press(.enter)

    let (old, new) = (
      shape.coordinates(ofIndex: silent), shape.coordinates(ofIndex: run.state.unit)
    )
    #expect(firing.contains(run.state.unit) && new.channel == old.channel)
  }

  /// What an input is chosen for is why the neuron is silent.
  @Test func anInputThatWasChosenIsFollowed() throws {
    var run = try ExampleRun(steps: 40)
    run.go(to: try silentNeuron(of: run))
    run.press(.down)
    let input = try #require(run.state.inspection?.cause?.terms[1])

    run.press(.enter)

    #expect((run.state.layer, run.state.unit) == (input.layer, input.unit))
  }
}
