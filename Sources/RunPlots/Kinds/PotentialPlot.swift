import Charts
import Networks
import PlainText
import SpikeStatistics

extension RunPlot {
  /// One neuron over time: its potential against the threshold, its spikes beside those of the even
  /// schedule of the ANN's activation, and how far it is ahead of that.
  static let potential = RunPlot(
    "potential", of: .neuron, shows: "potential, threshold and spikes of one neuron"
  ) { subject throws(RunPlotError) in
    let layer = try subject.chosenLayer()
    guard let unit = subject.unit else { throw .needsNeuron }
    let steps = try subject.recordedSteps(atLeast: 2)
    let neuron = TracedNeuron(subject, layer: layer, unit: unit, steps: steps)
    guard neuron.points.contains(where: { $0.membranePotential.isFinite }) else {
      throw .noPotentials(layer: subject.layers[layer].name)
    }
    let deviation = neuron.deviationChart()
    return Plot(
      [
        .lines(neuron.potentialChart), .raster(neuron.spikeChart(isLast: deviation == nil)),
        deviation.map { .lines($0) },
      ].compactMap(\.self), caption: neuron.caption)
  }
}

/// A neuron, and what it went through.
private struct TracedNeuron {
  let points: [NeuronTrace.Point]

  private let subject: PlotSubject
  private let layer: SpikingLayer
  private let unit: Int
  private let steps: ClosedRange<Int>
  private let schedule: EvenSchedule?
  /// `nil` where the analog network says nothing.
  private let isInactive: Bool?
  /// N before the first of the steps; `nil` where it is not known.
  private let countBefore: Int?

  init(_ subject: PlotSubject, layer: Int, unit: Int, steps: ClosedRange<Int>) {
    let (status, reference) = (subject.status, subject.status.setting.references[layer])
    points =
      NeuronTrace(
        of: unit, in: layer, simulation: subject.runState.simulation, raster: status.raster,
        firstStep: steps.lowerBound, lastStep: steps.upperBound, potentials: status.potentials
      ).points
    self.subject = subject
    self.layer = subject.layers[layer]
    self.unit = unit
    self.steps = steps
    schedule = EvenSchedule(of: unit, layer: self.layer, reference)
    isInactive = reference?.isInactive(unit)
    let neuron = self.layer.neuron
    countBefore =
      status.raster.firstStep > 1
      ? nil
      : (1..<steps.lowerBound).reduce(0) { count, step in
        let charge = status.raster.value(of: unit, in: layer, at: step)
        return charge == 0 ? count : count + Int(neuron.spikeCount(ofEvent: charge))
      }
  }

  private var title: String {
    let number = layer.shape.unitNumber(ofIndex: unit)
    guard !layer.shape.isVector else { return "Neuron \(number) of \(layer.name)" }
    let (channel, row, column) = layer.shape.coordinates(ofIndex: unit)
    return "Neuron \(number) of \(layer.name) (channel \(channel), y \(row), x \(column))"
  }

  /// v after the reset, with m before it where the neuron fired.
  var potentialChart: LineChart {
    let curve = points.flatMap { point -> [LineChart.Point] in
      let (x, v) = (Double(point.step), Double(point.membranePotential))
      let peak = LineChart.Point(x: x, y: Double(point.integratedPotential))
      return (point.fired ? [peak] : []) + [LineChart.Point(x: x, y: v)]
    }
    let thresholds = points.map { point in
      LineChart.Point(
        x: Double(point.step), y: point.threshold.isFinite ? Double(point.threshold) : nil)
    }
    return LineChart(
      title: title, xAxis: subject.timeAxis(steps, isLabelled: false),
      yAxis: Axis("membrane potential", including: 0...0),
      series: [
        .init("potential v", points: curve, form: .plain),
        .init("threshold θ", points: thresholds, form: .dashed),
      ])
  }

  /// - Parameter isLast: Whether no chart comes below it.
  func spikeChart(isLast: Bool) -> RasterChart {
    let fired = points.filter { $0.charge > 0 }.map(\.step)
    let takenBack = points.filter { $0.charge < 0 }.map(\.step)
    // Spikes of an inactivated neuron have the colour that they have in rasters.
    var bands = [band("spikes", fired, kind: isInactive == true ? 1 : 0)]
    if !takenBack.isEmpty { bands.append(band("taken back", takenBack)) }
    if let schedule {
      bands.append(
        band("schedule", steps.filter { schedule.count(at: $0) > schedule.count(at: $0 - 1) }))
    }
    return RasterChart(
      title: "", xAxis: subject.timeAxis(steps, isLabelled: isLast), yLabel: "",
      kinds: isInactive == true ? ["schedule", "spikes (SIN)"] : ["spikes"], bands: bands)
  }

  private func band(_ name: String, _ steps: [Int], kind: Int = 0) -> RasterChart.Band {
    RasterChart.Band(
      name, rowCount: 1, marks: steps.map { RasterChart.Mark(x: $0, row: 0, kind: kind) })
  }

  /// D over time; `nil` where no schedule holds, or what was before is not kept.
  func deviationChart() -> LineChart? {
    guard let schedule, var count = countBefore else { return nil }
    let deviations = points.map { point in
      if point.charge != 0 { count += Int(layer.neuron.spikeCount(ofEvent: point.charge)) }
      return LineChart.Point(
        x: Double(point.step), y: Double(count - schedule.count(at: point.step)))
    }
    var chart = LineChart(
      title: "", xAxis: subject.timeAxis(steps),
      yAxis: Axis("D (spikes)", including: 0...0),
      series: [.init("D", points: deviations, form: .stairs)])
    chart.isLow = true
    return chart
  }

  var caption: String {
    var sentences: [String] = []
    if let isInactive {
      let fired = points.contains { $0.charge > 0 }
      sentences.append(
        isInactive
          ? "Inactivated in the ANN" + (fired ? ": each of its spikes is a SIN spike." : ".")
          : "Active in the ANN.")
    }
    if schedule != nil {
      sentences.append(
        "Schedule: when spikes would come that stand for the ANN's activation evenly; D: spikes "
          + "ahead of it.")
    }
    return sentences.joined(separator: " ")
  }
}
