import SpikeStatistics

/// What a condition can ask for.
///
/// The names are those of the screens. That `sin` and `spikes` count the events of one step, so
/// that a condition on them can become true again, is this project's own definition.
package enum Quantity: Equatable, Sendable {
  /// Of a neuron, of a layer or of the whole network, where the figure has such a value.
  case figure(Figure)
  /// One for the whole run.
  case run(RunQuantity)

  /// - Parameter name: As conditions spell it.
  package init?(named name: String, in figures: Figures) {
    if let figure = figures[word: name] {
      self = .figure(figure)
    } else if let quantity = RunQuantity(rawValue: name) {
      self = .run(quantity)
    } else {
      return nil
    }
  }

  /// All there are, in the order in which the help lists them.
  package static func all(in figures: Figures) -> [Quantity] {
    figures.words.map(Quantity.figure) + RunQuantity.allCases.map(Quantity.run)
  }

  /// How conditions spell it.
  package var name: String {
    switch self {
    case .figure(let figure): figure.word ?? figure.id
    case .run(let quantity): quantity.rawValue
    }
  }

  /// What it means, for the help and the completion.
  package var summary: String {
    switch self {
    case .figure(let figure): figure.help
    case .run(let quantity): quantity.summary
    }
  }

  /// Whether it is asked of the whole network, of a place, or of either.
  package var places: Places {
    switch self {
    case .figure(let figure):
      if figure.layer == nil, figure.neuron == nil { return .never }
      return figure.network == nil ? .required : .optional
    case .run:
      return .never
    }
  }

  /// Whether a layer or a neuron must stand behind the name.
  package enum Places: Sendable { case never, optional, required }

  var isClass: Bool {
    switch self {
    case .figure: false
    case .run(let quantity): quantity.isClass
    }
  }
}

/// What a condition can ask of a run that is no figure: its time, its answers, its comparison.
package enum RunQuantity: String, Sendable, CaseIterable {
  /// The step.
  case step = "t"
  /// The class that the accumulated output stands for; absent before the first readout.
  case prediction
  /// The class that the analog network answers.
  case ann
  /// The true class of the image.
  case label
  /// The spikes so far that differ between two networks; not a quantity of one network.
  case diverge

  var summary: String {
    switch self {
    case .step: "the step"
    case .prediction: "the class that the SNN answers"
    case .ann: "the class that the ANN answers"
    case .label: "the true class of the image"
    case .diverge: "spikes so far that differ between two networks"
    }
  }

  var isClass: Bool {
    switch self {
    case .prediction, .ann, .label: true
    case .step, .diverge: false
    }
  }
}
