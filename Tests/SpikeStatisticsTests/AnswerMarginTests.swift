import Conversion
import ExampleNetworks
import Networks
import Recordings
import SpikeStatistics
import SpikingEngine
import Testing

/// Why the answer leads another class: the neurons and the rest make the whole difference.
@Suite struct AnswerMarginTests {
  /// What is simulated, step by step, with the charge that each neuron has delivered.
  private struct Course {
    let run: ExampleRun
    let setting: RunSetting
    var simulation: Simulation
    var statistics: RunStatistics
    var raster: SpikeRaster
    var delivered: [[Double]]

    init(_ run: ExampleRun, packed: PackedNetwork) {
      self.run = run
      setting = RunSetting(
        packed: packed, fanOut: packed.fanOutTable(), references: run.references)
      simulation = Simulation(packed, stimulus: .image(run.image))
      statistics = RunStatistics(setting)
      raster = SpikeRaster(neuronCounts: run.network.layers.map(\.shape.count))
      delivered = run.network.layers.map { Array(repeating: 0, count: $0.shape.count) }
    }

    mutating func advance(to step: Int) {
      while simulation.step < step {
        simulation.advance()
        statistics.observe(simulation, setting: setting)
        raster.append(simulation)
        guard simulation.step > simulation.network.readoutStart else { continue }
        for layer in delivered.indices {
          let events = simulation.populations[layer].output
          for (place, unit) in events.indices.enumerated() {
            delivered[layer][Int(unit)] += Double(events.values[place])
          }
        }
      }
    }

    func margin(hasANN: Bool) throws -> AnswerMargin? {
      guard simulation.prediction != nil else { return nil }
      let logits = hasANN ? run.logits.map { Float($0) } : []
      let classes = try #require(
        AnswerMargin.Classes(outputs: simulation.readout, logits: logits, label: 1))
      return try AnswerMargin(
        AnswerMargin.Weights(classes, of: simulation.packed), simulation: simulation,
        statistics: statistics, references: run.references, logits: logits, raster: raster)
    }
  }

  private static let kinds: [(recipe: ConversionRecipe, precision: Precision, start: Int)] = [
    (ConversionRecipe(method: Robust()), .fp32, 0), (ConversionRecipe(method: Half()), .fp32, 0),
    (ConversionRecipe(method: Bistable(phases: 6)), .fp32, 0),
    (ConversionRecipe(method: Robust()), .q15, 0), (ConversionRecipe(method: Hard()), .fp32, 0),
    (ConversionRecipe(method: Burst(maximumSpikes: 3)), .fp32, 0),
    (ConversionRecipe(method: RTS(steps: 16)), .fp32, 0),
    (ConversionRecipe(method: Robust()), .fp32, 9),
  ]

  private func course(_ kind: Int, _ example: Example) throws -> Course {
    let (recipe, precision, start) = Self.kinds[kind]
    let run = try ExampleRun(example.network(seed: 3), recipe: recipe, seed: 3, headroom: 0.7)
    var network = run.network
    network.readoutStart = start
    return Course(run, packed: try PackedNetwork(network).rounded(to: precision))
  }

  /// What neither neurons nor charges explain is rounding; the image may drive the readout, too.
  @Test(arguments: kinds.indices, [Example.perceptron, .residual, .inputShortcut])
  func theSumCloses(kind: Int, example: Example) throws {
    var course = try course(kind, example)
    var answers = 0
    for step in [1, 7, 12, 33, 64, 72] {
      course.advance(to: step)
      for hasANN in [true, false] {
        guard let margin = try course.margin(hasANN: hasANN) else { continue }
        answers += 1
        let outputs = try #require(course.simulation.meanOutputs)[0]
        let (answer, other) = (margin.classes.answer, margin.classes.other)
        let spiking = Double(outputs[answer] - outputs[other])
        let analog = hasANN ? course.run.logits[answer] - course.run.logits[other] : 0
        let parts = margin.sum + margin.startPotential + margin.constantCurrent
        let scale = max(1, abs(spiking), abs(analog))

        #expect(answer == course.simulation.prediction && answer != other)
        #expect(abs(margin.difference - (spiking - analog)) < 1e-4 * scale, "t=\(step)")
        #expect(abs(parts - (spiking - analog)) < 1e-4 * scale, "t=\(step)")
        #expect(abs(margin.sum + margin.rest - margin.difference) < 1e-9)
      }
    }
    #expect(answers >= 4)
  }

  /// Each neuron's share is its own charge: counted here from what it sent, step by step.
  @Test(arguments: kinds.indices)
  func ratesAreThoseOfTheSpikesSent(kind: Int) throws {
    var course = try course(kind, .perceptron)
    course.advance(to: 72)
    let margin = try #require(try course.margin(hasANN: true))
    let time = course.simulation.network.outputTime(atStep: 72)

    #expect(!margin.terms.isEmpty)
    for term in margin.terms {
      let sent = course.delivered[term.layer][term.unit] / time
      #expect(abs(Double(term.delivered) - sent) < 1e-4 * max(1, sent))
      let analog = try #require(course.run.references[term.layer]).activation[term.unit]
      #expect(term.activation == analog)
    }
    let sizes = margin.terms.map { abs($0.contribution) }
    #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test func theOtherClassIsTheOneThatTellsMost() throws {
    let outputs: [Float] = [1, 4, 3, 2]
    let other = { (logits: [Float], label: Int?) in
      AnswerMargin.Classes(outputs: outputs, logits: logits, label: label)
    }
    #expect(other([9, 1, 1, 1], 3)?.other == 0 && other([9, 1, 1, 1], 3)?.reason == .analogAnswer)
    #expect(other([1, 9, 1, 1], 3)?.other == 3 && other([1, 9, 1, 1], 3)?.reason == .label)
    #expect(other([1, 9, 1, 1], 1)?.other == 2 && other([1, 9, 1, 1], 1)?.reason == .second)
    #expect(other([], nil)?.other == 2)
    let single = AnswerMargin.Classes(outputs: [-1], logits: [], label: nil)
    #expect(single?.answer == 0 && single?.other == 1)
    #expect(AnswerMargin.Classes(outputs: [], logits: [], label: nil) == nil)
  }

  @Test func differentialCodingHasNoSuchSum() throws {
    let run = try ExampleRun(Example.perceptron.network(seed: 3), method: Differential())
    let classes = try #require(
      AnswerMargin.Classes(outputs: [1, 2, 3, 4, 5], logits: [], label: nil))

    #expect(throws: AnswerMargin.Obstacle.differential) {
      try AnswerMargin.Weights(classes, of: run.packed)
    }
  }
}
