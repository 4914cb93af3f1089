/// A predicate over the state of a run after a step, as it was typed.
///
/// A value that does not exist yet, as a rate before the first step, makes no condition true, nor
/// its negation.
package indirect enum Condition: Equatable, Sendable {
  /// True where the quantity is not zero.
  case isNonzero(Measure)
  case compares(Measure, Comparison, Measure)
  case not(Condition)
  case both(Condition, Condition)
  case either(Condition, Condition)
}

package enum Comparison: String, Equatable, Sendable, CaseIterable {
  // Longer signs first, because one is the beginning of another.
  case atLeast = ">="
  case atMost = "<="
  case equal = "=="
  case unequal = "!="
  case above = ">"
  case below = "<"

  func holds(_ left: Double, _ right: Double) -> Bool {
    switch self {
    case .atLeast: left >= right
    case .atMost: left <= right
    case .equal: left == right
    case .unequal: left != right
    case .above: left > right
    case .below: left < right
    }
  }
}

/// A number, or a quantity of the network at a place.
package struct Measure: Equatable, Sendable {
  package enum Value: Equatable, Sendable {
    case number(Double)
    case quantity(Quantity, ConditionPlace?)
  }

  package var value: Value

  /// Where it was typed, from 1 on.
  package var column: Int
}

/// A layer or a neuron, by its name.
package struct ConditionPlace: Equatable, Sendable {
  package var layer: String
  /// The number of the neuron, as PyTorch flattens a map.
  package var unit: Int?

  /// Where the layer and the neuron were typed, from 1 on.
  package var column: Int
  package var unitColumn: Int
}

/// What a condition can ask for; a layer stands for a sum of spikes, else for its mean.
///
/// The names are those of the screens. That `sin` and `spikes` count the events of one step, so
/// that a condition on them can become true again, is this project's own definition.
package enum Quantity: String, Equatable, Sendable, CaseIterable {
  /// Spikes of inactivated neurons in this step: of a neuron, a layer, or all.
  case sin
  /// Spikes in this step: of a neuron, a layer, or all.
  case spikes
  /// Spikes per neuron and step so far: of a neuron, a layer, or all.
  case rate
  /// D, lead or lag, as of its last evaluation: of a neuron, or the mean of a layer.
  case deviation = "D"
  /// The potential after the reset: of a neuron, or the mean of a layer.
  case potential = "v"
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

  /// What it means, for the help and the completion.
  package var summary: String {
    switch self {
    case .sin: "SIN in this step"
    case .spikes: "spikes in this step"
    case .rate: "spikes per neuron and step"
    case .deviation: "lead or lag, of a layer the mean"
    case .potential: "potential, of a layer the mean"
    case .step: "the step"
    case .prediction: "the class that the SNN answers"
    case .ann: "the class that the ANN answers"
    case .label: "the true class of the image"
    case .diverge: "spikes so far that differ between two networks"
    }
  }

  /// Whether it is asked of the whole network, of a place, or of either.
  package var places: Places {
    switch self {
    case .sin, .spikes, .rate: .optional
    case .deviation, .potential: .required
    case .step, .prediction, .ann, .label, .diverge: .never
    }
  }

  package enum Places: Sendable { case never, optional, required }

  var isClass: Bool {
    switch self {
    case .prediction, .ann, .label: true
    case .sin, .spikes, .rate, .deviation, .potential, .step, .diverge: false
    }
  }
}

/// When a run shall stop.
///
/// It stops at each step after which the condition holds and after the step before it did not:
/// where it *becomes* true. With `every` in front, at each step after which it holds. Neither
/// depends on where the run started, so that the way back meets the same steps. (This project's own
/// rule.)
package struct StopCondition: Equatable, Sendable {
  package var condition: Condition
  package var stopsAtEveryStep: Bool

  /// As it was typed, without surrounding blanks.
  package var text: String

  /// The word that asks for every step.
  package static let everyWord = "every"
}
