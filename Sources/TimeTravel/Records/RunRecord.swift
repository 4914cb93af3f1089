import Networks
import SpikeStatistics
import SpikingEngine
import Tasks

/// One step of a run as it is written; keys and meaning are part of the interface.
///
/// A value that overflows is `null`, as one that is not defined.
package struct RunRecord: Encodable {
  /// One layer: its name, its size, and its figures under their keys.
  package struct Layer: Encodable {
    package var name: String
    package var neurons: Int
    package var figures: [(key: String, format: FigureFormat, value: Double?)]

    /// Writes `null` for what is not defined instead of leaving the key out.
    package func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: FigureKey.self)
      try values.encode(name, forKey: FigureKey("name"))
      try values.encode(neurons, forKey: FigureKey("neurons"))
      for (key, format, value) in figures {
        let key = FigureKey(key)
        if let value {
          if format == .count {
            try values.encode(Int(value), forKey: key)
          } else {
            try values.encode(value, forKey: key)
          }
        } else {
          try values.encodeNil(forKey: key)
        }
      }
    }
  }

  /// What is told of a layer, under its keys; further figures follow under their own.
  static let layerFigures: [(key: String, figure: Figure)] = [
    ("spikes", .spikes), ("rate", .stepRate), ("sin_neurons", .sinNeurons),
    ("sin_spikes", .sinSpikes), ("sin_ratio", .sinRatio), ("lead", .lead), ("lag", .lag),
    ("mean_potential", .activePotential), ("mean_potential_inactive", .inactivePotential),
  ]

  package var step: Int

  /// `null` before the first complete readout.
  package var prediction: Int?

  /// The boxes of a detector so far, in pixels of the input; `nil` of other networks, and before
  /// the first complete readout.
  package var boxes: [DetectedObject]?

  /// All but the readouts.
  package var layers: [Layer]

  /// Without an ANN: the mean output over the steps, that of this step alone, and its class.
  package var output: [Float]?
  package var stepOutput: [Float]?
  package var stepPrediction: Int?

  /// Costs O(neurons).
  package init(_ runState: RunState, setting: RunSetting) {
    step = runState.step
    prediction = runState.simulation.prediction
    layers = runState.simulation.network.firingLayers.indices.map { index in
      Layer(runState.layerStep(index, setting: setting), figures: setting.figures)
    }
    if !runState.simulation.network.task.isClassification,
      case .objects(let objects)? = runState.answer
    {
      boxes = objects
    }
    guard setting.references.allSatisfy({ $0 == nil }) else { return }
    let time = Float(max(runState.simulation.network.outputTime(atStep: step), 1))
    output = runState.simulation.readout.map { $0 / time }
    stepOutput = runState.stepOutput
    stepPrediction = runState.stepPrediction
  }

  private enum CodingKeys: String, CodingKey {
    case step, prediction, boxes, layers, output
    case stepOutput = "step_output"
    case stepPrediction = "step_prediction"
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(step, forKey: .step)
    try values.encode(prediction, forKey: .prediction)
    try values.encodeIfPresent(boxes, forKey: .boxes)
    try values.encode(layers, forKey: .layers)
    try values.encodeIfPresent(output, forKey: .output)
    try values.encodeIfPresent(stepOutput, forKey: .stepOutput)
    try values.encodeIfPresent(stepPrediction, forKey: .stepPrediction)
  }
}

extension RunRecord.Layer {
  package init(_ layerStep: LayerStep, figures: Figures) {
    name = layerStep.layer.name
    neurons = layerStep.neuronCount
    let further = figures.further.filter { $0.layer != nil }.map { (key: $0.id, figure: $0) }
    self.figures = (RunRecord.layerFigures + further).map { key, figure in
      (key, figure.format, finite(figure.layer?(layerStep)))
    }
  }
}

/// JSON has no other numbers, and tables show none.
func finite(_ value: Double?) -> Double? {
  value.flatMap { $0.isFinite ? $0 : nil }
}

/// A key that a figure gives.
private struct FigureKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}
