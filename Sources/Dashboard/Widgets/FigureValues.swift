import SpikeStatistics
import TimeTravel

extension ScreenView {
  /// What figures of a layer and of its neurons are read from.
  func layerStep(_ layer: Int) -> LayerStep { runState.layerStep(layer, setting: engine.setting) }

  /// The figures that every screen adds at the end of what it tells of layers.
  var furtherLayerFigures: [Figure] { engine.setting.figures.further.filter { $0.layer != nil } }

  /// The figures that every screen adds at the end of what it tells of neurons.
  var furtherNeuronFigures: [Figure] { engine.setting.figures.further.filter { $0.neuron != nil } }
}

extension Figure {
  /// The value of a layer as screens show it.
  func text(of layerStep: LayerStep) -> String { format.text(layer?(layerStep)) }

  /// The value of a neuron as screens show it.
  func text(of unit: Int, in layerStep: LayerStep) -> String {
    format.text(neuron?(layerStep, unit))
  }
}
