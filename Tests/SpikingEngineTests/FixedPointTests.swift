import Conversion
import ExampleNetworks
import Networks
import SpikeStatistics
import SpikingEngine
import Tensors
import Testing

@Suite struct FixedPointTests {
  /// All but those that whole numbers cannot do.
  private static let examples = Example.allCases.filter {
    ![.maxPooled, .concatenated, .preactivation].contains($0)
  }

  @Test(arguments: examples, [Precision.q15, .int8])
  func anySplitOnAnyThreadsGivesTheSameSpikes(example: Example, precision: Precision) throws {
    let run = try ExampleRun(example.network(seed: 2), headroom: 0.8)
    let packed = try run.packed.rounded(to: precision)
    expectTheSameInAnySplit(packed, image: run.image)
  }

  /// Charge is conserved by whole numbers as well: what has flowed in is in the potential or has
  /// been sent; 16 bits leave the spike counts of small networks nearly as they are.
  @Test(arguments: examples) func countsAreNearlyThoseOfSinglePrecision(example: Example) throws {
    let run = try ExampleRun(example.network(seed: 5), headroom: 0.8)
    let counts = { (packed: PackedNetwork) in
      var counts = run.network.layers.map { [Float](repeating: 0, count: $0.shape.count) }
      var simulation = Simulation(packed, stimulus: .image(run.image))
      simulation.advance(by: 200, on: Engine()) { layer, population, _ in
        for index in population.output.indices { counts[layer][Int(index)] += 1 }
      }
      return (counts, simulation.readout)
    }
    let (single, answer) = counts(run.packed)
    let (fixed, rounded) = try counts(run.packed.rounded(to: .q15))
    for layer in single.indices {
      let difference = zip(single[layer], fixed[layer]).map { abs($0 - $1) }.max() ?? 0
      #expect(difference <= 3, "\(run.network.layers[layer].name)")
    }
    let scale = answer.map { abs($0) }.max() ?? 1
    for (a, b) in zip(answer, rounded) { #expect(abs(a - b) <= 0.03 * scale + 0.5) }
  }

  @Test func potentialsBeyond32BitsAreWidened() throws {
    // A neuron that loses a hundred thresholds in each step, and one that just fires.
    let layer = AffineLayer(
      weight: Tensor(shape: [2, 1], elements: [-100, 0.25]),
      bias: Tensor(shape: [2], elements: [0, 0]))
    let shape = MapShape(channels: 2)
    let network = SpikingNetwork(
      name: "wide", inputShape: MapShape(channels: 1),
      layers: [
        SpikingLayer(
          name: "fc1", shape: shape, neuron: .integrateAndFire(threshold: 1, reset: .bySubtraction),
          projections: [
            Projection(source: .input, stages: [SynapticStage(.affine(layer), shape: shape)])
          ])
      ], coding: .rate)
    let packed = try PackedNetwork(network).rounded(to: .q15)
    for split in [[40], [1, 2, 3, 34]] {
      var simulation = Simulation(
        packed, stimulus: .image(Tensor(shape: [1, 1, 1], elements: [1])))
      var (spikes, released) = (0, [Float](repeating: 0, count: 2))
      var (together, lent) = (simulation, released)
      let engine = Engine()
      for count in split {
        simulation.advance(by: count, on: engine) { _, population, _ in
          spikes += population.output.count
          for unit in population.output.indices.map({ Int($0) }) {
            released[unit] +=
              population.integratedPotential[unit] - population.membranePotential[unit]
          }
        }
        together.advance(
          by: count, on: engine, attention: { _ in .together }, lendReleased: { _ in lent }
        ) { _, seen in
          guard case .chunk(let chunk, _) = seen else { return }
          lent = chunk.released ?? []
        }
      }
      #expect(spikes == 10)
      #expect(simulation.populations[0].membranePotential == [-4_000, 0])
      #expect(together.populations[0].membranePotential == [-4_000, 0])
      #expect(released[1] > 0 && lent == released)
    }
  }

  @Test(arguments: [
    (ConversionRecipe(method: Burst(maximumSpikes: 3)), Example.convolutional, "bursts"),
    (ConversionRecipe(method: Bistable(phases: 4)), .residual, "bistable"),
    (ConversionRecipe(method: Robust()), .maxPooled, "several layers"),
    (ConversionRecipe(method: Robust()), .preactivation, "scaled"),
    (Variation.takingBack.recipe, .convolutional, "corrected"),
  ])
  func whatWholeNumbersCannotDoIsRefused(
    recipe: ConversionRecipe, example: Example, word: String
  ) throws {
    let run = try ExampleRun(example.network(seed: 1), recipe: recipe)
    let error = #expect(throws: PrecisionError.self) { try run.packed.rounded(to: .q15) }
    #expect(error?.description.contains(word) == true)
    #expect(error?.description.contains("use fp32") == true)
  }

  @Test(arguments: examples, Precision.allCases)
  func aCondensedNetworkGivesTheSameSpikes(example: Example, precision: Precision) throws {
    let run = try ExampleRun(example.network(seed: 6), headroom: 0.8)
    let condensed = try PackedNetwork(condensing: run.network, precision: precision)
    #expect(condensed.precision == precision)
    #expect(condensed.network.layers.allSatisfy { $0.projections.allSatisfy(\.stages.isEmpty) })
    var (a, b) = (
      Simulation(try run.packed.rounded(to: precision), stimulus: .image(run.image)),
      Simulation(condensed, stimulus: .image(run.image))
    )
    let engine = Engine()
    for _ in 0..<50 {
      a.advance(by: 1, on: engine)
      b.advance(by: 1, on: engine)
      #expect(a.populations.map(\.output) == b.populations.map(\.output))
    }
    #expect(run.packed.fanOutTable() == condensed.fanOutTable())
  }
}
