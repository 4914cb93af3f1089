import Foundation
import PlainText

/// A measurement for people, as lines of 80 columns.
struct BenchTable {
  private let report: BenchReport

  init(_ report: BenchReport) {
    self.report = report
  }

  var lines: [String] {
    report.titleLines(isSweep: false) + times + [""] + facts + [""] + layers
      + (report.layerCosts.map { [""] + BenchLayerTable($0).lines } ?? [])
  }

  private var times: [String] {
    [
      row("", ["spikes only", "with statistics"]),
      row(
        "ms per step, median",
        [fourDigits(report.msPerStep), fourDigits(report.msPerStepWithStatistics)]),
      row("ms per step, p90", [fourDigits(report.msPerStepP90)]),
      row("ms per step, best", [fourDigits(report.msPerStepBest)]),
      row(
        "processor ms per step",
        [fourDigits(report.cpuMsPerStep), fourDigits(report.cpuMsPerStepWithStatistics)]),
      row(
        "of the roofline",
        [percent(report.rooflineFraction), percent(report.rooflineFractionWithStatistics)]),
      row(
        "peak memory, MiB",
        [fourDigits(report.peakRssMib), fourDigits(report.peakRssMibWithStatistics)]),
      row("images per second", [fourDigits(report.imagesPerSecond)]),
      row("G synaptic operations per second", [fourDigits(report.synopsPerSecond / 1e9)]),
    ]
  }

  private var facts: [String] {
    let wanted = report.wantedSpikeRate.map { " (thresholds made for \(percent($0)))" } ?? ""
    let bandwidths = [report.l2GBPerSecond, report.l3GBPerSecond, report.dramGBPerSecond]
      .map { printedDecimal($0, digits: 0) }
    let threads = report.threads == 1 ? "1 thread" : "\(report.threads) threads"
    return [
      "  spikes per neuron and step: \(percent(report.spikeRate))\(wanted)",
      String(
        format: "  per step: %.2f M synaptic operations, %.1f MB of weights read",
        report.synopsPerStep / 1e6, report.weightBytesPerStep / 1e6),
      "  read bandwidth, \(threads): L2 \(bandwidths[0]), L3 \(bandwidths[1]), DRAM "
        + "\(bandwidths[2]) GB/s",
    ]
  }

  private var layers: [String] {
    let width = max(report.layers.map(\.name.count).max() ?? 0, 5)
    let row = { (name: String, neurons: String, rate: String) in
      [name.rightPadded(width), neurons.leftPadded(10), rate.leftPadded(9)].joined()
    }
    return ["  " + row("layer", "neurons", "rate")]
      + report.layers.map { "  " + row($0.name, "\($0.neurons)", percent($0.rate)) }
  }

  private func row(_ title: String, _ cells: [String]) -> String {
    "  " + title.rightPadded(34) + cells.map { $0.leftPadded(17) }.joined()
  }
}

extension BenchReport {
  /// What was measured, and how.
  fileprivate func titleLines(isSweep: Bool) -> [String] {
    let origin = seed.map { "synthetic, seed \($0), " } ?? ""
    return [
      "\(model): \(origin)\(method), \(neurons) neurons, "
        + printedDecimal(Double(weights) / 1e6, digits: 1) + " M weights"
        + (connectivity < 1 ? ", \(percent(connectivity)) of them not zero" : ""),
      "  \(precision), batch \(batch), \(isSweep ? "" : "T = \(steps), ")threads \(threads), "
        + "\(repetitions) runs after one to warm up",
      "  \(processor)",
      "",
    ]
  }
}

/// A sweep for people: T down, rates across.
struct BenchSweepTable {
  private let reports: [BenchReport]

  init(_ reports: [BenchReport]) {
    self.reports = reports
  }

  var lines: [String] {
    guard let first = reports.first else { return [] }
    return first.titleLines(isSweep: true)
      + grid("ms per step", \.msPerStep) + grid("ns per synaptic operation", \.nsPerSynop)
      + grid("synaptic operations per step, M") { $0.synopsPerStep / 1e6 }
      + grid("spikes per neuron and step, %") { $0.spikeRate * 100 }
  }

  private func grid(_ title: String, _ value: (BenchReport) -> Double?) -> [String] {
    let rates = unique(reports.map(\.wantedSpikeRate))
    let header = rates.map { ($0.map(percent) ?? "") }.map { $0.leftPadded(10) }.joined()
    let rows = unique(reports.map(\.steps)).map { steps in
      "  T = \(String(steps).leftPadded(4))  "
        + rates.map { rate in
          let report = reports.first { $0.steps == steps && $0.wantedSpikeRate == rate }
          return fourDigits(report.flatMap(value)).leftPadded(10)
        }.joined()
    }
    return [title, "".leftPadded(12) + header] + rows + [""]
  }
}

private func unique<Value: Equatable>(_ values: [Value]) -> [Value] {
  values.indices.filter { values.firstIndex(of: values[$0]) == $0 }.map { values[$0] }
}

private func percent(_ share: Double?) -> String { printedPercent(share, digits: 1, unit: " %") }
