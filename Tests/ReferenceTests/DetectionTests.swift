import AnalogPass
import Conversion
import Datasets
import Evaluation
import Foundation
import ModelFormats
import Networks
import Proofs
import SpikingEngine
import Tasks
import Testing

/// A detector against the simulation of another program, with its thresholds.
@Suite(.serialized) struct DetectionTests {
  private struct Oracle: Decodable {
    typealias Scores = [String: Double]

    var ann: Scores
    var theta: [Float]
    var robust: [String: Scores]
    var half: [String: Scores]
  }

  /// The detector with its task, its scenes and what is in them.
  private struct Bench {
    let network: AnalogNetwork
    let images: ImageDataset
    let annotations: ObjectAnnotations
    let preprocessing: Preprocessing

    init(_ model: URL) throws {
      let card = try #require(try ModelCard.card(besideModel: model.path))
      var network = try ONNXReader.network(at: model.path)
      let classes = try #require(card.classes)
      network.task = try card.networkTask(
        for: zip(network.outputs, network.readoutNodes).map { output, node in
          DetectionCard.Output(name: output.name, shape: network.nodes[node].shape)
        }, input: network.inputShape, classNames: classes, file: "card")
      self.network = network
      let input = try #require(card.input)
      preprocessing = try Preprocessing(
        scale: #require(input.scale), mean: #require(input.mean),
        standardDeviation: #require(input.std))
      let scenes = model.deletingLastPathComponent().appending(path: "scenes").path
      images = try ImageDataset.open(scenes)
      annotations = try #require(try AnnotationReaders.beside(pictures: scenes))
        .numbered(byNamesOf: classes, classCount: classes.count)
    }

    func image(_ index: Int) throws -> EvaluationImage {
      let (input, frame, _) = try images.framedInput(
        at: index, for: network.inputShape, preprocessing: preprocessing, fit: .stretch)
      return EvaluationImage(
        input, objects: images.file(at: index).flatMap(annotations.objects), frame: frame)
    }
  }

  /// To 1e-3, as logits elsewhere.
  @Test func headsEqualThoseOfTraining() throws {
    let proof = "heads of scene-yolo"
    guard let model = Proofs.shared("detection/scene-yolo.onnx", for: proof) else { return }
    let bench = try Bench(model)
    let expected = try NPYFile.read(
      model.deletingLastPathComponent().appending(path: "scene-yolo.head.npy").path
    ).floats
    var pass = ForwardPass(bench.network)

    for index in 0..<8 {
      let head = try pass.activations(of: bench.image(index).input).logits
      let reference = expected[index * head.count..<(index + 1) * head.count]
      let largest = zip(head, reference).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
      #expect(largest < 1e-3, "image \(index)")
    }
  }

  /// The ANN to four digits; the spiking network, which sums in another order, to a hundredth at
  /// every T up to 64.
  @Test(arguments: ["robust", "half"])
  func precisionEqualsThatOfAnotherSimulation(method: String) throws {
    let proof = "mAP of scene-yolo by \(method)"
    guard let model = Proofs.shared("detection/scene-yolo.onnx", for: proof) else { return }
    let bench = try Bench(model)
    let file = model.deletingLastPathComponent().appending(path: "oracle-scene-yolo.json")
    let oracle = try JSONDecoder().decode(Oracle.self, from: Data(contentsOf: file))
    let steps = [8, 16, 32, 64]
    let recipe = try MethodRegistry.standard.choice(MethodRequest(method)).recipe
    var none = Calibration(network: bench.network)
    let spiking = try recipe.converted(
      bench.network, calibration: &none, thresholds: oracle.theta)
    let plan = EvaluationPlan(
      analog: bench.network,
      entries: [
        .init(
          label: method, packed: PackedNetwork(spiking), thresholds: oracle.theta, steps: steps)
      ])

    let results = try plan.evaluated(
      count: bench.images.count, threads: ProcessInfo.processInfo.activeProcessorCount,
      image: { try bench.image($0) })

    let report = EvaluationReport(
      results, plan: plan, requested: bench.images.count, notes: [])
    #expect(report.measures.map(\.id) == ["map", "ap50", "ap75"])
    #expect(abs((report.annScores[0] ?? 0) - (oracle.ann["mAP"] ?? 1)) < 5e-5)
    #expect(abs((report.annScores[1] ?? 0) - (oracle.ann["AP50"] ?? 1)) < 5e-5)
    let scores = try #require(report.methods[method]?.scores)
    for step in steps {
      let expected = try #require((method == "half" ? oracle.half : oracle.robust)["\(step)"])
      for (values, name) in zip(scores, ["mAP", "AP50"]) {
        let value = (values["\(step)"] ?? nil) ?? 0
        print("scene-yolo \(method) T=\(step): \(name) \(value), reference \(expected[name] ?? 0)")
        #expect(abs(value - (expected[name] ?? 1)) < 0.01, "\(name) at T = \(step)")
      }
    }
  }
}
