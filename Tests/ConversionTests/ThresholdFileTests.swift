import Conversion
import ExampleNetworks
import Foundation
import Networks
import Testing

/// Thresholds from files: names decide which belongs to which layer, and what differs is refused.
@Suite struct ThresholdFileTests {
  private let network = Example.residual.network(seed: 3)

  private var choice: MethodChoice {
    MethodChoice(MethodRequest("max"), recipe: ConversionRecipe(method: Max()))
  }

  private func read(_ text: String) throws -> ThresholdFile {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try ThresholdFile(at: file.path, for: network)
  }

  private func refusal(_ text: String) -> String {
    do {
      _ = try read(text)
      return "no refusal"
    } catch {
      return "\(error)"
    }
  }

  /// One per layer, all different.
  private var thresholds: [Float] { network.activations.indices.map { Float($0) + 0.5 } }

  /// A layer of what `convert` writes, by its keys.
  private func layer(_ index: Int) -> [String: String] {
    let node = network.nodes[network.activations[index]]
    let shape = node.shape
    return [
      "name": "\"\(network.spikingLayerNames[index])\"", "activation": "\"\(node.name)\"",
      "shape": "[\(shape.channels), \(shape.height), \(shape.width)]",
      "neuron": "\"integrate_and_fire\"", "threshold": "\(thresholds[index])",
    ]
  }

  private var layers: [[String: String]] { network.activations.indices.map(layer) }

  private func object(_ members: [String: String]) -> String {
    "{"
      + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
      .joined(separator: ", ") + "}"
  }

  private func converted(
    _ layers: [[String: String]], _ changes: [String: String] = [:]
  ) -> String {
    let readout = object(["name": "\"out\"", "neuron": "\"readout\""])
    let head = [
      "format": "\"spiketop-network\"", "version": "1", "model": "\"\(network.name)\"",
      "layers": "[" + (layers.map(object) + [readout]).joined(separator: ", ") + "]",
    ]
    return object(head.merging(changes) { $1 })
  }

  @Test func everyFormGivesEachLayerItsOwn() throws {
    let list = "\(thresholds)"
    let names = network.spikingLayerNames
    let named = object(
      Dictionary(uniqueKeysWithValues: zip(names, thresholds.map { "\($0)" })))
    let report = #"{"methods": {"max": {"theta": \#(list)}}}"#
    let backwards =
      #"{"methods": {"max": {"layers": \#(Array(names.reversed())), "#
      + #""theta": \#(Array(thresholds.reversed()))}}}"#

    for text in [list, named, report, backwards, converted(layers), converted(layers.reversed())] {
      let file = try read(text)
      #expect(try file.thresholds(for: choice) == thresholds, "\(text)")
      #expect(file.warnings.isEmpty, "\(file.warnings)")
    }
  }

  @Test(arguments: [
    (["name": "\"conv99\""], "'conv99', but the spiking layers are"),
    (["activation": "\"relu99\""], "stands for 'relu99'"),
    (["shape": "[1, 2, 3]"], "has the shape [1, 2, 3]"),
    (["threshold": "null"], "is missing"), (["threshold": "\"1\""], "is not a number"),
    (["threshold": "-1"], "threshold -1.0"), (["name": "7"], "is not text"),
  ])
  func layersThatDifferAreRefused(change: [String: String], words: String) {
    var changed = layers
    changed[0].merge(change) { $1 }

    let text = refusal(converted(changed))

    #expect(text.contains(words), "\(text)")
  }

  @Test func eachLayerIsThereOnce() {
    #expect(refusal(converted(layers + [layer(0)])).contains("is there twice"))
    #expect(refusal(converted(Array(layers.dropFirst()))).contains("no threshold for layer"))
  }

  @Test(arguments: [
    (["format": "\"other\""], "'format' is 'other'"), (["version": "2"], "'version' is 2"),
    (["format": "null"], "'format' is missing"),
  ])
  func filesOfOtherFormatsAreRefused(change: [String: String], words: String) {
    #expect(refusal(converted(layers, change)).contains(words))
  }

  @Test func whatIsNotTakenIsSaid() throws {
    var changed = layers
    changed[0]["bias_current"] = "[1]"
    changed[1]["initial_potential"] = "[1]"
    changed[1]["weights"] = "[]"

    let file = try read(converted(changed, ["model": "\"another\""]))

    let words = ["'another'", "bias currents", "initial potentials", "changed weights"]
    #expect(file.warnings.count == words.count)
    for (warning, word) in zip(file.warnings, words) { #expect(warning.contains(word)) }
  }

  @Test func neuronsOfAnotherKindAreSaid() throws {
    var changed = layers
    changed[0]["neuron"] = "\"bistable\""
    let spiking = try Max().spikingNetwork(from: network, thresholds: thresholds)

    #expect(try read(converted(layers)).warnings(about: spiking).isEmpty)
    let warnings = try read(converted(changed)).warnings(about: spiking)
    #expect(warnings.count == 1 && warnings[0].contains("'bistable'"))
  }

  /// The names that files use are those of the layers that conversions make.
  @Test(arguments: Example.allCases)
  func namesAreThoseOfTheLayers(example: Example) throws {
    let network = example.network(seed: 2)
    let spiking = try Max().spikingNetwork(
      from: network, thresholds: network.activations.map { _ in 1 })

    #expect(
      spiking.layers.filter { $0.activationNode != nil }.map(\.name) == network.spikingLayerNames)
  }
}
