/// What can be told in one number of a layer, a neuron or the network after a step.
///
/// Whatever lists figures reads them from a registry, see `Figures`.
package struct Figure: Identifiable, Sendable {
  /// Its key in records and files: lower case and `_`.
  package let id: String

  /// What conditions call it; `nil` where they cannot ask for it.
  package let word: String?

  /// As people read it beside a value, and over a narrow column.
  package let title: String
  package let columnTitle: String

  /// What a value is counted or measured in.
  package let unit: String

  /// What it means, in a few words.
  package let help: String

  /// What it means exactly, in whole sentences, with its equation.
  package let definition: String

  /// Whose definition it is.
  package let source: Source

  /// How its values are written for people.
  package let format: FigureFormat

  /// What a layer must have for it.
  package let needs: Need

  /// Its value; `nil` where it is not of that kind, and the value is `nil` where there is none yet.
  package let layer: LayerValue?
  package let neuron: NeuronValue?
  package let network: NetworkValue?

  /// Of one layer after a step.
  package typealias LayerValue = @Sendable (LayerStep) -> Double?

  /// The neuron is given by its place in channels-last order.
  package typealias NeuronValue = @Sendable (LayerStep, _ unit: Int) -> Double?

  /// Of the statistics of all layers that fire, after so many steps.
  package typealias NetworkValue = @Sendable (ArraySlice<LayerStatistics>, _ step: Int) -> Double?

  /// Where a definition comes from.
  package enum Source: Equatable, Sendable {
    /// What the field means by the word.
    case common
    /// This project's own definition.
    case own
    case paper(String)
  }

  /// What a layer must have, so that a figure of it means anything.
  package enum Need: Equatable, Sendable {
    /// Any layer will do.
    case nothing
    /// A layer that fires.
    case spikes
    /// A layer that holds charge.
    case potential
    /// A layer with an analog counterpart.
    case reference
  }

  /// - Parameters:
  ///   - word: What conditions call it; `nil` where they cannot ask for it.
  ///   - definition: Empty where `help` says all of it.
  ///   - needs: What a layer must have, for all figures but those of any layer.
  package init(
    _ id: String, word: String?, title: String, columnTitle: String, unit: String = "",
    help: String, definition: String = "", source: Source, format: FigureFormat,
    needs: Need = .nothing,
    layer: LayerValue? = nil, neuron: NeuronValue? = nil, network: NetworkValue? = nil
  ) {
    self.id = id
    self.word = word
    self.title = title
    self.columnTitle = columnTitle
    self.unit = unit
    self.help = help
    self.definition = definition.isEmpty ? help : definition
    self.source = source
    self.format = format
    self.needs = needs
    self.layer = layer
    self.neuron = neuron
    self.network = network
  }
}

extension Figure: Equatable {
  /// Figures are told apart by their key.
  package static func == (left: Figure, right: Figure) -> Bool { left.id == right.id }
}
