import Experiments
import Foundation
import PlainText
import SpikeStatistics
import SpikingEngine
import Tasks
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
    StandardOutput.print(
      "\(network.name), \(session.converted.title), image \(session.index)\(label)")
    StandardOutput.print(lines: notes.map { "  \($0)" })
    StandardOutput.print(
      session.logits.isEmpty
        ? "  step  mean so far     step alone         spikes  (no ANN: no SIN, no lead and lag)"
        : "  step  prediction    " + table.header)
  }

  func record(_ runState: RunState) {
    switch format {
    case .ndjson: StandardOutput.print(jsonText(RunRecord(runState, setting: session.setting)))
    case .text: StandardOutput.print(line(runState))
    }
  }

  func finish(_ runState: RunState) {
    switch format {
    case .ndjson:
      StandardOutput.print(
        jsonText(["summary": RunSummary(runState, session: session, notes: notes)]))
    case .text:
      StandardOutput.print(lines: [""] + table.layerLines(of: runState, setting: session.setting))
      let analog = answer(of: session)
      StandardOutput.print(
        "\(analog), \(runState.statistics.synapticOperations) synaptic operations")
    }
  }

  private func line(_ runState: RunState) -> String {
    let layers = runState.statistics.layers
    let spikes = layers.reduce(0) { $0 + $1.counts.stepTotal }
    if session.logits.isEmpty {
      let alone = runState.stepPrediction.map(className) ?? "no output yet"
      let isByClass = runState.simulation.network.task.isClassification
      let classes = [answer(of: runState), isByClass ? alone : ""]
      return String(runState.step).leftPadded(6) + "  " + classes[0].rightPadded(14) + "  "
        + classes[1].rightPadded(14) + String(spikes).leftPadded(11)
    }
    let prediction = answer(of: runState)
    return String(runState.step).leftPadded(6) + "  " + prediction.rightPadded(14)
      + table.cells(of: runState)
  }

  /// What the network answers so far, in a word or two.
  private func answer(of runState: RunState) -> String {
    guard !runState.simulation.network.task.isClassification else {
      return runState.simulation.prediction.map(className) ?? "no output yet"
    }
    return runState.answer.map(words(for:)) ?? "no output yet"
  }

  /// What the ANN answers.
  private func answer(of session: Session) -> String {
    guard !session.analogOutputs.isEmpty else { return "no ANN" }
    let reader = TaskReader(session.converted.packed.network)
    return "ANN '\(words(for: reader.answer(from: session.analogOutputs)))'"
  }

  private func words(for answer: TaskAnswer) -> String {
    switch answer {
    case .label(let label): label.map { session.model.className($0) } ?? "none"
    case .objects(let objects): objects.count == 1 ? "1 box" : "\(objects.count) boxes"
    case .places(let map): "\(map.rows)x\(map.columns) places"
    }
  }

  /// As wide as it looks.
  private func className(_ index: Int) -> String { visible(session.model.className(index)) }

  private var table: RunTable {
    RunTable(session.setting.figures, hasANN: !session.logits.isEmpty)
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
    annPrediction = session.setting.annClass
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
