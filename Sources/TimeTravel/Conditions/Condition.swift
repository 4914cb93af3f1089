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

/// A sign between two measures, as it is typed.
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
  /// What is measured.
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

/// When a run shall stop.
///
/// It stops at each step after which the condition holds and after the step before it did not:
/// where it *becomes* true. With `every` in front, at each step after which it holds. Neither
/// depends on where the run started, so that the way back meets the same steps. (This project's own
/// rule.)
package struct StopCondition: Equatable, Sendable {
  package var condition: Condition

  /// Whether `every` stands in front.
  package var stopsAtEveryStep: Bool

  /// As it was typed, without surrounding blanks.
  package var text: String

  /// The word that asks for every step.
  package static let everyWord = "every"
}
