import Conversion
import ExampleNetworks
import Networks
import Recordings
import SpikeStatistics
import SpikingEngine
import Testing
import TimeTravel

@Suite struct TimelineTests {
  private static let budgets = [
    CheckpointBudget(interval: 1, bytes: 1), CheckpointBudget(interval: 7, bytes: 1),
    CheckpointBudget(interval: 16), CheckpointBudget(interval: 1000, bytes: 1),
  ]

  /// Time travel must be exact: arriving at a step from the future equals arriving from the past.
  @Test(arguments: budgets, [0, 1, 2, 63, 64, 65, 150, 199, 200])
  func seekingBackEqualsPlayingForward(budget: CheckpointBudget, step: Int) throws {
    for method in [Robust(), Hard(), Bistable(phases: 5)] as [any ConversionMethod] {
      var timeline = try exampleTimeline(method: method, checkpoints: budget)
      let sights = forwardSights(timeline, steps: 200)

      timeline.seek(to: 200)
      timeline.seek(to: step)

      let isSame = Sight(timeline.runState) == sights[step]
      #expect(isSame)
      #expect(timeline.lastStep == 200)
    }
  }

  @Test(arguments: budgets, 0..<4)
  func aRandomWalkOfSeeksAlwaysArrives(budget: CheckpointBudget, seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    var timeline = try exampleTimeline(.preactivation, checkpoints: budget)
    let sights = forwardSights(timeline, steps: 250)
    for _ in 0..<40 {
      let target = Int.random(in: 0...250, using: &random)

      timeline.seek(to: target)

      let isSame = Sight(timeline.runState) == sights[target]
      #expect(isSame, "step \(target)")
    }
  }

  @Test func approachingATargetBehindNeverStopsInBetween() throws {
    var timeline = try exampleTimeline()
    timeline.seek(to: 100)

    timeline.approach(61, on: Engine())

    #expect(timeline.step <= 61)
    while timeline.step < 61 {
      let before = timeline.step
      timeline.approach(61, on: Engine())
      #expect(timeline.step > before)
    }
    timeline.approach(61, on: Engine())
    #expect(timeline.step == 61)
  }

  @Test func replaysLeaveRasterAndHistoryAlone() throws {
    var timeline = try exampleTimeline(rasterBytes: 1 << 20)
    timeline.seek(to: 150)
    let before = Recorded(timeline)

    for target in [3, 149, 0, 77, 150] { timeline.seek(to: target) }

    #expect(Recorded(timeline) == before)
    timeline.advance()
    #expect(timeline.lastStep == 151)
    #expect(timeline.raster.lastStep == 151)
  }

  /// What was once reached, also ahead of the present.
  private struct Recorded: Equatable {
    var rows: [[UInt64]] = []
    var spikes: [Int] = []
    var sinNeurons: [Int32] = []
    var deviations: [UInt32] = []
    var predictions: [Int?] = []

    init(_ timeline: Timeline) {
      for step in 1...timeline.lastStep {
        predictions.append(timeline.history.prediction(at: step))
        for layer in timeline.setting.packed.network.layers.indices {
          guard let entry = timeline.history.entry(of: layer, at: step) else { continue }
          rows.append(Array(timeline.raster.row(of: layer, at: step)))
          spikes += [entry.spikes, entry.sinSpikes]
          sinNeurons.append(entry.sinNeurons)
          deviations.append(entry.meanDeviation.bitPattern)
        }
      }
    }
  }

  @Test func theHistoryHoldsTheNumbersOfEachStep() throws {
    var timeline = try exampleTimeline()
    for step in 1...60 {
      timeline.advance()
      #expect(timeline.history.prediction(at: step) == timeline.runState.simulation.prediction)
      for (index, layer) in timeline.runState.statistics.layers.enumerated() {
        let entry = try #require(timeline.history.entry(of: index, at: step))
        #expect(entry.spikes == layer.counts.stepTotal)
        #expect(entry.sinSpikes == layer.sin?.stepSpikes ?? 0)
        #expect(entry.sinNeurons == layer.sin?.neurons ?? 0)
      }
    }
  }

  @Test func stepsOfSpikesEqualTheSpikeTrain() throws {
    var timeline = try exampleTimeline(rasterBytes: 1 << 20)
    timeline.seek(to: 120)
    for unit in 0..<20 {
      let train = timeline.raster.spikeTrain(of: unit, in: 1, steps: 1...120)
      for step in 0...121 {
        let next = timeline.step(ofSpikeBy: unit, in: 1, from: step, forward: true)
        let previous = timeline.step(ofSpikeBy: unit, in: 1, from: step, forward: false)
        #expect(next == train.first { $0 > step })
        #expect(previous == train.last { $0 < step })
      }
    }
  }

  @Test func aCopyTravelsAlone() throws {
    var timeline = try exampleTimeline()
    timeline.seek(to: 90)
    var copy = timeline

    copy.seek(to: 20)
    copy.seek(to: 130)

    #expect(timeline.step == 90)
    #expect(timeline.lastStep == 90)
    #expect(copy.lastStep == 130)
  }
}
