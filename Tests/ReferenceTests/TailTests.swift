import AnalogPass
import Conversion
import Datasets
import Foundation
import ModelFormats
import Networks
import SpikingEngine
import Tasks
import Tensors
import Testing

/// Graphs that decode themselves against what onnxruntime makes of them (`make_tails.py`).
@Suite struct TailTests {
  private let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../References/tails").standardizedFileURL

  private func network(
    _ name: String, outputs: [String] = [], tail: TailReading = .whereNeeded
  ) throws -> AnalogNetwork {
    try ONNXReader.network(
      at: folder.appending(path: "\(name).onnx").path, outputs: outputs, tail: tail)
  }

  private func numbers(_ name: String) throws -> [Float] {
    try NPYFile.read(folder.appending(path: "\(name).npy").path).floats
  }

  private func images(_ name: String) throws -> [Tensor] {
    let numbers = try numbers("\(name).x")
    return (0..<2).map { image in
      Tensor(shape: [3, 16, 16], elements: Array(numbers[image * 768..<(image + 1) * 768]))
    }
  }

  /// The largest difference of two lists, in units of the larger number where that is beyond 1.
  private func difference(_ a: [Float], _ b: some Collection<Float>) -> Float {
    a.count == b.count
      ? zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1) / max(abs($1.1), 1)) } : .infinity
  }

  /// Each layer is read out once, whatever becomes of its channels.
  @Test(arguments: [
    ("yolo", ["boxes"], 2), ("dfl", ["y"], 2), ("ssd", ["boxes", "scores", "labels"], 4),
    ("resized", ["y"], 1),
  ])
  func outputsEqualThoseOfTheFile(name: String, outputs: [String], heads: Int) throws {
    let network = try network(name)
    let tail = try #require(network.tail)
    #expect(tail.outputs.map(\.name) == outputs && network.readoutNodes.count == heads)
    #expect(network.readoutNodes.allSatisfy { network.nodes[$0].operation.weights != nil })
    #expect(tail.fault(forHeads: network.readoutNodes.map { network.nodes[$0].shape.count }) == nil)
    var pass = ForwardPass(network)

    for (index, image) in try images(name).enumerated() {
      let found = tail.outputs(of: pass.activations(of: image).outputs)

      for (output, values) in zip(outputs, found) {
        let expected = try numbers("\(name).\(output)")
        let count = expected.count / 2
        let largest = difference(values, expected[index * count..<(index + 1) * count])
        #expect(largest < 1e-5, "\(name).\(output), image \(index): \(largest)")
      }
    }
  }

  /// The answer of a spiking network is that of its accumulated outputs, decoded; the accumulated
  /// outputs come to those of the trained network over T, and so does what is decoded of them.
  @Test(arguments: ["yolo", "dfl"])
  func accumulatedOutputsAreDecoded(name: String) throws {
    let network = try network(name)
    let tail = try #require(network.tail)
    let image = try images(name)[0]
    var pass = ForwardPass(network)
    let expected = tail.outputs(of: pass.activations(of: image).outputs)
    let thresholds = network.activations.map { pass.values(of: $0).max() ?? 1 }
    let spiking = try Max().spikingNetwork(from: network, thresholds: thresholds)
    #expect(spiking.tail == tail && spiking.resultShapes == tail.outputs.map(\.shape))
    var simulation = Simulation(PackedNetwork(spiking), stimulus: .image(image))
    var differences: [Float] = []

    for steps in [64, 2000] {
      simulation.advance(by: steps - simulation.step, on: Engine())
      let found = tail.outputs(of: try #require(simulation.meanOutputs))
      differences.append(difference(found[0], expected[0]))
    }

    #expect(differences[1] < 0.02 && differences[1] < differences[0], "\(differences)")
  }

  /// A class at every place; the choice itself is not computed, because a map of one channel would
  /// mean something else.
  @Test func placesOfAUNetEqualThoseOfTheFile() throws {
    var network = try network("unet")
    network.task = .segmentation
    let reader = TaskReader(network)
    #expect(reader.classCount == 3 && network.results.map(\.shape.count) == [3 * 256])
    var pass = ForwardPass(network)
    let expected = try numbers("unet.places")

    for (index, image) in try images("unet").enumerated() {
      let answer = reader.answer(from: pass.activations(of: image).outputs)

      let labels = expected[index * 256..<(index + 1) * 256].map { Int16($0) }
      #expect(answer == .places(ClassMap(rows: 16, columns: 16, labels: labels)))
      #expect(Set(labels).count > 1)
    }
  }

  /// Behind a choice of boxes is nothing that could be read; before it is.
  @Test func aChoiceOfBoxesIsRefusedWithAWayOut() throws {
    for tail in [TailReading.never, .whereNeeded, .always] {
      let error = #expect(throws: FormatError.self) { try network("nms", tail: tail) }
      let message = error?.description ?? ""
      #expect(message.contains("NonMaxSuppression"), "\(message)")
      #expect(message.contains("--outputs boxes,scores"), "\(message)")
    }

    let chosen = try network("nms", outputs: ["boxes", "scores"])

    #expect(chosen.results.map(\.name) == ["boxes", "scores"])
    #expect(chosen.results.map(\.shape.count) == [80 * 4, 3 * 80])
  }

  /// A gate with weights behind it is a layer that no spikes can stand for.
  @Test func layersBehindAGateAreNoTail() throws {
    for tail in [TailReading.never, .whereNeeded, .always] {
      let error = #expect(throws: FormatError.self) { try network("gates", tail: tail) }
      #expect(error?.description.contains("no firing rate follows") == true)
    }
  }

  /// Classes need none of it, so it is refused where nobody asks for it.
  @Test func classesAreNotDecoded() {
    #expect(throws: FormatError.self) { try network("yolo", tail: .never) }
  }

  /// Scores at the very end are logits to whoever knows what to make of these, and shares to
  /// whoever takes them as they are.
  @Test func scoresAtTheEndAreLogitsUnlessTheyAreAskedFor() throws {
    let logits = try network("unet", outputs: ["shares"], tail: .always)
    #expect(logits.tail != nil)
    var pass = ForwardPass(logits)
    let outputs = pass.activations(of: try images("unet")[0]).outputs
    let shares = try #require(logits.tail).outputs(of: outputs)[0]

    for place in 0..<256 {
      let sum = (0..<3).reduce(Float(0)) { $0 + shares[$1 * 256 + place] }
      #expect(abs(sum - 1) < 1e-5)
    }
  }

  /// What run files and streams hold of a tail is all of it.
  @Test(arguments: ["yolo", "dfl", "ssd", "unet", "resized"])
  func tailsAreWrittenAndReadAgain(name: String) throws {
    let tail = try #require(try network(name).tail)

    let written = try JSONEncoder().encode(tail)

    #expect(try JSONDecoder().decode(AnalogTail.self, from: written) == tail)
    #expect(written.count < 60_000, "\(written.count)")
  }
}
