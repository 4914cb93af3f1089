import AnalogPass
import Conversion
import ExampleNetworks
import Networks
import Synchronization
import Testing

/// What is kept of calibration images is what they would say again, bit by bit.
@Suite struct CalibrationMemoryTests {
  /// Keeps everything in memory, and counts the images that are read.
  private final class Kept: Sendable {
    private struct Content {
      var statistics: [Double: ActivationStatistics] = [:]
      var conversions: [String: KeptConversion] = [:]
      var images = 0
    }

    private let content = Mutex(Content())

    var imageCount: Int { content.withLock { $0.images } }
    var questions: Set<String> { content.withLock { Set($0.conversions.keys) } }

    func countImage() { content.withLock { $0.images += 1 } }

    func replaceConversions(by other: Kept) {
      let conversions = other.content.withLock { $0.conversions }
      content.withLock { $0.conversions = conversions }
    }

    func forgetConversions() { content.withLock { $0.conversions = [:] } }

    var memory: CalibrationMemory {
      CalibrationMemory(
        statistics: { lowest in self.content.withLock { $0.statistics[lowest] } },
        keepStatistics: { statistics, lowest in
          self.content.withLock { $0.statistics[lowest] = statistics }
        },
        conversion: { question in self.content.withLock { $0.conversions[question] } },
        keepConversion: { conversion, question in
          self.content.withLock { $0.conversions[question] = conversion }
        })
    }
  }

  private func calibration(of network: AnalogNetwork, keptIn kept: Kept?) -> Calibration {
    Calibration(network: network, count: 6, threads: 2, memory: kept?.memory) {
      kept?.countImage()
      return network.randomImage(seed: $0)
    }
  }

  private func converted(
    _ network: AnalogNetwork, _ recipe: ConversionRecipe, keptIn kept: Kept?
  ) throws -> (SpikingNetwork, wasAsked: Bool) {
    var calibration = calibration(of: network, keptIn: kept)
    let spiking = try recipe.converted(network, calibration: &calibration)
    return (spiking, calibration.wasAsked)
  }

  /// Every method of the menu, and those that change most.
  static let methods: [(String, OptionValues)] =
    MethodRegistry.standard.methods.filter { $0.suits == nil }.map { ($0.name, [:]) } + [
      ("advanced", ["calibrate-weights": .flag(true)]), ("light-half", [:]),
      ("robust", ["corrector": .text("srp")]), ("bistable4", [:]),
    ]

  @Test(arguments: methods)
  func whatIsKeptGivesTheSameNetworkWithoutImages(name: String, options: OptionValues) throws {
    for example in [Example.convolutional, .projected] {
      let network = example.network(seed: 3)
      let recipe = try ConversionRecipe.named(name, steps: 8, options: options)
      let kept = Kept()

      let plain = try converted(network, recipe, keptIn: nil)
      let first = try converted(network, recipe, keptIn: kept)
      let images = kept.imageCount
      let second = try converted(network, recipe, keptIn: kept)

      #expect(first.0 == plain.0 && second.0 == plain.0, "\(name)")
      #expect(kept.imageCount == images && images > 0, "\(name)")
      #expect(second.wasAsked, "the notes say on what it was calibrated")
    }
  }

  @Test func theSizesOfActivationsServeAllMethods() throws {
    let network = Example.residual.network(seed: 1)
    let kept = Kept()
    _ = try converted(network, .named("max"), keptIn: kept)
    let images = kept.imageCount

    for name in ["robust", "half", "hard", "rts"] {
      let recipe = try ConversionRecipe.named(name)
      #expect(
        try converted(network, recipe, keptIn: kept).0
          == converted(network, recipe, keptIn: nil).0)
    }
    #expect(kept.imageCount == images)
  }

  /// All that decides a conversion is in the question.
  @Test func everyOptionIsAnotherQuestion() throws {
    let network = Example.perceptron.network(seed: 1)
    let kept = Kept()
    let asked: [(String, Int, OptionValues)] = [
      ("robust", 8, [:]), ("robust", 8, ["percentile": .number(99)]),
      ("robust", 8, ["percentile-over": .text("all")]), ("robust-half", 8, [:]),
      ("light", 8, [:]), ("light", 16, [:]), ("light@32", 8, [:]), ("advanced", 8, [:]),
      ("advanced", 8, ["calibrate-weights": .flag(true)]), ("max", 8, [:]),
      ("max", 8, ["corrector": .text("srp")]), ("max", 8, ["max-pool": .text("gated")]),
    ]

    for (name, steps, options) in asked {
      let recipe = try ConversionRecipe.named(name, steps: steps, options: options)
      _ = try converted(network, recipe, keptIn: kept)
    }
    let given = try ConversionRecipe.named("light", steps: 8)
    var calibration = calibration(of: network, keptIn: kept)
    _ = try given.converted(
      network, calibration: &calibration,
      thresholds: network.activations.map { _ in 1.5 })

    #expect(kept.questions.count == asked.count + 1, "\(kept.questions.sorted())")
    // T means nothing to these.
    _ = try converted(network, .named("robust", steps: 99), keptIn: kept)
    #expect(kept.questions.count == asked.count + 1)
  }

  /// Should an answer be of another network, it is not taken.
  @Test func whatIsOfAnotherNetworkIsFoundOutAnew() throws {
    let (own, foreign) = (Kept(), Kept())
    let recipe = try ConversionRecipe.named("advanced", steps: 8)
    let network = Example.perceptron.network(seed: 1)
    _ = try converted(Example.convolutional.network(seed: 1), recipe, keptIn: foreign)
    own.replaceConversions(by: foreign)

    #expect(
      try converted(network, recipe, keptIn: own).0 == converted(network, recipe, keptIn: nil).0)
  }
}
