import ExampleNetworks
import Networks
import Recordings
import SpikingEngine
import Testing

@Suite struct SpikeRasterTests {
  private struct Spike: Hashable {
    var unit: Int
    var layer: Int
    var step: Int
  }

  /// A raster and, beside it, a plain set of what fired.
  private func recorded(
    _ run: ExampleRun, steps: Int, byteBudget: Int = 1 << 20
  ) -> (raster: SpikeRaster, spikes: Set<Spike>) {
    var simulation = run.simulation
    var raster = SpikeRaster(
      neuronCounts: run.network.layers.map(\.shape.count), byteBudget: byteBudget)
    var spikes: Set<Spike> = []
    for step in 1...steps {
      simulation.advance()
      raster.append(simulation)
      for (layer, population) in simulation.populations.enumerated() {
        for unit in population.output.indices {
          spikes.insert(Spike(unit: Int(unit), layer: layer, step: step))
        }
      }
    }
    return (raster, spikes)
  }

  @Test(arguments: Example.allCases, [1, 63, 64, 65, 200])
  func answersEqualThoseOfAPlainSet(example: Example, steps: Int) throws {
    let run = try ExampleRun(example.network(seed: 1))
    let (raster, spikes) = recorded(run, steps: steps)

    #expect(raster.firstStep == 1)
    #expect(raster.lastStep == steps)
    for (layer, parameters) in run.network.layers.enumerated() {
      for unit in 0..<parameters.shape.count {
        let train = (1...steps).filter {
          spikes.contains(Spike(unit: unit, layer: layer, step: $0))
        }
        #expect(raster.spikeTrain(of: unit, in: layer, steps: 1...steps) == train)
        #expect(raster.spikeTrain(of: unit, in: layer, steps: -3...(steps + 9)) == train)
      }
    }
  }

  @Test(arguments: [3, 63, 64, 65, 130])
  func rowsHoldOneBitPerNeuron(width: Int) throws {
    let run = try ExampleRun(randomPerceptron(widths: [4, width, 70, 2], seed: width))
    let (raster, spikes) = recorded(run, steps: 40)

    for step in 1...40 {
      for (layer, count) in [width, 70, 2].enumerated() {
        let row = Array(raster.row(of: layer, at: step))
        #expect(row.count == (count + 63) / 64)
        for bit in 0..<(row.count * 64) {
          let isSet = row[bit / 64] >> UInt64(bit % 64) & 1 == 1
          #expect(isSet == spikes.contains(Spike(unit: bit, layer: layer, step: step)))
        }
      }
    }
  }

  @Test func theBudgetDropsTheOldestStepsFirst() throws {
    let run = try ExampleRun(randomPerceptron(widths: [4, 130, 70, 2], seed: 1))
    let bytesPerStep = (3 + 2 + 1) * 8
    for steps in [127, 128, 129, 192, 193, 500] {
      let (raster, spikes) = recorded(run, steps: steps, byteBudget: bytesPerStep * 128)

      #expect(raster.lastStep == steps)
      #expect(raster.firstStep == max((steps - 65) / 64 * 64, 0) + 1)
      for step in 1...steps {
        for unit in 0..<130 {
          let spike = Spike(unit: unit, layer: 0, step: step)
          let isExpected = step >= raster.firstStep && spikes.contains(spike)
          #expect(raster.fired(unit, in: 0, at: step) == isExpected)
        }
        #expect(raster.row(of: 1, at: step).isEmpty == (step < raster.firstStep))
      }
    }
  }

  @Test func aCopyKeepsWhatTheOriginalDrops() throws {
    let run = try ExampleRun(randomPerceptron(widths: [4, 130, 70, 2], seed: 2))
    var simulation = run.simulation
    var raster = SpikeRaster(neuronCounts: [130, 70, 2], byteBudget: 1)
    for _ in 0..<100 {
      simulation.advance()
      raster.append(simulation)
    }
    let copy = raster
    let rows = (1...100).map { Array(copy.row(of: 0, at: $0)) }

    for _ in 0..<200 {
      simulation.advance()
      raster.append(simulation)
    }

    #expect(copy.lastStep == 100)
    #expect((1...100).map { Array(copy.row(of: 0, at: $0)) } == rows)
    #expect(raster.firstStep > 100)
  }

  /// Many steps without spikes at once are as one after the other, however many are kept.
  @Test(arguments: [0, 1, 62, 63, 64, 65, 127, 128, 129, 200, 256, 257, 5000, 1 << 53])
  func silentStepsMayComeAtOnce(steps: Int) {
    let spike = ReplayedStep(words: [5], values: [1], potentials: nil)
    func takeSpike(_ raster: inout SpikeRaster) {
      raster.append(steps: 1)
      raster.record(spike, of: 0, at: raster.lastStep)
      raster.dropOldest()
    }
    var raster = SpikeRaster(neuronCounts: [3], byteBudget: 4096)
    takeSpike(&raster)
    var slowly = raster
    raster.append(silentSteps: steps)
    #expect(raster.byteCount <= raster.byteLimit)
    takeSpike(&raster)
    #expect(raster.byteCount <= raster.byteLimit && raster.lastStep == steps + 2)
    #expect(raster.row(of: 0, at: steps + 2) == [5])
    guard steps <= 5000 else { return }
    for _ in 0..<steps {
      slowly.append(steps: 1)
      slowly.dropOldest()
    }
    takeSpike(&slowly)
    #expect(slowly.lastStep == raster.lastStep)
    for step in max(raster.firstStep, slowly.firstStep)...steps + 2 {
      #expect(raster.row(of: 0, at: step) == slowly.row(of: 0, at: step))
      let (events, known) = (raster.events(of: 0, at: step), slowly.events(of: 0, at: step))
      #expect(events.values == known.values)
    }
  }

  @Test func nothingIsRecordedBeforeTheFirstStep() {
    let raster = SpikeRaster(neuronCounts: [3])

    #expect(raster.firstStep == 1)
    #expect(raster.lastStep == 0)
    #expect(!raster.fired(0, in: 0, at: 1))
    #expect(raster.row(of: 0, at: 1).isEmpty)
  }
}
