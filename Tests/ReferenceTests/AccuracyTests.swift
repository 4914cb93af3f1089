import Conversion
import Evaluation
import Foundation
import Networks
import Proofs
import Testing

/// Accuracy over time against an independent implementation, with its thresholds imposed.
///
/// By default on 200 images of fashion-lenet and 100 of cifar-resnet20, where an image is half a
/// point and a point: two images may differ. With `PROVE=1000` in the environment on 1,000 images
/// of each, within 1.5 points.
///
/// Calibration by simulation turns a rounding error into another network, whose answers differ on
/// a few images in a hundred; on cifar-resnet20 those methods are therefore always compared on
/// 1,000 images.
@Suite struct AccuracyTests {
  private static let isLong = ProcessInfo.processInfo.environment["PROVE"] == "1000"

  @Test(arguments: [
    "max", "robust", "hard", "half", "burst5", "bistable8", "bistable10", "rts@16", "rts@32",
    "rts@64", "mmse@16", "mmse@32", "mmse@64", "light@16", "light@32", "light@64", "advanced@16",
    "advanced@32", "advanced@64",
  ])
  func fashionLenetIsAsAccurateAsTheReference(method: String) throws {
    try expectAccuracy(.lenet, method)
  }

  @Test(arguments: [
    "max", "robust", "hard", "half", "burst5", "bistable8", "bistable10", "bistable10-noSN",
    "rts@32", "mmse@32", "light@32", "advanced@32",
  ])
  func cifarResnetIsAsAccurateAsTheReference(method: String) throws {
    try expectAccuracy(.resnet, method)
  }

  private func expectAccuracy(_ reference: ReferenceNetwork, _ method: String) throws {
    let proof = "accuracy of \(reference), \(method)"
    guard let files = reference.files(for: proof) else { return }
    if Self.isLong, Proofs.shared == nil {
      Proofs.skip("\(proof), 1,000 images", because: "../shared is absent")
      return
    }
    let images = Self.isLong && reference == .lenet ? fashionMNIST : files.images
    let bench = try ReferenceBench(model: files.model, images: images)
    let isCalibrated = method.hasPrefix("light") || method.hasPrefix("advanced")
    let isLong = Self.isLong || (isCalibrated && reference == .resnet)
    let oracle = try reference.oracle(short: !isLong)
    let expected = try #require(oracle.methods[method])
    let tied = try ReferenceBench.recipe(method).method.steps
    var calibration: Calibration?
    if isCalibrated {
      calibration = try ReferenceBench.calibration(of: reference, bench, for: proof)
      guard calibration != nil else { return }
    }
    let packed = try bench.packed(
      method, thresholds: expected.theta, calibration: calibration)
    let steps = expected.accuracy.keys.compactMap { Int($0) }.filter {
      $0 >= packed.network.firstReadout && $0 <= 256 && $0 == tied ?? $0
    }
    let count = min(oracle.n, 1000)

    let plan = EvaluationPlan(
      analog: bench.network,
      entries: [.init(label: method, packed: packed, thresholds: expected.theta, steps: steps)])
    let results = try plan.evaluated(
      count: count, threads: ProcessInfo.processInfo.activeProcessorCount,
      image: { EvaluationImage(try bench.input($0), label: bench.images.label(at: $0)) })

    let tolerance = max(2.0, 0.015 * Double(count))
    #expect(abs(Double(results.images.analogCorrectCount) - oracle.ann * Double(count)) <= 0.5)
    for (index, step) in plan.steps.enumerated() {
      let accuracy = try #require(expected.accuracy["\(step)"])
      let target = (accuracy * Double(count)).rounded()
      let difference = abs(Double(results.images.correctCount(entry: 0, step: index)) - target)
      #expect(difference <= tolerance, "\(method) at T = \(step)")
      // The reference judges `light` by its corrected biases, not by the network as trained.
      guard !method.hasPrefix("light") else { continue }
      expectSIN(results.methods[0].readings[index], expected.sinRatioAt?["\(step)"])
    }
  }

  /// The share of inactivated neurons that have fired, per layer, to a point.
  private func expectSIN(_ reading: MethodTally.Reading, _ expected: [Double]?) {
    guard let expected else { return }
    for (layer, ratio) in expected.enumerated() {
      let tally = reading.layers[layer]
      let actual = Double(tally.sinNeurons) / Double(max(tally.inactive, 1))
      #expect(abs(actual - ratio) <= 0.01, "SIN ratio of layer \(layer + 1)")
    }
  }

  private var fashionMNIST: URL {
    URL(filePath: "/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz")
  }
}
