import AnalogPass
import Conversion
import Evaluation
import ExampleNetworks
import Networks
import SpikeStatistics
import SpikingEngine
import Tasks
import Testing

/// Networks that tell the classes of places, over T.
@Suite struct SegmentationTests {
  private static let steps = [4, 16, 64, 400]

  private let analog: AnalogNetwork
  private let plan: EvaluationPlan

  /// Two branches of one resolution, one behind the other, and a convolution on both.
  init() throws {
    var builder = NetworkBuilder(input: MapShape(channels: 2, height: 6, width: 7), seed: 4)
    let first = builder.activation(builder.convolution(0, channels: 6))
    let second = builder.activation(builder.convolution(first, channels: 6))
    let joined = builder.concatenate([first, second])
    _ = builder.convolution(joined, channels: 3)
    var network = AnalogNetwork(
      name: "skip", nodes: builder.nodes, output: builder.nodes.count - 1)
    network.task = .segmentation
    analog = network
    let thresholds = network.thresholds(
      images: (0..<4).map { network.randomImage(seed: $0) }, headroom: 1)
    let spiking = try Max().spikingNetwork(from: network, thresholds: thresholds)
    plan = EvaluationPlan(
      analog: network,
      entries: [
        EvaluationPlan.Entry(
          label: "max", packed: PackedNetwork(spiking), thresholds: thresholds,
          steps: Self.steps)
      ])
  }

  /// The classes that the trained network tells, one place of each image unknown.
  private func image(_ index: Int) -> EvaluationImage {
    let input = analog.randomImage(seed: 100 + index)
    var pass = ForwardPass(analog)
    guard
      case .places(var map) = TaskReader(analog).answer(from: pass.activations(of: input).outputs)
    else { return EvaluationImage(input) }
    map.labels[index] = 255
    return EvaluationImage(input, places: map)
  }

  /// Where the labels are the trained network's answers, that is perfect, and the spiking one comes
  /// to it; in between its mIoU is that of sets of places.
  @Test func overlapsAreThoseOfTheAnswersAtEveryT() throws {
    let count = 5

    let results = try plan.evaluated(count: count, threads: 2, image: { image($0) })

    let report = EvaluationReport(results, plan: plan, requested: count, notes: [])
    #expect(report.measures.map(\.id) == ["miou", "place_accuracy"])
    #expect(report.annScores == [1, 1])
    #expect(report.notes == ["places: 5 of 210 have no class of the network and do not count"])
    let scores = try #require(report.methods["max"]?.scores)
    for step in Self.steps {
      let (overlap, accuracy) = try expected(at: step, count: count)
      #expect(abs(((scores[0]["\(step)"] ?? nil) ?? -1) - overlap) < 1e-9)
      #expect(abs(((scores[1]["\(step)"] ?? nil) ?? -1) - accuracy) < 1e-9)
    }
    #expect(((scores[0]["400"] ?? nil) ?? 0) > 0.9)
  }

  private func expected(
    at step: Int, count: Int
  ) throws -> (overlap: Double, accuracy: Double) {
    var (both, all, right, known) = ([0, 0, 0], [0, 0, 0], 0, 0)
    for index in 0..<count {
      let image = image(index)
      var simulation = Simulation(plan.entries[0].packed, stimulus: .image(image.input))
      simulation.advance(by: step, on: Engine())
      let output = try #require(simulation.meanOutputs)[0]
      for place in 0..<42 {
        let label = Int(try #require(image.places).labels[place])
        guard label != 255 else { continue }
        let values = (0..<3).map { output[$0 * 42 + place] }
        let answer = values.firstIndex(of: values.max() ?? 0) ?? 0
        known += 1
        if answer == label {
          right += 1
          both[label] += 1
          all[label] += 1
        } else {
          all[label] += 1
          all[answer] += 1
        }
      }
    }
    let overlaps = (0..<3).filter { all[$0] > 0 }.map { Double(both[$0]) / Double(all[$0]) }
    return (
      overlaps.reduce(0, +) / Double(overlaps.count), Double(right) / Double(known)
    )
  }

  /// What the list of images has of them is the same at T.
  @Test func imagesHaveTheirOwnFigures() throws {
    let evaluation = ImageEvaluation(
      analog: analog, packed: plan.entries[0].packed, steps: 64)
    var tools = ImageEvaluation.Tools(evaluation)
    for index in 0..<3 {
      let outcome = try #require(
        try evaluation.outcome(
          of: index, image: image(index), with: &tools, isStopped: { false }))
      let figures = try #require(outcome.figures)
      #expect(figures.expected == 41)
      #expect(figures.analog?.score == AnswerFigures.fullScore)
      #expect(outcome.course.last?.answer == figures.spiking?.score.map { Int32($0) })
      #expect(outcome.isRight == (figures.spiking?.right == 41))
      #expect(outcome.isLost == (outcome.isRight == false))
      #expect(outcome.fits(images: 3, classes: nil, steps: 64, layers: 2))
    }
  }
}
