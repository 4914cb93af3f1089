import Foundation
import Networks
import Runs
import SpikeStatistics
import SpikingEngine

/// What a sender says of its run before the first spike.
package struct LiveRun: Sendable {
  package let description: RunDescription

  /// The input of the network in the order of unit numbers; `nil` if the sender is not spiketop.
  package let image: [Float]?

  /// Of each layer; `nil` without an analog network.
  package let references: [LayerReference?]

  /// The number of each layer in frames.
  let numbers: [UInt32]

  package init(
    _ description: RunDescription, image: [Float]?, references: [LayerReference?]
  ) {
    self.description = description
    self.image = image
    self.references = references
    numbers = description.layers.indices.map { UInt32($0) }
  }

  init(_ hello: Spiketop_Live_V1_Hello, from address: StreamAddress) throws(StreamError) {
    let malformed = { (what: String) in StreamError(address, .malformed, what) }
    guard !hello.populations.isEmpty else { throw malformed("the sender names no population") }
    numbers = hello.populations.map(\.id)
    guard Set(numbers).count == numbers.count else {
      throw malformed("the sender numbers two populations alike")
    }
    var shapes: [MapShape] = []
    for population in hello.populations {
      guard let shape = Self.shape(population.shape) else {
        throw malformed(
          "population '\(population.name)' has the shape \(population.shape); one side, or "
            + "channels, rows and columns are taken")
      }
      shapes.append(shape)
    }
    // As many as fit into a population each, which is no overflow.
    guard shapes.reduce(0, { $0 + $1.count }) <= RunDescription.mostNeurons else {
      throw malformed("the sender has more than \(RunDescription.mostNeurons) neurons")
    }
    description = try Self.description(hello, shapes: shapes, malformed)
    image = try Self.floats(
      hello.imageF32, count: description.inputShape.count, "the input", malformed)
    var references: [LayerReference?] = []
    for (population, shape) in zip(hello.populations, shapes) {
      references.append(try Self.reference(population, shape: shape, malformed))
    }
    // To the populations of other programs the description adds a readout, which has none.
    self.references = references + (hello.runDescription.isEmpty ? [nil] : [])
  }

  private static func reference(
    _ population: Spiketop_Live_V1_Population, shape: MapShape,
    _ malformed: (String) -> StreamError
  ) throws(StreamError) -> LayerReference? {
    let z = try floats(
      population.preactivationF32, count: shape.count, "the pre-activations of \(population.name)",
      malformed)
    let a = try floats(
      population.activationF32, count: shape.count, "the activations of \(population.name)",
      malformed)
    guard let z, let a else { return nil }
    return LayerReference(
      preactivation: shape.populationOrder(z), activation: shape.populationOrder(a))
  }

  /// - Returns: `nil` where the sender says nothing.
  private static func floats(
    _ bytes: Data, count: Int, _ name: String, _ malformed: (String) -> StreamError
  ) throws(StreamError) -> [Float]? {
    guard !bytes.isEmpty else { return nil }
    guard let floats = BlobReader.floats(bytes, count: count) else {
      throw malformed("\(name) has \(bytes.count) bytes, where \(count) numbers take \(4 * count)")
    }
    return floats
  }

  private static func shape(_ sides: [UInt32]) -> MapShape? {
    guard sides.count == 1 || sides.count == 3, sides.allSatisfy({ $0 > 0 }),
      sides.reduce(1.0, { $0 * Double($1) }) <= Double(RunDescription.mostNeurons)
    else { return nil }
    return sides.count == 1
      ? MapShape(channels: Int(sides[0]))
      : MapShape(channels: Int(sides[0]), height: Int(sides[1]), width: Int(sides[2]))
  }

  /// Spiketop describes its run; others name populations, whose spikes are worth 1.
  private static func description(
    _ hello: Spiketop_Live_V1_Hello, shapes: [MapShape], _ malformed: (String) -> StreamError
  ) throws(StreamError) -> RunDescription {
    guard !hello.runDescription.isEmpty else {
      return RunDescription(
        program: "another program",
        populations: zip(hello.populations, shapes).map {
          ($0.name.isEmpty ? "population\($0.id)" : $0.name, $1)
        }, name: hello.run.isEmpty ? "live" : hello.run)
    }
    let description: RunDescription
    do {
      description = try RunDescription(json: hello.runDescription)
    } catch {
      throw malformed(
        "the description of the run is damaged: \(RunDescription.sentence(of: error))")
    }
    guard description.layers.map(\.shape) == shapes else {
      throw malformed("the description of the run does not fit its populations")
    }
    return description
  }

  /// The network, as the viewer sees it.
  package var network: SpikingNetwork { description.network }

  package func setting(of packed: PackedNetwork) -> RunSetting {
    RunSetting(
      packed: packed, fanOut: description.layers.map { _ in [] }, references: references,
      annClass: description.logits.isEmpty ? nil : argmax(description.logits),
      label: description.label)
  }

  var hello: Spiketop_Live_V1_Hello {
    var hello = Spiketop_Live_V1_Hello()
    hello.run = description.name
    // Runs count steps; where time is asked for, a step is a millisecond, as in files of spikes.
    hello.dtMs = 1
    hello.runDescription = description.json()
    if let image { hello.imageF32 = Data(littleEndian: image) }
    for (number, layer) in description.layers.enumerated() {
      var population = Spiketop_Live_V1_Population()
      population.id = numbers[number]
      population.name = layer.name
      let shape = layer.shape
      population.shape =
        shape.isVector
        ? [UInt32(shape.channels)] : [shape.channels, shape.height, shape.width].map(UInt32.init)
      if let reference = references[number] {
        population.preactivationF32 = Data(littleEndian: shape.unitOrder(reference.preactivation))
        population.activationF32 = Data(littleEndian: shape.unitOrder(reference.activation))
      }
      hello.populations.append(population)
    }
    return hello
  }
}
