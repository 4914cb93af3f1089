import Conversion
import Dispatch
import ExampleNetworks
import Networks
import SpikeStatistics
import SpikingEngine
import Synchronization
import Tensors
import Testing

@Suite struct SimulationTests {
  /// C = v + released charge is the sum of all currents, for every neuron and either reset.
  @Test(arguments: Example.allCases, [false, true])
  func chargeIsConserved(example: Example, resetsToZero: Bool) throws {
    let method: any ConversionMethod = resetsToZero ? Hard() : Robust()
    let run = try ExampleRun(example.network(seed: 4), method: method, headroom: 0.7)
    var simulation = run.simulation
    var counts = run.network.layers.map { SpikeCounts(neurons: $0.shape.count) }
    var drives = run.network.layers.map { Array(repeating: 0.0, count: $0.shape.count) }
    for _ in 0..<60 {
      let before = simulation.populations.map(\.membranePotential)
      simulation.advance()
      for (layer, population) in simulation.populations.enumerated() {
        counts[layer].observe(
          population, neuron: simulation.network.layers[layer].neuron, step: simulation.step)
        for unit in drives[layer].indices {
          drives[layer][unit] +=
            Double(population.integratedPotential[unit]) - Double(before[layer][unit])
        }
      }
    }
    for (layer, population) in simulation.populations.enumerated() {
      let tolerance = 1e-4 * Double(run.network.layers[layer].neuron.threshold ?? 10)
      for unit in drives[layer].indices {
        let drive = population.membranePotential[unit] + counts[layer].released[unit]
        #expect(abs(Double(drive) - drives[layer][unit]) < tolerance)
      }
    }
  }

  @Test(arguments: Example.allCases)
  func networksScaledByAPowerOfTwoSpikeAlike(example: Example) throws {
    let analog = example.network(seed: 5)
    let run = try ExampleRun(analog, headroom: 0.8)
    var scaled = Simulation(
      PackedNetwork(run.network.scaled(by: 0.25)), stimulus: .image(run.image.scaled(by: 0.25)))
    var simulation = run.simulation

    for _ in 0..<50 {
      simulation.advance()
      scaled.advance()

      #expect(scaled.spikes == simulation.spikes)
      #expect(scaled.readout == simulation.readout.map { $0 / 4 })
    }
  }

  /// The image drives the first layer evenly, so that it has no wrong timing to fire by.
  @Test(arguments: Example.allCases, [1, 2, 3])
  func theFirstLayerHasNoSpikesOfInactivatedNeurons(example: Example, seed: Int) throws {
    for method in [Robust(), Hard(), Bistable(phases: 6)] as [any ConversionMethod] {
      let run = try ExampleRun(example.network(seed: seed), method: method, seed: seed)
      let reference = try #require(run.references[0])
      var simulation = run.simulation
      for _ in 0..<100 {
        simulation.advance()
        let fired = simulation.populations[0].output.indices
        #expect(!fired.contains { reference.isInactive(Int($0)) })
      }
    }
  }

  @Test func aCopyIsIndependent() throws {
    let run = try ExampleRun(Example.residual.network(seed: 6))
    var simulation = run.simulation
    for _ in 0..<10 { simulation.advance() }
    let copy = simulation
    let (potentials, spikes) = (copy.populations.map(\.membranePotential), copy.spikes)

    for _ in 0..<10 { simulation.advance() }

    #expect(copy.step == 10)
    #expect(copy.populations.map(\.membranePotential) == potentials)
    #expect(copy.spikes == spikes)
    var resumed = copy
    for _ in 0..<10 { resumed.advance() }
    #expect(resumed.spikes == simulation.spikes)
    #expect(resumed.readout == simulation.readout)
  }

  @Test func runsOnSeveralThreadsAtOnceSpikeAlike() throws {
    let run = try ExampleRun(Example.convolutional.network(seed: 7))
    let expected = run.spikeTrains(steps: 80)
    let trains = Mutex<[[[[Int32]]]]>([])

    DispatchQueue.concurrentPerform(iterations: 6) { _ in
      let train = run.spikeTrains(steps: 80)
      trains.withLock { $0.append(train) }
    }

    #expect(trains.withLock { $0 }.allSatisfy { $0 == expected })
  }

  @Test func predictionStartsWithTheFirstReadout() throws {
    let run = try ExampleRun(Example.residual.network(seed: 8), method: Bistable(phases: 4))
    var simulation = run.simulation
    for step in 1...run.network.firstReadout {
      simulation.advance()
      #expect((simulation.prediction != nil) == (step == run.network.firstReadout))
    }
  }
}

extension Simulation {
  /// Who fired in the last step, per layer.
  fileprivate var spikes: [[Int32]] { populations.map(\.output.indices) }
}

extension ExampleRun {
  fileprivate func spikeTrains(steps: Int) -> [[[Int32]]] {
    var simulation = simulation
    return (0..<steps).map { _ in
      simulation.advance()
      return simulation.spikes
    }
  }
}

extension Tensor {
  fileprivate func scaled(by factor: Float) -> Tensor {
    Tensor(shape: shape, elements: elements.map { $0 * factor })
  }
}

extension SpikingNetwork {
  /// Thresholds and biases; weights act on spikes that are scaled already.
  fileprivate func scaled(by factor: Float) -> SpikingNetwork {
    var network = self
    for layer in layers.indices {
      if case .integrateAndFire(var neuron) = layers[layer].neuron {
        neuron.thresholdValue *= factor
        network.layers[layer].neuron = .integrateAndFire(neuron)
      }
      for projection in layers[layer].projections.indices {
        network.layers[layer].projections[projection].stages =
          layers[layer].projections[projection].stages.map { $0.scaled(by: factor) }
      }
    }
    return network
  }
}

extension SynapticStage {
  fileprivate func scaled(by factor: Float) -> SynapticStage {
    switch operation {
    case .convolution(var layer):
      layer.bias = layer.bias.scaled(by: factor)
      return SynapticStage(.convolution(layer), shape: shape)
    case .affine(var layer):
      layer.bias = layer.bias.scaled(by: factor)
      return SynapticStage(.affine(layer), shape: shape)
    case .channelAffine(var affine):
      affine.offset = affine.offset.map { $0 * factor }
      return SynapticStage(.channelAffine(affine), shape: shape)
    case .unitAffine(var affine):
      affine.offset = affine.offset.map { $0 * factor }
      return SynapticStage(.unitAffine(affine), shape: shape)
    case .averagePool, .maxPool, .sumPool, .scale, .pad, .flatten, .sparse, .place:
      return self
    }
  }
}
