/// A condition at which every run stops, in either direction.
package struct Breakpoint: Equatable, Sendable {
  package let number: Int
  package var condition: StopCondition
  package internal(set) var isEnabled = true

  /// How often a run has stopped here, before any image.
  package internal(set) var hits = 0

  /// The steps of this timeline at which one has, ascending; the latest of them if they are many.
  package internal(set) var steps: [Int] = []

  /// Why the present network cannot be asked, so that no run stops here; `nil` where it can.
  package internal(set) var problem: String?

  package init(number: Int, condition: StopCondition) {
    self.number = number
    self.condition = condition
  }
}

/// What can be done to breakpoints; unknown numbers are ignored.
package enum BreakCommand: Equatable, Sendable {
  /// Adds a breakpoint; one of the same number is replaced.
  case set(Breakpoint)
  case remove(number: Int)
  case enable(number: Int, Bool)
}

/// Why a run ended, where it was to end at a condition or a spike.
package struct EngineStop: Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    case breakpoint(number: Int)
    /// The condition of a single run, in either direction.
    case until
    /// The condition of a single run has not become true up to the horizon.
    case notMet
    /// No condition became true between here and where the run back began.
    case notFound(from: Int)
    /// The neuron that `condition` names does not fire from here to the step where runs end.
    case noSpikeAhead(upTo: Int)
    /// The neuron that `condition` names did not fire before this step, as far as steps are kept.
    case noSpikeBefore(firstKept: Int)
    /// The network that was loaded cannot be asked.
    case cannotBeAsked(problem: String)
  }

  /// Counts the stops of an engine, from 1 on.
  package let serial: Int
  package let step: Int
  /// The condition as it was typed, or the name of a neuron; empty where it was any breakpoint.
  package let condition: String
  package let reason: Reason
}
