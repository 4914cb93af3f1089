import SpikeStatistics
import SpikingEngine
import TimeTravel

/// One step of a run as it is written; keys and meaning are part of the interface.
///
/// A value that overflows is `null`, as one that is not defined.
struct RunRecord: Encodable {
  struct Layer: Encodable {
    var name: String
    var neurons: Int
    /// Of this step.
    var spikes: Int
    var rate: Double
    /// So far; `null` without an analog counterpart.
    var sinNeurons: Int?
    /// Of this step.
    var sinSpikes: Int?
    var sinRatio: Double?
    /// Layer means so far, in spikes; `null` before the first complete cycle of a bistable layer.
    var lead: Double?
    var lag: Double?
    /// After the resets: over active and over inactivated neurons.
    var meanPotential: Double?
    var meanPotentialInactive: Double?

    private enum CodingKeys: String, CodingKey {
      case name, neurons, spikes, rate, lead, lag
      case sinNeurons = "sin_neurons"
      case sinSpikes = "sin_spikes"
      case sinRatio = "sin_ratio"
      case meanPotential = "mean_potential"
      case meanPotentialInactive = "mean_potential_inactive"
    }

    /// Writes `null` for what is not defined instead of leaving the key out.
    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(name, forKey: .name)
      try values.encode(neurons, forKey: .neurons)
      try values.encode(spikes, forKey: .spikes)
      try values.encode(rate, forKey: .rate)
      try values.encode(sinNeurons, forKey: .sinNeurons)
      try values.encode(sinSpikes, forKey: .sinSpikes)
      try values.encode(sinRatio, forKey: .sinRatio)
      try values.encode(lead, forKey: .lead)
      try values.encode(lag, forKey: .lag)
      try values.encode(meanPotential, forKey: .meanPotential)
      try values.encode(meanPotentialInactive, forKey: .meanPotentialInactive)
    }
  }

  var step: Int
  /// `null` before the first complete readout.
  var prediction: Int?
  var layers: [Layer]
  /// Without an ANN: the mean output over the steps, that of this step alone, and its class.
  var output: [Float]?
  var stepOutput: [Float]?
  var stepPrediction: Int?

  init(_ runState: RunState, setting: RunSetting) {
    step = runState.step
    prediction = runState.simulation.prediction
    layers = runState.simulation.network.layers.indices.dropLast().map { index in
      Layer(index, in: runState, reference: setting.references[index])
    }
    guard setting.references.allSatisfy({ $0 == nil }) else { return }
    let time = Float(max(runState.simulation.network.outputTime(atStep: step), 1))
    output = runState.simulation.readout.map { $0 / time }
    stepOutput = runState.stepOutput
    stepPrediction = runState.stepPrediction
  }

  private enum CodingKeys: String, CodingKey {
    case step, prediction, layers, output
    case stepOutput = "step_output"
    case stepPrediction = "step_prediction"
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(step, forKey: .step)
    try values.encode(prediction, forKey: .prediction)
    try values.encode(layers, forKey: .layers)
    try values.encodeIfPresent(output, forKey: .output)
    try values.encodeIfPresent(stepOutput, forKey: .stepOutput)
    try values.encodeIfPresent(stepPrediction, forKey: .stepPrediction)
  }
}

extension RunRecord.Layer {
  init(_ index: Int, in runState: RunState, reference: LayerReference?) {
    let layer = runState.simulation.network.layers[index]
    let statistics = runState.statistics.layers[index]
    let potentials = runState.simulation.populations[index].membranePotential
    let split = reference.map { PotentialMeans(potentials, reference: $0) }
    name = layer.name
    neurons = layer.shape.count
    spikes = statistics.counts.stepTotal
    rate = Double(statistics.counts.stepTotal) / Double(layer.shape.count)
    sinNeurons = statistics.sin?.neurons
    sinSpikes = statistics.sin?.stepSpikes
    sinRatio = statistics.sin?.ratio
    lead = finite(statistics.phase?.meanLead)
    lag = finite(statistics.phase?.meanLag)
    meanPotential = finite(split?.active)
    meanPotentialInactive = finite(split?.inactive)
  }
}

/// JSON has no other numbers.
private func finite(_ value: Double?) -> Double? {
  value.flatMap { $0.isFinite ? $0 : nil }
}
