import Datasets
import Foundation
import HDF5
import ModelFormats
import Networks
import Proofs
import SpikingEngine
import Tensors
import Testing

/// Networks as four frameworks write them, spike by spike against the frameworks themselves
/// (`make_dialects.py`); Norse's cells with synapses against Norse and, as they were before version
/// 1.1, against their equations (`make_norse_synapses.py`).
@Suite struct NIRDialectTests {
  /// How a framework's files are to be read; what is absent is what they tell themselves.
  private static let dialects: [String: NIROptions] = [
    "snntorch": NIROptions(reset: .bySubtractionInNextStep),
    "norse": NIROptions(timeStep: 1e-6, reset: .toZero, synapses: .jump),
    "oldnorse": NIROptions(timeStep: 1e-6, reset: .toZero, synapses: .delayedJump),
    "sinabs": NIROptions(
      reset: .bySubtraction, rule: .reaching, integration: .exponential, firesSeveral: true),
    "spikingjelly": NIROptions(reset: .toZero, rule: .reaching),
  ]

  @Test(arguments: [
    "snntorch-forward", "snntorch-convolution", "snntorch-recurrent", "norse-forward",
    "norse-convolution", "norse-synapses", "oldnorse-synapses", "sinabs-forward",
    "sinabs-convolution",
    "spikingjelly-forward", "spikingjelly-convolution",
  ])
  func everySpikeIsThatOfTheFramework(name: String) throws {
    Proofs.run("NIR of \(name)")
    let folder = Proofs.references.appending(path: "dialects")
    let writer = try #require(name.split(separator: "-").first.map(String.init))
    let arrays = try NPZFile(folder.appending(path: "\(name).npz").path)
    let model = try NIRReader.model(
      in: HDF5Reader(inThisProcess: folder.appending(path: "\(name).nir").path),
      options: try #require(Self.dialects[writer]))
    let image = try arrays.array("image")
    var simulation = Simulation(
      PackedNetwork(model.network),
      stimulus: .image(Tensor(shape: image.shape, elements: image.floats)))
    let layers = model.network.layers.indices.dropLast()
    let expected = try layers.map { try arrays.array("layer\($0 + 1)") }
    let engine = Engine()
    let steps = expected[0].shape[0]

    for step in 0..<steps {
      simulation.advance(by: 1, on: engine)
      for layer in layers {
        let shape = model.network.layers[layer].shape
        var sent = Array(repeating: Float(0), count: shape.count)
        let output = simulation.populations[layer].output
        for (index, value) in zip(output.indices, output.values) { sent[Int(index)] = value }
        let row = expected[layer].floats[(step * shape.count)..<((step + 1) * shape.count)]
        #expect(shape.unitOrder(sent) == Array(row), "layer \(layer + 1), step \(step + 1)")
      }
    }
    #expect(expected.allSatisfy { $0.floats.contains { $0 > 0 } })
  }

  /// What the parameters tell of dt, and what is said of it.
  @Test(arguments: [
    ("snntorch-forward", "dt = 0.0001 s, as nothing else says and r is tau/dt"),
    ("spikingjelly-convolution", "dt = 0.0001 s, as nothing else says and r is 1/dt"),
    ("sinabs-forward", "dt = 1.0 s, as nothing else says and r is 1"),
  ])
  func theTimeStepIsRecognised(name: String, note: String) throws {
    let file = Proofs.references.appending(path: "dialects/\(name).nir").path
    let model = try NIRReader.model(
      in: HDF5Reader(inThisProcess: file), options: NIROptions(reset: .toZero))

    #expect(model.notes.first?.hasPrefix(note) == true, "\(model.notes)")
  }

  @Test func thatOfNorseIsOffered() throws {
    let file = Proofs.references.appending(path: "dialects/norse-forward.nir").path

    #expect {
      try NIRReader.model(
        in: HDF5Reader(inThisProcess: file), options: NIROptions(reset: .toZero))
    } throws: {
      "\($0)".contains("looks like Norse") && "\($0)".contains("--dt 0.000001 --reset hard")
    }
  }
}
