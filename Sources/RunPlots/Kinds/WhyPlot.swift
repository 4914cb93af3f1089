import Charts
import Networks
import PlainText
import SpikeStatistics
import TimeTravel

/// So many neurons have a bar of their own: as many as have readable names in a column.
private let mostNeurons = 12

/// That of SIN in the other figures, too, and that of what is no single neuron.
private let (sinLook, restLook) = (1, 2)

/// What is less is written as 0.000.
private let leastTerm = 0.0005

extension RunPlot {
  /// Which neurons make the network prefer its answer to another class, or to what the ANN thinks
  /// of the two.
  static let why = RunPlot(
    "why", of: .network, isOverTime: false,
    shows: "which neurons before the readout make the answer, and what the rest adds to the sum"
  ) { subject throws(RunPlotError) in
    guard subject.step > 0 else { throw .noSteps }
    let margin: AnswerMargin
    do throws(AnswerMargin.Obstacle) {
      margin = try subject.answerMargin()
    } catch {
      throw .noMargin(reason: error.text)
    }
    return Plot([.bars(subject.bars(of: margin))], caption: subject.caption(of: margin))
  }
}

extension PlotSubject {
  /// - Throws: Why there is no such sum.
  fileprivate func answerMargin() throws(AnswerMargin.Obstacle) -> AnswerMargin {
    let simulation = runState.simulation
    guard !simulation.isReplay else { throw .noWeights }
    guard network.task.isClassification else { throw .noClasses }
    let outputs = simulation.readout
    let logits = logits.count == outputs.count ? logits : []
    guard let classes = AnswerMargin.Classes(outputs: outputs, logits: logits, label: label)
    else { throw .noClasses }
    return try AnswerMargin(
      try AnswerMargin.Weights(classes, of: simulation.packed), simulation: simulation,
      statistics: runState.statistics, references: status.setting.references, logits: logits,
      raster: status.raster)
  }

  /// Those that move most, then all other neurons together, then what is no neuron: the bars are
  /// the whole sum.
  fileprivate func bars(of margin: AnswerMargin) -> BarChart {
    let shown = margin.terms.prefix(mostNeurons)
    let others = margin.inputCount - shown.count
    let rest = [
      ("\(grouped(others)) others", margin.sum - shown.reduce(0) { $0 + $1.contribution }),
      ("v(0)", margin.startPotential), ("bias", margin.constantCurrent),
      ("model term", margin.modelTerm),
    ].filter { abs($0.1) >= leastTerm }
    let none = [Double?](repeating: nil, count: rest.count)
    let values = { (wantsSIN: Bool) in
      shown.map { isSIN($0) == wantsSIN ? $0.contribution : nil } + none
    }
    let series = [
      BarChart.Series("neurons", values: values(false)),
      BarChart.Series("SIN neurons", values: values(true), look: sinLook),
      BarChart.Series(
        "all else", values: shown.map { _ in nil } + rest.map(\.1), look: restLook),
    ].filter { $0.values.contains { $0 != nil } }
    let product = margin.analogMargin == nil ? "Δw·rate·θ" : "Δw·(rate·θ − a)"
    return BarChart(
      title: "Why this answer, after \(counted(step, "step"))",
      categories: shown.map(name) + rest.map(\.0),
      categoryLabel: shown.count < margin.inputCount
        ? "inputs of the readout (\(shown.count) of \(grouped(margin.inputCount)))"
        : "inputs of the readout",
      yAxis: Axis(product, including: -0.001...0.001), series: series)
  }

  private func name(of term: AnswerMargin.Term) -> String {
    let layer = layers[term.layer]
    return "\(layer.name) #\(layer.shape.unitNumber(ofIndex: term.unit))"
  }

  /// Whether a neuron is inactivated and has fired.
  private func isSIN(_ term: AnswerMargin.Term) -> Bool {
    status.setting.references[term.layer]?.isInactive(term.unit) == true
      && runState.statistics.layers[term.layer].counts.firstStep[term.unit] > 0
  }

  /// Which classes, by how much the one leads the other, and that the bars add up to it.
  fileprivate func caption(of margin: AnswerMargin) -> String {
    let classes = margin.classes
    let value = { (number: Double) in signed(number, digits: 3) }
    let pair = "\(className(classes.answer)) − \(className(classes.other))"
    let head = "\(pair) (\(classes.reason.text)): SNN \(value(margin.margin))"
    let sum =
      "neurons \(value(margin.sum)), v(0) \(value(margin.startPotential)), bias "
      + "\(value(margin.constantCurrent)), model term \(value(margin.modelTerm))"
    guard let analog = margin.analogMargin else { return "\(head) = \(sum)." }
    return "\(head), ANN \(value(analog)); difference \(value(margin.difference)) = \(sum)."
  }
}
