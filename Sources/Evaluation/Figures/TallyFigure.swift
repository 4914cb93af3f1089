import Networks
import SpikeStatistics

/// What can be told in one number of a layer after some steps, over all images.
///
/// Another kind than `Figure`, which is read from the state of one run: this one is read from sums
/// over images.
package struct TallyFigure: Identifiable, Sendable {
  /// Its key in the JSON: lower case and `_`.
  package let id: String

  /// Its name in the long form, where it is not the key.
  package let longFormName: String

  /// Over a column of a table, at most seven characters wide.
  package let columnTitle: String

  /// What it means, in a few words.
  package let help: String

  /// Whose definition it is.
  package let source: Figure.Source

  /// `nil` where it is not defined.
  package let value: @Sendable (LayerOutcome) -> Double?

  package init(
    _ id: String, longFormName: String? = nil, columnTitle: String, help: String,
    source: Figure.Source, value: @escaping @Sendable (LayerOutcome) -> Double?
  ) {
    self.id = id
    self.longFormName = longFormName ?? id
    self.columnTitle = columnTitle
    self.help = help
    self.source = source
    self.value = value
  }
}

/// What one layer came to after some steps, over all images.
package struct LayerOutcome: Sendable {
  /// The sums over the images.
  package let tally: LayerTally
  package let layer: SpikingLayer
  package let coding: SpikeCoding
  package let step: Int
  package let images: Int

  /// How well the spikes stood for the activations; `nil` before the first complete code.
  package var code: CodeTally? {
    layer.neuron.reading(upTo: step) == nil ? nil : tally.code
  }
}
