import Conversion
import Evaluation
import ExampleNetworks
import Foundation
import Testing

/// Verdict, ranking, and what is said where something is not known.
@Suite struct DiagnosisReportTests {
  private let example: ExampleDiagnosis
  private let sound: DiagnosisEvidence

  init() throws {
    example = try ExampleDiagnosis(Example.perceptron.network(seed: 4), steps: 64)
    sound = try example.evidence()
  }

  /// McNemar's rule: more lost than won by two standard deviations of their sum, and by a point.
  @Test(arguments: [
    (0, 0, 100, false), (4, 0, 100, false), (5, 0, 100, true), (9, 1, 100, true),
    (10, 5, 100, false), (0, 50, 100, false), (9, 0, 1000, false), (11, 0, 1000, true),
    (40, 25, 1000, false), (50, 20, 1000, true),
  ])
  func fallingShortTakesMoreThanChance(
    lost: Int, won: Int, count: Int, isShort: Bool
  ) {
    #expect(sound.with(lost: lost, won: won, of: count).fallsShort == isShort)
  }

  /// 90 % of 100 images have a standard deviation of 3.
  @Test func aTrainedNetworkFallsShortByMoreThanChance() throws {
    #expect(!sound.withAnalog(correct: 82, of: 100, promised: 0.9).analogFallsShort)
    #expect(sound.withAnalog(correct: 80, of: 100, promised: 0.9).analogFallsShort)
    #expect(!sound.withAnalog(correct: 0, of: 100, promised: nil).analogFallsShort)
    #expect(!sound.withAnalog(correct: 0, of: 0, promised: 0.9).analogFallsShort)
  }

  /// Where the trained network was tried on more images, few hard ones at the start do not count.
  @Test func aTrainedNetworkIsJudgedByAllItsImages() throws {
    var evidence = sound.withAnalog(correct: 3, of: 10, promised: 0.9)
    #expect(evidence.analogFallsShort)

    evidence.ablationTests = Array(sound.ablationTests.prefix(1))
    evidence.ablationTests[0].images = 200
    evidence.ablationTests[0].correctBefore = 176

    #expect(!evidence.analogFallsShort && abs(evidence.analogShortfall - 0.02) < 1e-9)
  }

  @Test func findingsAreRankedByWhatTheyCost() {
    func finding(_ id: Finding.Kind, _ stake: Double, won: Double? = nil) -> Finding {
      var finding = Finding(id, figure: "", reason: "", stake: stake)
      finding.tried = won.map {
        Finding.Trial(accuracyBefore: 0.25, accuracyAfter: 0.25 + $0, annAccuracyAfter: 1)
      }
      return finding
    }
    let findings = [
      finding(.latency, 0.5, won: 0.1), finding(.resetToZero, 0.1, won: 0.5),
      finding(.thresholdOutlier, 0.3), finding(.biases, 0.301), finding(.conversionError, 0.9),
    ]

    #expect(
      findings.ranked.map(\.id) == [
        .conversionError, .resetToZero, .biases, .thresholdOutlier, .latency,
      ])
    #expect(findings.reversed().ranked == findings.ranked)
  }

  @Test func theVerdictFollowsFromTheFindings() {
    func verdict(_ ids: [Finding.Kind]) -> DiagnosisReport.Verdict {
      let findings = ids.map { Finding($0, figure: "", reason: "") }
      return DiagnosisReport(sound, findings: findings, requested: 12, notes: []).verdict
    }

    #expect(verdict([]) == .sound)
    #expect(verdict([.conversionError]) == .short && verdict([.analogNetwork]) == .short)
    #expect(verdict([.latency]) == .faulty && verdict([.conversionError, .biases]) == .faulty)
  }

  @Test func layersCarryTheFiguresOfTheEvaluation() throws {
    let report = sound.diagnosis

    #expect(report.layers.map(\.name) == ["fc1", "fc2", "fc3"])
    #expect(report.layers.map(\.theta) == example.thresholds)
    #expect(report.attributionImages == 12 && report.steps == 64 && report.count == 12)
    for (index, layer) in report.layers.enumerated() {
      #expect(layer.attribution == sound.attribution?.layers[index])
      #expect(layer.error == sound.report.errorSplit["64"]?[index] && layer.error != nil)
      #expect(layer.sinRatio == sound.report[.sinRatio]["64"]?[index] && layer.sinRatio != nil)
      #expect(layer.missedRatio == sound.report[.missedRatio]["64"]?[index])
      #expect(layer.silentShare == sound.report[.silentShare]["64"]?[index])
      #expect(layer.saturatedShare == sound.report[.saturatedShare]["64"]?[index])
      #expect(layer.firstSpike == sound.report.firstSpike[index] && layer.firstSpike != nil)
      #expect(layer.biasApplied == sound.biasChecks[index].applied)
      #expect(layer.biasBalance == sound.biasChecks[index].balance && layer.biasBalance != nil)
    }
  }

  /// Without labels agreement with the trained network takes the place of accuracy.
  @Test func imagesWithoutLabelsAreComparedWithTheTrainedNetwork() throws {
    var diagnosis = try ExampleDiagnosis(Example.perceptron.network(seed: 4), steps: 2)
    diagnosis.labels = diagnosis.labels.map { _ in nil }

    let evidence = try diagnosis.evidence()
    let agreement = try #require(evidence.report.agreement["2"] ?? nil)

    #expect(evidence.labelled == 0 && evidence.accuracy == nil && evidence.analogAccuracy == nil)
    #expect(evidence.ablationTests.isEmpty && !evidence.analogFallsShort)
    #expect(evidence.onlySpiking == 0)
    #expect(Double(12 - evidence.onlyAnalog) == agreement * 12)
    let latency = try #require(evidence.with(lost: 8, won: 0, of: 12).finding(.latency))
    #expect(latency.figure.hasPrefix("agreement "))
  }

  @Test func whatIsNotKnownIsNull() throws {
    var diagnosis = example
    diagnosis.labels = diagnosis.labels.map { _ in nil }
    let evidence = try #require(try diagnosis.measured(isStopped: { true }))
    let report = DiagnosisReport(
      evidence, findings: [Finding(.latency, figure: "f", reason: "r")], requested: 12, notes: [])

    let data = try JSONEncoder().encode(report)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let layer = try #require((object["layers"] as? [[String: Any]])?.first)
    let finding = try #require((object["findings"] as? [[String: Any]])?.first)

    for key in [
      "ann_accuracy", "snn_accuracy", "promised_accuracy", "attribution_images", "readout",
    ] {
      #expect(object[key] is NSNull, "\(key)")
    }
    #expect(layer["attribution"] is NSNull && layer["theta"] is Double)
    #expect(finding["layer"] is NSNull && finding["tried"] is NSNull)
    #expect(Set(finding.keys) == ["id", "layer", "figure", "reason", "remedy", "tried", "others"])
  }

  /// What is done so far is kept, and only that.
  @Test func aStoppedDiagnosisKeepsWhatIsDone() throws {
    let evidence = try #require(try example.measured(isStopped: { true }))

    #expect(evidence.count == 1 && evidence.attribution == nil)
    #expect(evidence.diagnosis.layers.allSatisfy { $0.attribution == nil && $0.sinRatio != nil })
    #expect(evidence.diagnosis.attributionImages == nil)
    var nothing = example
    nothing.images = []
    #expect(try nothing.measured() == nil)
  }
}
