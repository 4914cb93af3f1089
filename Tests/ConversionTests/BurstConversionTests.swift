import Conversion
import ExampleNetworks
import Networks
import SpikingEngine
import Tensors
import Testing

/// Bursts beyond a threshold, but not beyond what a trained activation lets through.
@Suite struct BurstConversionTests {
  /// One neuron per input value; weights are the identity, so z is the image.
  private func network(_ activation: Activation, width: Int) -> AnalogNetwork {
    let identity = Tensor(
      shape: [width, width],
      elements: (0..<width * width).map { $0 % (width + 1) == 0 ? 1 : 0 })
    let layer = AffineLayer(
      weight: identity, bias: Tensor(shape: [width], elements: Array(repeating: 0, count: width)))
    let shape = MapShape(channels: width)
    let steps: [(String, AnalogOperation)] = [
      ("input", .input), ("fc1", .affine(layer)), ("act", .activation(activation)),
      ("fc2", .affine(layer)),
    ]
    let nodes = steps.enumerated().map { index, step in
      AnalogNode(
        name: step.0, fileName: step.0, operation: step.1, inputs: index == 0 ? [] : [index - 1],
        shape: shape)
    }
    return AnalogNetwork(name: "identity", nodes: nodes, output: 3)
  }

  @Test(arguments: [
    (Activation.relu, Float(1.5)), (.relu, 6), (.clipped(maximum: 6), 6),
    (.clipped(maximum: 6), 3), (.clipped(maximum: 6), 1.5), (.quantized(maximum: 6, levels: 6), 2),
  ])
  func ratesAreTheActivationsHoweverLargeTheInput(activation: Activation, threshold: Float) throws {
    let values: [Float] = [-3, 0.75, 1.5, 3, 6, 9, 12]
    let analog = network(activation, width: values.count)
    let image = Tensor(shape: [values.count, 1, 1], elements: values)
    let method = Burst(maximumSpikes: 8)
    var simulation = Simulation(
      PackedNetwork(try method.spikingNetwork(from: analog, thresholds: [threshold])),
      stimulus: .image(image))
    let steps = 1600
    for _ in 0..<steps { simulation.advance() }

    for (value, sum) in zip(values, simulation.readout) {
      let maximum: Float = activation == .relu ? .infinity : 6
      let expected = min(max(value, 0), maximum)
      #expect(abs(sum / Float(steps) - expected) <= threshold / Float(steps) * 1.01)
    }
  }

  /// Where the threshold does not divide the clip, the rate stays below it.
  @Test(arguments: [Float(6.0005), 5.9995, 4, 2.5, 0.1])
  func noThresholdGoesBeyondTheClip(threshold: Float) throws {
    let analog = network(.clipped(maximum: 6), width: 1)
    let spiking = try Burst(maximumSpikes: 5).spikingNetwork(
      from: analog, thresholds: [threshold])
    guard case .burst(let neuron) = spiking.layers[0].neuron else {
      Issue.record("no burst neuron")
      return
    }

    let spikes = neuron.maximumSpikes
    #expect((1...5).contains(spikes))
    #expect(Float(spikes) * threshold <= 6.001)
    #expect(spikes == 5 || Float(spikes + 1) * threshold > 6.001)
  }
}
