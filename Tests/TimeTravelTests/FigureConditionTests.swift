import ExampleNetworks
import SpikeStatistics
import SpikingEngine
import Testing
import TimeTravel

/// Conditions and the history read the registry, also a figure that only this test knows.
@Suite struct FigureConditionTests {
  private let figures = Figures.standard.adding(.throwaway)

  /// Of the tiny run: neurons 0 and 2 fire first in step 2, neuron 1 in step 4.
  @Test(arguments: [
    ("highest_fired(fc1) == 3", [2, 3, 4]), ("highest_fired(fc1#1) == 2", [4]),
    ("highest_fired == 1", [1, 2, 3, 4]), ("sin(fc1#2) > 0", [2, 3, 4]), ("sin(fc1#0)", []),
    ("D(fc1#1) < 0", [2, 3, 4]), ("rate(fc1#1) > 0", [4]), ("v(fc1) == 0.5", [1, 3]),
    ("spikes(fc1) == 2", [2]), ("rate == 0.5", [4]),
  ])
  func conditionsHoldWhereWorkedOutByHand(text: String, steps: [Int]) throws {
    let condition = try StopCondition("every " + text, figures: figures)
    let run = TinyRun(figures: figures)
    let timeline = Timeline(run.simulation, setting: run.setting)

    #expect(stopSteps(condition, of: timeline, steps: 4) == steps)
  }

  @Test func aFigureIsAskedOfItsLayersAlone() throws {
    let setting = TinyRun(figures: figures).setting
    let condition = try StopCondition("highest_fired(fc2) > 0", figures: figures).condition
    let error = #expect(throws: ConditionError.self) { try condition.check(for: setting) }

    #expect(error?.text == "fc2 has no highest_fired: it accumulates and never fires")
    #expect(throws: ConditionError.self) { try StopCondition("highest_fired > 0") }
  }

  @Test func theHelpListsIt() {
    let quantities = Quantity.all(in: figures)
    let names = quantities.map(\.name)

    #expect(
      names == [
        "sin", "spikes", "rate", "D", "v", "highest_fired", "t", "prediction", "ann", "label",
        "diverge",
      ])
    #expect(quantities[5].summary == Figure.throwaway.help && quantities[5].places == .optional)
    for name in names { #expect(Quantity(named: name, in: figures)?.name == name) }
  }

  @Test func theHistoryKeepsItForEveryStep() {
    let run = TinyRun(figures: figures)
    var timeline = Timeline(run.simulation, setting: run.setting)
    timeline.advance(by: 4, on: Engine())

    let values = (1...4).map { timeline.history.figures(of: 0, at: $0).map(\.value) }
    #expect(values == [[nil], [3], [3], [3]])
    #expect(timeline.history.figures(of: 0, at: 5).isEmpty)
  }
}
