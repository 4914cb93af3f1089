import Evaluation
import ExampleNetworks
import Foundation
import Networks
import Testing

@Suite struct ReportTests {
  @Test func entriesOfOneLabelAreOneMethod() throws {
    let example = try ExamplePlan()
    let report = example.report(try example.results())
    let tied = try #require(report.methods["tied"])

    #expect(report.labels == ["rate", "zero", "burst", "digits", "tied"])
    #expect(report.steps == [2, 3, 4, 8, 16, 32, 40])
    #expect(tied.steps == [4, 8] && Set(tied.accuracy.keys) == ["4", "8"])
    #expect(tied.theta == example.plan.entries[4].thresholds)
    #expect(tied.thetaAt?["4"] == example.plan.entries[5].thresholds)
    #expect(tied.thetaAt?["8"] == tied.theta)
    #expect(report.methods["rate"]?.thetaAt == nil)
    #expect(report.methods["rate"]?.title == "rate T=32, as is")
    #expect(tied.title == "tied for each T, as is")
  }

  /// A network that is run alone says the same as one of several under a label.
  @Test func figuresOfALabelComeFromItsEntries() throws {
    let example = try ExamplePlan()
    let report = example.report(try example.results())
    let entry = example.plan.entries[5]
    let alone = EvaluationPlan(analog: example.analog, entries: [entry])
    let results = try alone.evaluated(count: example.count, threads: 1) { example.image($0) }
    let expected = EvaluationReport(results, plan: alone, requested: example.count, notes: [])

    let (tied, single) = try (
      #require(report.methods["tied"]), #require(expected.methods["tied"])
    )
    #expect(tied.accuracy["4"] == single.accuracy["4"])
    #expect(tied[.sinRatio]["4"] == single[.sinRatio]["4"])
    #expect(tied.errorSplit["4"] == single.errorSplit["4"])
    #expect(tied.spikes["4"] == single.spikes["4"])
  }

  @Test func whatIsUndefinedIsAbsent() throws {
    let example = try ExamplePlan()
    let methods = example.report(try example.results()).methods
    let zero = try #require(methods["zero"])
    let digits = try #require(methods["digits"])

    #expect(zero.errorSplit["16"]?.allSatisfy { $0 == nil } == true)
    #expect(zero.offsetSpikes["16"]?.allSatisfy { $0 == nil } == true)
    #expect(zero[.fitCurve]["16"]?.allSatisfy { $0 != nil } == true)
    #expect(digits.accuracy["3"] == .some(nil) && digits.agreement["3"] == .some(nil))
    #expect(digits.errorSplit["3"]?.allSatisfy { $0 == nil } == true)
    #expect(digits.errorSplit["40"]?.allSatisfy { $0 != nil } == true)
    #expect(digits[.fitBound]["40"]?.allSatisfy { $0 == nil } == true)
  }

  /// In the first layer the input is constant: nothing is propagated but rounding.
  @Test func theFirstLayerPropagatesNoError() throws {
    let example = try ExamplePlan()
    let methods = example.report(try example.results()).methods

    for (label, step) in [("rate", "32"), ("burst", "8"), ("digits", "40")] {
      let terms = try #require(methods[label]?.errorSplit[step]?.first ?? nil)
      #expect(terms.propagated < 1e-5 && terms.quantisation > 0)
      #expect(label != "rate" || terms.unevenness == 0)
    }
  }

  @Test func theFitCurveIsTheSquareOfTheError() throws {
    let example = try ExamplePlan()
    let methods = example.report(try example.results()).methods

    for method in methods.values {
      for (key, splits) in method.errorSplit {
        for (layer, split) in splits.enumerated() {
          guard let split else { continue }
          let curve = try #require(method[.fitCurve][key]?[layer] ?? nil)
          #expect(abs(split.total * split.total - curve) <= 1e-12 * max(curve, 1))
        }
      }
      for (key, bounds) in method[.fitBound] {
        for (bound, omega) in zip(bounds, method.omega) {
          guard let bound, let omega, method.thetaAt == nil else { continue }
          #expect(abs(bound * (Double(key) ?? 0) - 2 * omega) <= 1e-9 * omega)
        }
      }
    }
  }

  @Test func energyFollowsFromTheCounts() throws {
    let example = try ExamplePlan(.inputShortcut)
    let report = example.report(try example.results())
    let rate = try #require(report.methods["rate"])
    let operations = try #require(rate.synapticOperations["32"] ?? nil)
    // 6 inputs to 8 neurons, and 6 inputs beside the 6 neurons that the 4 answers hear.
    let inputMACs = 6 * 8 + 12 * 4

    #expect(example.plan.entries[0].packed.network.inputMultiplyAccumulates == inputMACs)
    let analogMACs = 6 * 8 + 8 * 6 + 12 * 4
    #expect(report.ann?.multiplyAccumulates == analogMACs)
    #expect(
      rate.energyMicrojoules["32"] == (Double(inputMACs) * 4.6 + operations * 0.9) * 1e-6)
  }

  @Test func figuresByClassAddUp() throws {
    let example = try ExamplePlan()
    var options = EvaluationReport.Options()
    options.perClass = true
    options.confusion = true
    options.classNames = ["a", "b"]
    let results = try example.results()
    let report = EvaluationReport(
      results, plan: example.plan, requested: 20, notes: [], options: options)
    let rate = try #require(report.methods["rate"])
    let (classes, confusion) = try (#require(rate.perClass), #require(rate.confusion))

    #expect(classes.map(\.count) == [3, 1, 2, 2, 0] && classes[4].scores[0].value == nil)
    #expect(classes.map(\.name) == ["a", "b", nil, nil, nil])
    #expect(confusion.map { $0.reduce(0, +) } == classes.map(\.count))
    let right = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
    #expect(rate.accuracy["32"] == Double(right) / 8)
    #expect(report.ann?.confusion?.flatMap(\.self).reduce(0, +) == 8)
    #expect(report.count == 9 && report.requested == 20)
  }
}
