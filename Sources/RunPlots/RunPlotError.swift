import PlainText

/// What a plot of a run needs and has not got.
package enum RunPlotError: Error, Equatable {
  case noSteps
  case tooFewSteps(least: Int)
  case tooManySteps(Int)
  /// The steps that were asked for come after the last one.
  case beyondEnd(last: Int)
  /// The spikes before the first of these steps are not kept any more.
  case forgotten(first: Int, last: Int)
  case noANN
  /// Of one layer, for a reason.
  case noReference(layer: String)
  case noRate(layer: String)
  case incompleteCode(layer: String)
  case needsLayer(names: [String])
  case needsNeuron
  case noLayer(String, names: [String])
  case noNeuron(String, last: Int)
  case noPotentials(layer: String)
  case noOutput
  case nothingFired
  /// Why the answer is no sum over neurons.
  case noMargin(reason: String)
  /// What would make no difference to a kind of plot.
  case takesNoPlace(plot: String)
  case takesNoNeuron(plot: String, place: String)
  case takesNoWindow(plot: String)
}

extension RunPlotError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noSteps:
      "no step has been taken, so there is nothing to draw; run first"
    case .tooFewSteps(let least):
      "this figure is about time; it needs \(least) steps or more"
    case .tooManySteps(let count):
      "\(grouped(count)) steps are more than a figure can show; choose a window of some, as "
        + "1-\(PlotSubject.mostSteps)"
    case .beyondEnd(let last):
      "the run has come to step \(grouped(last)) only; choose earlier steps, or run on"
    case .forgotten(let first, let last):
      "the spikes before step \(grouped(first)) are not kept any more; choose a window of later "
        + "steps, as \(first)-\(last)"
    case .noANN:
      "this figure compares with an ANN, and there is none; open a trained network in ONNX"
    case .noReference(let layer):
      "\(layer) has no counterpart in the ANN; choose another layer"
    case .noRate(let layer):
      "\(layer) has no rate of its own, but passes on what it receives; choose another layer"
    case .incompleteCode(let layer):
      "\(layer) has no rate at this step, as its code is complete where a cycle ends; step there"
    case .needsLayer(let names):
      "this figure is about one layer; choose it with 'of': \(names.joined(separator: ", "))"
    case .needsNeuron:
      "this figure is about one neuron; choose it with 'of', as conv2#412"
    case .noLayer(let place, let names):
      "there is no layer '\(place)'; the layers are \(names.joined(separator: ", "))"
    case .noNeuron(let place, let last):
      "there is no neuron '\(place)'; the layer has the neurons 0 to \(last)"
    case .noPotentials(let layer):
      "the potentials of \(layer) are not known for these steps; record them with "
        + "'--potentials \(layer)', or choose later steps"
    case .noOutput:
      "no output is complete, or these spikes come without one; run longer, or open their network"
    case .nothingFired:
      "no neuron has fired, so there is nothing to draw; run longer"
    case .noMargin(let reason):
      "this figure is a sum over the neurons before the readout, and there is none here: "
        + "\(reason); choose another figure, as outputs"
    case .takesNoPlace(let plot):
      "'\(plot)' is not of one layer and takes no 'of'; these do: \(RunPlot.namesWithPlace)"
    case .takesNoNeuron(let plot, let place):
      "'\(plot)' is about layers and shows no neuron by itself; leave out "
        + "'\(place.drop { $0 != "#" })'"
    case .takesNoWindow(let plot):
      "'\(plot)' is of one step and takes no 'window'; these do: \(RunPlot.namesWithWindow)"
    }
  }
}
