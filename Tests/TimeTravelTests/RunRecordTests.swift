import ExampleNetworks
import Foundation
import SpikeStatistics
import SpikingEngine
import Testing
import TimeTravel

/// What is written of a step, with a figure that only this test knows; the numbers are those of
/// `TinyRun` after step 3.
@Suite struct RunRecordTests {
  private let run = TinyRun(figures: .standard.adding(.throwaway))

  private func state(atStep step: Int) -> RunState {
    var state = RunState(run.simulation, setting: run.setting)
    state.advance(by: step, setting: run.setting, on: Engine())
    return state
  }

  @Test func aRecordHasTheFiguresUnderTheirKeys() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let data = try encoder.encode(RunRecord(state(atStep: 3), setting: run.setting))

    #expect(
      String(decoding: data, as: UTF8.self)
        == #"{"layers":[{"highest_fired":3,"lag":0.2222222222222222,"lead":0.3333333333333333,"#
        + #""mean_potential":0.625,"mean_potential_inactive":0.25,"name":"fc1","neurons":3,"#
        + #""rate":0.3333333333333333,"sin_neurons":1,"sin_ratio":1,"sin_spikes":1,"#
        + #""spikes":1}],"prediction":1,"step":3}"#)
  }

  @Test func whatHasNoValueIsNull() throws {
    let data = try JSONEncoder().encode(RunRecord(state(atStep: 1), setting: run.setting))
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let layer = try #require((object["layers"] as? [[String: Any]])?.first)

    #expect(layer["highest_fired"] is NSNull && layer["spikes"] as? Int == 0)
  }

  @Test func aTableHasFurtherFiguresAtTheRight() {
    let table = RunTable(run.setting.figures, hasANN: true)
    let state = state(atStep: 3)

    #expect(
      table.header
        == "   spikes  SIN neurons  SIN spikes  mean lead  mean lag  top fired")
    #expect(
      table.cells(of: state)
        == "        1            1           1     0.3333    0.2222          1")
    #expect(
      table.layerLines(of: state, setting: run.setting) == [
        "  layer    neurons    spikes    rate  SIN neurons  SIN ratio    lead     lag"
          + "  top fired",
        "  fc1            3         3  0.3333            1     1.0000  0.3333  0.2222"
          + "          3",
      ])
  }

  @Test func withoutAnANNThereIsNothingToCompareWith() {
    let table = RunTable(.standard, hasANN: false)

    #expect(
      table.layerLines(of: state(atStep: 3), setting: run.setting) == [
        "  layer    neurons    spikes    rate", "  fc1            3         3  0.3333",
      ])
  }
}
