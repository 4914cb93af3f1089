import AnalogPass
import Conversion
import Datasets
import Foundation
import ModelFormats
import Networks
import SpikingEngine
import Tensors
import Testing

/// Methods that correct a network on images, before detectors with several heads: the first one
/// leaves the network before its last layers.
@Suite struct SeveralHeadsTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../References/tails").standardizedFileURL

  private static let steps = 16

  private let network: AnalogNetwork
  private let images: [Tensor]

  init() throws {
    var network = try ONNXReader.network(
      at: Self.folder.appending(path: "yolo.onnx").path, tail: .whereNeeded)
    // Any other task than classes.
    network.task = .segmentation
    self.network = network
    let numbers = try NPYFile.read(Self.folder.appending(path: "yolo.x.npy").path).floats
    // The two pictures, and what lies between them.
    images = (0..<8).map { number in
      let share = Float(number) / 7
      return Tensor(
        shape: [3, 16, 16],
        elements: (0..<768).map { numbers[$0] * share + numbers[768 + $0] * (1 - share) })
    }
  }

  private func spiking(
    _ method: String, _ options: OptionValues = [:]
  ) throws -> SpikingNetwork {
    let recipe = try MethodRegistry.standard.choice(
      MethodRequest(method, values: options), steps: Self.steps
    ).recipe
    let images = images
    var calibration = Calibration(network: network, count: images.count, threads: 2) { images[$0] }
    return try recipe.converted(network, calibration: &calibration, thresholds: nil)
  }

  /// The mean squared difference of each output from that of the trained network.
  private func differences(of spiking: SpikingNetwork) throws -> [Double] {
    let packed = PackedNetwork(spiking)
    var pass = ForwardPass(network)
    var sums = spiking.readouts.map { _ in 0.0 }
    for image in images {
      let expected = pass.activations(of: image).outputs
      var simulation = Simulation(packed, stimulus: .image(image))
      simulation.advance(by: Self.steps, on: Engine())
      for (index, output) in try #require(simulation.meanOutputs).enumerated() {
        sums[index] += zip(output, expected[index]).reduce(0.0) {
          $0 + pow(Double($1.0 - $1.1), 2) / Double(output.count)
        }
      }
    }
    return sums.map { $0 / Double(images.count) }
  }

  /// By layer, how far the mean of what each channel sends is from the mean of its activations.
  private func shortfalls(of spiking: SpikingNetwork) throws -> [Double] {
    let packed = PackedNetwork(spiking)
    var pass = ForwardPass(network)
    let nodes = spiking.firingLayers.map(\.activationNode)
    var sums = spiking.firingLayers.map { Array(repeating: 0.0, count: $0.shape.channels) }
    for image in images {
      _ = pass.activations(of: image)
      var simulation = Simulation(packed, stimulus: .image(image))
      simulation.advance(by: Self.steps, on: Engine()) { layer, population, _ in
        guard layer < nodes.count else { return }
        let (channels, events) = (spiking.layers[layer].shape.channels, population.output)
        for event in events.indices.indices {
          sums[layer][Int(events.indices[event]) % channels] +=
            Double(events.values[event]) / Double(Self.steps)
        }
      }
      for (layer, node) in nodes.enumerated() {
        let (shape, values) = (spiking.layers[layer].shape, pass.values(of: try #require(node)))
        for (unit, value) in values.enumerated() {
          sums[layer][unit / shape.pixels] -= Double(value)
        }
      }
    }
    return sums.map { $0.reduce(0) { $0 + abs($1) } }
  }

  /// Biases are calibrated in the layers before every head: the mean of what they send comes
  /// closer to that of their activations in each of them.
  @Test(arguments: ["light", "advanced"])
  func everyLayerComesCloser(method: String) throws {
    let corrected = try spiking(method)

    let (own, before) = (try shortfalls(of: corrected), try shortfalls(of: try spiking("mmse")))

    #expect(corrected.readouts.count == 2 && corrected.tail == network.tail)
    #expect(corrected.firingLayers.allSatisfy { !$0.biasCurrent.isEmpty })
    for (own, before) in zip(own, before) { #expect(own < before, "\(own) and \(before)") }
  }

  /// What is fitted to the images, weights and potentials too, brings every head closer.
  @Test func everyHeadComesCloser() throws {
    let (own, before) = (
      try differences(of: try spiking("advanced")), try differences(of: try spiking("mmse"))
    )

    for (own, before) in zip(own, before) { #expect(own < before, "\(own) and \(before)") }
  }

  /// Thresholds of channels change the units of spikes and not what they come to: over T every head
  /// comes to the trained network's.
  @Test(arguments: ["max", "robust", "light"])
  func channelsOfAllHeadsKeepTheirUnits(method: String) throws {
    let spiking = try spiking(method, ["channel-wise": .flag(true)])
    let packed = PackedNetwork(spiking)
    var pass = ForwardPass(network)
    let expected = pass.activations(of: images[0]).outputs
    var simulation = Simulation(packed, stimulus: .image(images[0]))

    simulation.advance(by: 2000, on: Engine())

    #expect(spiking.firingLayers.allSatisfy { !$0.channelScale.isEmpty })
    for (output, values) in zip(try #require(simulation.meanOutputs), expected) {
      let largest = values.map(abs).max() ?? 1
      let difference = zip(output, values).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
      // Percentiles cut off what is larger, and calibrated biases are made for few steps.
      let bound: Float = method == "max" ? 0.01 : 0.25
      #expect(difference < bound * largest, "\(method): \(difference) of \(largest)")
    }
  }

  /// Burst limits are chosen by all outputs: with the first one alone, a layer behind it would cost
  /// nothing and have the smallest limit for nothing.
  @Test func limitsAreChosenByAllOutputs() throws {
    let spiking = try spiking("adafire")

    let differences = try differences(of: spiking)
    let plain = try self.differences(of: try self.spiking("mmse"))

    for (own, before) in zip(differences, plain) { #expect(own < before, "\(own) and \(before)") }
  }
}
