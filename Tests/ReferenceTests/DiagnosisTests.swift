import Evaluation
import Proofs
import Testing

/// Faults planted on purpose: each is named first, and the sound network is called sound.
///
/// The faults are planted in values; nothing tells the diagnosis about them.
@Suite struct DiagnosisTests {
  @Test(
    arguments: [
      .none, .standardDeviation(factor: 4), .resetToZero,
      .steps(8), .threshold(layer: "conv1", factor: 10),
      .threshold(layer: "conv2", factor: 10), .threshold(layer: "conv3", factor: 10),
      .threshold(layer: "fc1", factor: 10), .doubledBiases(layer: "conv1"),
      .doubledBiases(layer: "conv2"), .doubledBiases(layer: "conv3"), .pruned(layer: "conv1"),
      .pruned(layer: "conv2"), .pruned(layer: "conv3"), .pruned(layer: "fc1"),
    ] as [PlantedFault])
  func faultsOfFashionLenetAreNamedFirst(fault: PlantedFault) throws {
    let proof = "diagnosis of fashion-lenet, \(fault.testDescription)"
    guard let bench = try DiagnosisBench(.lenet, for: proof) else { return }

    let report = try bench.report(
      on: fault, steps: 64, count: 30, available: 150, calibrationCount: 256)

    expect(fault, in: report)
  }

  @Test(
    arguments: [
      .standardDeviation(factor: 4), .resetToZero, .steps(8),
      .threshold(layer: "conv1", factor: 10), .threshold(layer: "add4", factor: 10),
      .doubledBiases(layer: "conv4"), .pruned(layer: "conv11"),
    ] as [PlantedFault])
  func faultsOfCifarResnetAreNamedFirst(fault: PlantedFault) throws {
    let proof = "diagnosis of cifar-resnet20, \(fault.testDescription)"
    guard let bench = try DiagnosisBench(.resnet, for: proof) else { return }

    // Halving the biases of each layer in turn takes most of the time.
    let available = fault.expected?.id == .biases ? 100 : 20
    let report = try bench.report(
      on: fault, steps: 64, count: 10, available: available, calibrationCount: 50)

    expect(fault, in: report)
  }

  /// It takes more images to tell chance from loss, and more steps to lose nothing.
  @Test func cifarResnetIsSound() throws {
    let proof = "diagnosis of cifar-resnet20, sound"
    guard let bench = try DiagnosisBench(.resnet, for: proof) else { return }

    let report = try bench.report(
      on: .none, steps: 256, count: 20, available: 40, calibrationCount: 100)

    expect(.none, in: report)
    #expect((report.agreement ?? 0) > 0.8)
  }

  private func expect(_ fault: PlantedFault, in report: DiagnosisReport) {
    let names = report.findings.map { "\($0.id) in \($0.layer ?? "-"): \($0.figure)" }
    let comment = Comment(rawValue: names.joined(separator: "; "))
    guard let expected = fault.expected else {
      #expect(report.verdict == .sound && report.findings.isEmpty, comment)
      return
    }
    #expect(report.verdict == .faulty, comment)
    #expect(report.findings.first?.id == expected.id, comment)
    #expect(report.findings.first?.layer == expected.layer, comment)
  }
}
