import Foundation
import Networks
import PlainText
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

  /// The network, as the viewer sees it; made once, because every frame asks for its layer.
  package let network: SpikingNetwork

  /// The number of each layer in frames.
  let numbers: [UInt32]

  /// The layer of each number.
  let layers: [UInt32: Int]

  /// Whether the sender says no more than the names and shapes of its populations.
  let isForeign: Bool

  package init(
    _ description: RunDescription, image: [Float]?, references: [LayerReference?]
  ) {
    self.description = description
    self.image = image
    self.references = references
    network = description.network
    isForeign = false
    numbers = description.layers.indices.map { UInt32($0) }
    layers = Self.places(of: numbers)
  }

  init(_ hello: Spiketop_Live_V1_Hello, from address: StreamAddress) throws(StreamError) {
    let malformed = { (what: String) in StreamError(address, .malformed, what) }
    guard !hello.populations.isEmpty else { throw malformed("the sender names no population") }
    guard hello.populations.count <= PopulationLimits.mostPopulations else {
      throw malformed(
        "the sender names \(hello.populations.count) populations; at most "
          + "\(PopulationLimits.mostPopulations) are taken")
    }
    numbers = hello.populations.map(\.id)
    isForeign = hello.runDescription.isEmpty
    try Self.checkIdentities(hello, malformed)
    layers = Self.places(of: numbers)
    // What is not sent is 0, and nobody says.
    guard hello.dtMs == 0 || Self.stepLengths.contains(hello.dtMs) else {
      throw malformed(
        "the sender's steps are \(hello.dtMs) ms long; from 1e-9 to 1e9 ms are possible")
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
    let neurons = shapes.reduce(0) { $0 + $1.count }
    guard neurons <= PopulationLimits.mostNeurons else {
      throw malformed(
        "the sender has \(neurons) neurons; at most \(PopulationLimits.mostNeurons) are taken")
    }
    description = try Self.description(hello, shapes: shapes, malformed)
    network = description.network
    guard description.inputShape.count <= PopulationLimits.mostNeurons else {
      throw malformed(
        "the sender's input has \(description.inputShape.count) values; at most "
          + "\(PopulationLimits.mostNeurons) are taken")
    }
    if let fault = description.nameFault { throw malformed(fault) }
    image = try Self.floats(
      hello.imageF32, count: description.inputShape.count, "the input", malformed)
    var references: [LayerReference?] = []
    for (population, shape) in zip(hello.populations, shapes) {
      references.append(try Self.reference(population, shape: shape, malformed))
    }
    // To the populations of other programs the description adds a readout, which has none.
    self.references = references + (isForeign ? [nil] : [])
  }

  private static func places(of numbers: [UInt32]) -> [UInt32: Int] {
    Dictionary(uniqueKeysWithValues: zip(numbers, numbers.indices))
  }

  /// In ms.
  private static let stepLengths = 1e-9...1e9

  /// Throws where two populations have the same number or the same name.
  private static func checkIdentities(
    _ hello: Spiketop_Live_V1_Hello, _ malformed: (String) -> StreamError
  ) throws(StreamError) {
    var (numbers, names) = (Set<UInt32>(), Set<String>())
    for population in hello.populations {
      guard numbers.insert(population.id).inserted else {
        throw malformed("the sender numbers two populations \(population.id)")
      }
      guard names.insert(name(of: population)).inserted else {
        throw malformed("the sender names two populations '\(name(of: population))'")
      }
    }
  }

  /// What others send need not have one.
  private static func name(of population: Spiketop_Live_V1_Population) -> String {
    population.name.isEmpty ? "population\(population.id)" : unmistakable(population.name)
  }

  private static func reference(
    _ population: Spiketop_Live_V1_Population, shape: MapShape,
    _ malformed: (String) -> StreamError
  ) throws(StreamError) -> LayerReference? {
    let name = "'\(Self.name(of: population))'"
    let z = try floats(
      population.preactivationF32, count: shape.count, "the pre-activations of \(name)",
      malformed)
    let a = try floats(
      population.activationF32, count: shape.count, "the activations of \(name)", malformed)
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
      throw malformed(
        "\(bytes.count) bytes are sent of \(name), where \(count) numbers take \(4 * count)")
    }
    if let odd = floats.first(where: { !$0.isFinite }) {
      throw malformed("a value of \(name) is \(odd), which is no finite number")
    }
    return floats
  }

  private static func shape(_ sides: [UInt32]) -> MapShape? {
    guard sides.count == 1 || sides.count == 3, sides.allSatisfy({ $0 > 0 }),
      sides.reduce(1.0, { $0 * Double($1) }) <= Double(1 << 32)
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
          (name(of: $0), $1)
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

  package func setting(of packed: PackedNetwork) -> RunSetting {
    RunSetting(
      packed: packed, fanOut: description.layers.map { _ in [] }, references: references,
      annClass: description.analogClass,
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
