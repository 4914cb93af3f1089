import Experiments
import Foundation
import PlainText
import SpikeStatistics
import SpikingEngine
import TimeTravel

/// Prints a run, step by step, as text or as one JSON object per line.
struct RunPrinter {
  let session: Session
  let notes: [String]
  let format: Run.Format

  func start() {
    guard format == .text else { return }
    let network = session.converted.packed.network
    let label = session.label.map { " '\(session.model.className($0))'" } ?? ""
    print(
      "\(network.name), \(session.converted.title), image \(session.index)\(label)")
    for note in notes { print("  \(note)") }
    print(
      session.logits.isEmpty
        ? "  step  mean so far     step alone         spikes  (no ANN: no SIN, no lead and lag)"
        : "  step  prediction    " + stepColumns.map { $0.title.leftPadded($0.width) }.joined())
  }

  func record(_ runState: RunState) {
    switch format {
    case .ndjson: printJSON(RunRecord(runState, setting: session.setting))
    case .text: print(line(runState))
    }
  }

  func finish(_ runState: RunState) {
    switch format {
    case .ndjson:
      printJSON(["summary": RunSummary(runState, session: session, notes: notes)])
    case .text:
      for line in layerTable(runState) { print(line) }
      let analog = argmax(session.logits).map { "ANN '\(session.model.className($0))'" } ?? "no ANN"
      print("\(analog), \(runState.statistics.synapticOperations) synaptic operations")
    }
  }

  private func line(_ runState: RunState) -> String {
    let layers = runState.statistics.layers
    let spikes = layers.reduce(0) { $0 + $1.counts.stepTotal }
    if session.logits.isEmpty {
      let classes = [runState.simulation.prediction, runState.stepPrediction].map {
        $0.map(session.model.className) ?? "no output yet"
      }
      return String(runState.step).leftPadded(6) + "  " + classes[0].rightPadded(14) + "  "
        + classes[1].rightPadded(14) + String(spikes).leftPadded(11)
    }
    let prediction = runState.simulation.prediction.map(session.model.className) ?? "no output yet"
    return String(runState.step).leftPadded(6) + "  " + prediction.rightPadded(14)
      + stepColumns.map { text(of: $0.figure, runState.value(of: $0.figure)).leftPadded($0.width) }
      .joined()
  }

  private func layerTable(_ runState: RunState) -> [String] {
    let columns = layerColumns
    let header =
      "  layer    neurons" + columns.map { $0.title.leftPadded($0.width) }.joined()
    let rows = runState.simulation.network.layers.indices.dropLast().map { index in
      let layerStep = runState.layerStep(index, setting: session.setting)
      return "  " + layerStep.layer.name.rightPadded(8)
        + String(layerStep.neuronCount).leftPadded(8)
        + columns.map {
          text(of: $0.figure, finite($0.figure.layer?(layerStep))).leftPadded($0.width)
        }
        .joined()
    }
    return ["", header] + rows
  }

  private func text(of figure: Figure, _ value: Double?) -> String {
    figure.format == .count
      ? value.map { String(Int($0)) } ?? "-" : printedDecimal(value, digits: 4)
  }
}

/// A column of a table of figures.
private struct Column {
  var title: String
  var figure: Figure
  /// With the blanks in front.
  var width: Int
}

extension RunPrinter {
  /// Of the whole network, in each step.
  private var stepColumns: [Column] {
    [
      Column(title: "spikes", figure: .spikes, width: 9),
      Column(title: "SIN neurons", figure: .sinNeurons, width: 13),
      Column(title: "SIN spikes", figure: .sinSpikes, width: 12),
      Column(title: "mean lead", figure: .lead, width: 11),
      Column(title: "mean lag", figure: .lag, width: 10),
    ] + further { $0.network != nil }
  }

  /// Of each layer, at the end.
  private var layerColumns: [Column] {
    let compared = [
      Column(title: "SIN neurons", figure: .sinNeurons, width: 13),
      Column(title: "SIN ratio", figure: .sinRatio, width: 11),
      Column(title: "lead", figure: .lead, width: 8), Column(title: "lag", figure: .lag, width: 8),
    ]
    return [
      Column(title: "spikes", figure: .totalSpikes, width: 10),
      Column(title: "rate", figure: .rate, width: 8),
    ] + (session.logits.isEmpty ? [] : compared) + further { $0.layer != nil }
  }

  private func further(_ isShown: (Figure) -> Bool) -> [Column] {
    session.setting.figures.further.filter(isShown).map {
      Column(title: $0.title, figure: $0, width: max($0.title.count, 6) + 2)
    }
  }
}

/// What a run came to; the last record.
private struct RunSummary: Encodable {
  var model: String
  var method: String
  var title: String
  var index: Int
  var steps: Int
  var prediction: Int?
  var annPrediction: Int?
  var label: Int?
  var synapticOperations: Int
  var notes: [String]

  init(_ runState: RunState, session: Session, notes: [String]) {
    model = session.model.name
    method = session.converted.label
    title = session.converted.title
    index = session.index
    steps = runState.step
    prediction = runState.simulation.prediction
    annPrediction = argmax(session.logits)
    label = session.label
    synapticOperations = runState.statistics.synapticOperations
    self.notes = notes
  }

  private enum CodingKeys: String, CodingKey {
    case model, method, title, index, steps, prediction, label, notes
    case annPrediction = "ann_prediction"
    case synapticOperations = "synaptic_operations"
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(model, forKey: .model)
    try values.encode(method, forKey: .method)
    try values.encode(title, forKey: .title)
    try values.encode(index, forKey: .index)
    try values.encode(steps, forKey: .steps)
    try values.encode(prediction, forKey: .prediction)
    try values.encode(annPrediction, forKey: .annPrediction)
    try values.encode(label, forKey: .label)
    try values.encode(synapticOperations, forKey: .synapticOperations)
    try values.encode(notes, forKey: .notes)
  }
}

/// Prints a value as JSON on one line, with its keys in alphabetical order.
func printJSON(_ value: some Encodable, pretty: Bool = false) {
  print(String(decoding: jsonData(value, pretty: pretty), as: UTF8.self))
}

/// A value as JSON with sorted keys.
///
/// - Precondition: Its numbers are finite.
func jsonData(_ value: some Encodable, pretty: Bool = false) -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
  guard let data = try? encoder.encode(value) else {
    preconditionFailure("a record holds a number that is not finite")
  }
  return data
}
