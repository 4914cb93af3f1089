import Conversion
import Testing

/// Thresholds from the reference's calibration images, against its own.
@Suite struct ThresholdTests {
  @Test(arguments: [
    (ReferenceNetwork.lenet, ["max", "robust", "mmse@16", "mmse@32", "mmse@64"]),
    (ReferenceNetwork.resnet, ["max", "robust", "mmse@32"]),
  ])
  func thresholdsAreThoseOfTheReference(reference: ReferenceNetwork, methods: [String]) throws {
    let proof = "thresholds of \(reference)"
    guard let files = reference.files(for: proof) else { return }
    let bench = try ReferenceBench(model: files.model, images: files.images)
    guard var calibration = try ReferenceBench.calibration(of: reference, bench, for: proof)
    else { return }
    let oracle = try reference.oracle(short: true)

    for name in methods {
      let expected = try #require(oracle.methods[name]).theta
      let thresholds = try ReferenceBench.recipe(name).method.thresholds(
        for: bench.network, calibration: &calibration)
      #expect(thresholds.count == expected.count)
      for (actual, expected) in zip(thresholds, expected) {
        // The reference prints six decimals.
        #expect(abs(actual - expected) <= 1e-5 * expected + 1e-6, "\(name)")
      }
    }
  }
}
