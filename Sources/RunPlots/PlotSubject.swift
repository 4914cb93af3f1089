import Charts
import Networks
import PlainText
import SpikeStatistics
import SpikingEngine
import TimeTravel

/// What plots of a run are made from: its state after a step, what is known of it, and what of it
/// is looked at.
package struct PlotSubject: Sendable {
  package var status: EngineStatus

  package var model: String
  /// The title of the conversion method.
  package var method: String
  package var dataset: String
  /// The number of the image.
  package var image: Int
  package var label: Int?
  package var classNames: [String]
  /// The analog network's answer; empty where there is no ANN.
  package var logits: [Float]

  /// A layer that fires; `nil` for all of them.
  package var layer: Int?
  /// A neuron of it, in channels-last order.
  package var unit: Int?
  /// The steps that axes of time show; `nil` for all up to the present.
  package var window: ClosedRange<Int>?

  package init(
    _ status: EngineStatus, model: String, method: String, dataset: String, image: Int,
    label: Int?, classNames: [String], logits: [Float]
  ) {
    self.status = status
    self.model = model
    self.method = method
    self.dataset = dataset
    self.image = image
    // What an image is as a whole is no class of a place or of a box.
    let task = status.runState.simulation.network.task
    self.label = task.isClassification ? label : nil
    self.classNames = classNames
    self.logits = logits
  }
}

extension PlotSubject {
  var runState: RunState { status.runState }
  var network: SpikingNetwork { runState.simulation.network }
  var layers: ArraySlice<SpikingLayer> { network.firingLayers }
  var step: Int { runState.step }
  var hasANN: Bool { !logits.isEmpty }

  func layerStep(_ layer: Int) -> LayerStep { runState.layerStep(layer, setting: status.setting) }

  func className(_ index: Int) -> String {
    classNames.indices.contains(index) ? classNames[index] : "\(index)"
  }

  /// What was run, for the description of the file.
  var about: String {
    let label = label.map { " ('\(className($0))')" } ?? ""
    return "\(model), converted by \(method), image \(image)\(label) of \(dataset), after "
      + counted(step, "step")
  }

  /// The layers that the analog network knows.
  func layersWithReference() throws(RunPlotError) -> [Int] {
    let known = layers.indices.filter { status.setting.references[$0] != nil }
    guard !known.isEmpty else { throw .noANN }
    return known
  }

  /// What the neurons of a layer have sent beside what the ANN says, both over θ.
  func ratePairs(of layer: Int) throws(RunPlotError) -> RatePairs {
    let layerStep = layerStep(layer)
    let name = layerStep.layer.name
    guard step > 0 else { throw .noSteps }
    guard layerStep.reference != nil else { throw .noReference(layer: name) }
    guard layerStep.layer.neuron.threshold != nil else { throw .noRate(layer: name) }
    guard let pairs = RatePairs(layerStep) else { throw .incompleteCode(layer: name) }
    return pairs
  }

  /// The layer that is looked at.
  func chosenLayer() throws(RunPlotError) -> Int {
    guard let layer, layers.indices.contains(layer) else {
      throw .needsLayer(names: layers.map(\.name))
    }
    return layer
  }

  /// Puts a layer by its name under the eye, or a neuron as `conv2#412`.
  ///
  /// - Throws: `RunPlotError.noLayer`, `noNeuron`.
  package mutating func look(at place: String) throws(RunPlotError) {
    let parts = place.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2, let layer = layers.firstIndex(where: { $0.name == parts.first }) else {
      throw .noLayer(place, names: layers.map(\.name))
    }
    self.layer = layer
    guard parts.count == 2 else { return }
    let shape = layers[layer].shape
    guard let number = Int(parts[1]), (0..<shape.count).contains(number) else {
      throw .noNeuron(place, last: shape.count - 1)
    }
    unit = shape.populationIndex(ofUnit: number)
  }
}

extension PlotSubject {
  /// More steps are not told apart in print, and make files that nobody opens.
  static let mostSteps = 5000

  /// The steps of axes of time.
  ///
  /// - Parameter least: How many steps there must be for the plot to say something.
  func steps(atLeast least: Int = 1) throws(RunPlotError) -> ClosedRange<Int> {
    guard step > 0 else { throw .noSteps }
    let last = min(step, status.raster.lastStep)
    let window = window ?? 1...step
    guard window.lowerBound <= last else { throw .beyondEnd(last: last) }
    let steps = window.lowerBound...min(window.upperBound, last)
    guard steps.count <= PlotSubject.mostSteps else { throw .tooManySteps(steps.count) }
    guard steps.count >= least else { throw .tooFewSteps(least: least) }
    return steps
  }

  /// The same, of which the spikes are kept.
  func recordedSteps(atLeast least: Int = 1) throws(RunPlotError) -> ClosedRange<Int> {
    let steps = try steps(atLeast: least)
    guard steps.lowerBound >= status.raster.firstStep else {
      throw .forgotten(first: status.raster.firstStep, last: status.raster.lastStep)
    }
    return steps
  }

  /// - Parameter isLabelled: Not where the same axis stands below, with its labels.
  func timeAxis(_ steps: ClosedRange<Int>, isLabelled: Bool = true) -> Axis {
    var axis = Axis.cells(isLabelled ? "time step" : "", steps)
    axis.isNumbered = isLabelled
    return axis
  }
}

extension ClosedRange<Int> {
  /// Steps as `1-64`, or one, as `7`; `nil` for what is none, from 1 on and ascending.
  package init?(steps text: String) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
      first >= 1, last >= first
    else { return nil }
    self = first...last
  }
}
