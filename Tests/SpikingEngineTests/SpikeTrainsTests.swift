import ExampleNetworks
import SpikingEngine
import Testing

@Suite struct SpikeTrainsTests {
  enum Values: CaseIterable {
    case uniform, graded, signed

    func draw(_ random: inout SeededGenerator) -> Float {
      switch self {
      case .uniform: 0.75
      case .graded: Float(Int.random(in: 1...3, using: &random)) * 0.75
      case .signed: Bool.random(using: &random) ? 0.75 : -0.75
      }
    }
  }

  /// Steps with no event, some, and all of them.
  private func steps(neurons: Int, values: Values) -> [SpikeEvents] {
    var random = SeededGenerator(seed: neurons)
    return [0, 1, 0.3, 0, 0.05, 1, 0.5].map { share in
      var events = SpikeEvents()
      for unit in 0..<neurons where Double.random(in: 0..<1, using: &random) < share {
        events.append(unit, values.draw(&random))
      }
      return events
    }
  }

  @Test(arguments: [1, 63, 64, 65, 200], Values.allCases)
  func whatWasAppendedIsRead(neurons: Int, values: Values) {
    let steps = steps(neurons: neurons, values: values)
    var trains = SpikeTrains(neurons: neurons)
    for events in steps { trains.append(events) }

    #expect(trains.steps == steps.count)
    var events = SpikeEvents()
    for step in [7, 1, 2, 3, 4, 5, 6, 5] {
      trains.read(step: step, into: &events)
      #expect(events == steps[step - 1])
    }
  }

  @Test(arguments: Values.allCases)
  func meanChargeIsTheSumOverTheSteps(values: Values) {
    let steps = steps(neurons: 70, values: values)
    var trains = SpikeTrains(neurons: 70)
    for events in steps { trains.append(events) }

    let expected = (0..<70).map { unit in
      let charge = steps.reduce(Float(0)) { sum, events in
        sum + (events.indices.firstIndex(of: Int32(unit)).map { events.values[$0] } ?? 0)
      }
      return charge / Float(steps.count)
    }
    #expect(zip(trains.meanCharge, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(SpikeTrains(neurons: 3).meanCharge == [0, 0, 0])
  }
}
