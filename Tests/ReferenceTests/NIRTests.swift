import Datasets
import Evaluation
import Foundation
import HDF5
import ModelFormats
import Networks
import Proofs
import SpikingEngine
import Tensors
import Testing

/// NIR files of the package `nir`, against what others made of them.
@Suite(.serialized) struct NIRTests {
  /// Every node type, nested and in loops, against plain numpy (`make_nir.py`).
  ///
  /// The numbers are multiples of powers of two; only decaying potentials have more digits than
  /// single precision, so that the tolerance is that of rounding.
  @Test(arguments: ["maps", "line", "loops", "scalars"])
  func outputsEqualThoseOfNumpy(name: String) throws {
    let folder = Proofs.references.appending(path: "nir")
    Proofs.run("NIR graph '\(name)'")
    try expectOutputs(of: folder.appending(path: "\(name).nir"), name, folder)
  }

  /// The same files, written anew by the package, if it is there.
  @Test(arguments: ["maps", "line", "loops", "scalars"])
  func filesOfTheRealPackageAreRead(name: String) throws {
    guard let python = Readers.python(for: "NIR graph '\(name)' from nir.write") else { return }
    try withFolder { folder in
      let status = try Readers.run(python, ["make_nir.py", folder.path]).status
      #expect(status == 0)
      try expectOutputs(of: folder.appending(path: "\(name).nir"), name, folder)
    }
  }

  private func expectOutputs(of file: URL, _ name: String, _ folder: URL) throws {
    let arrays = try NPZFile(folder.appending(path: "outputs.npz").path)
    let image = try arrays.array("\(name).image").floats
    let expected = try arrays.array("\(name).outputs").floats
    let model = try NIRReader.model(
      in: HDF5Reader(inThisProcess: file.path),
      options: NIROptions(timeStep: 0.5, reset: .toZero, rule: .reaching))
    var simulation = Simulation(
      PackedNetwork(model.network), stimulus: .image(Tensor(shape: [image.count], elements: image)))
    let engine = Engine()
    let steps = 12
    let classes = expected.count / steps
    for step in 0..<steps {
      let before = simulation.readout
      simulation.advance(by: 1, on: engine)
      for (index, value) in simulation.readout.enumerated() {
        let output = expected[step * classes + index]
        #expect(
          abs(value - before[index] - output) <= 1e-4 * max(1, abs(value)), "step \(step + 1)")
      }
    }
  }

  /// A directly trained network against the answers of the program that trained it.
  ///
  /// The tolerance is 1e-3, as for logits of analog networks. A potential may come so close to the
  /// threshold that rounding decides: two images of 64 may differ.
  @Test func aTrainedNetworkGivesTheLogitsOfItsTraining() throws {
    let proof = "logits of fashion-snn-tdbn"
    guard let file = Proofs.shared("models/fashion-snn-tdbn.nir", for: proof) else { return }
    let (network, card, dataset, preprocessing) = try fashion(file)
    let logits = file.deletingPathExtension().appendingPathExtension("logits.npy")
    let expected = try NPYFile.read(logits.path).floats
    let packed = PackedNetwork(network)
    let engine = Engine()
    let steps = try #require(card.timeSteps)
    let differences = try (0..<64).map { index -> Float in
      let image = try dataset.input(
        at: index, for: network.inputShape, preprocessing: preprocessing)
      var simulation = Simulation(packed, stimulus: .image(image))
      simulation.advance(by: steps, on: engine)
      return zip(simulation.readout, expected[(index * 10)..<(index * 10 + 10)])
        .map { abs($0 / Float(steps) - $1) }.max() ?? .infinity
    }

    print("fashion-snn-tdbn: largest difference \(differences.max() ?? 0)")
    let wrong = differences.filter { !($0 <= 1e-3) }
    #expect(wrong.count <= 2, "\(wrong)")
  }

  /// Within 0.3 points of the accuracy that its card promises, on all 10,000 test images.
  @Test func aTrainedNetworkReachesTheAccuracyOfItsCard() throws {
    let proof = "accuracy of fashion-snn-tdbn"
    guard let file = Proofs.shared("models/fashion-snn-tdbn.nir", for: proof) else { return }
    let (network, card, dataset, preprocessing) = try fashion(file)
    let steps = try #require(card.timeSteps)
    let plan = EvaluationPlan(
      trained: EvaluationPlan.Entry(
        label: "nir", packed: PackedNetwork(network), thresholds: [], steps: [1, steps]))

    let results = try plan.evaluated(
      count: dataset.count, threads: 2,
      image: {
        EvaluationImage(
          try dataset.input(at: $0, for: network.inputShape, preprocessing: preprocessing),
          label: dataset.label(at: $0))
      })

    let accuracy =
      Double(results.images.correctCount(entry: 0, step: 1)) / Double(dataset.count)
    print("fashion-snn-tdbn: accuracy \(accuracy) at T = \(steps)")
    #expect(abs(accuracy - (try #require(card.testAccuracy))) <= 0.003)
    let report = EvaluationReport(results, plan: plan, requested: dataset.count, notes: [])
    let alone = try #require(report.methods["nir"]?.stepAccuracy)
    #expect(alone["1"] == report.methods["nir"]?.accuracy["1"])
    let last: Double? = alone["\(steps)"] ?? nil
    #expect(try #require(last) < accuracy)
    #expect(report.ann == nil && report.annAccuracy == nil)
  }

  /// `nir.read` checks every shape on the way.
  @Test func theRealPackageReadsWhatWeWrite() throws {
    guard let python = Readers.python(for: "nir.read of our file") else { return }
    let maps = try NIRReader.model(
      in: HDF5Reader(inThisProcess: Proofs.references.appending(path: "nir/maps.nir").path),
      options: NIROptions(timeStep: 0.5, reset: .bySubtraction))
    try withFolder { folder in
      let path = folder.appending(path: "ours.nir").path
      let (content, untold) = try NIRWriter.encoded(maps.network)
      try content.write(to: URL(filePath: path))
      #expect(untold.count == 1)

      let result = try Readers.run(python, ["make_nir.py", "--read", path])

      #expect(result.status == 0, "\(result.errors)")
      let found = try JSONDecoder().decode(Description.self, from: result.output)
      let types = Dictionary(grouping: found.nodes.values, by: \.type).mapValues(\.count)
      #expect(
        types == [
          "Input": 1, "Output": 1, "Conv2d": 2, "IF": 1, "SumPool2d": 1, "Scale": 1, "LIF": 1,
          "AvgPool2d": 1, "Flatten": 1, "Affine": 1,
        ])
      #expect(found.edges == 10 && found.dt == 0.5)
      #expect(found.nodes.values.first { $0.type == "LIF" }?.metadata == ["layer_name", "reset"])
    }
  }

  private struct Description: Decodable {
    struct Node: Decodable {
      var type: String
      var input: [Int]
      var metadata: [String]
    }

    var nodes: [String: Node]
    var edges: Int
    var dt: Float
  }

  private func fashion(
    _ file: URL
  ) throws -> (SpikingNetwork, ModelCard, ImageDataset, Preprocessing) {
    let card = try #require(try ModelCard.card(besideModel: file.path))
    let model = try NIRReader.model(
      in: HDF5Reader(inThisProcess: file.path),
      options: NIROptions(timeStep: card.dt, reset: .toZero, rule: .reaching))
    let input = try #require(card.input)
    let preprocessing = try Preprocessing(
      scale: #require(input.scale), mean: #require(input.mean),
      standardDeviation: #require(input.std))
    return (model.network, card, try ImageDataset.open("fashion-mnist"), preprocessing)
  }

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }
}
