/// How closely an observer looks at a layer.
package enum Attention: Sendable {
  /// Not at all.
  case none
  /// At some steps at once where the spikes of all of them deliver the same, else at each.
  case together
  /// At each step.
  case eachStep
}

/// What an observer sees of a layer.
package enum Observation {
  /// A step, and the population after it.
  case step(Int, Population)
  /// Some steps at once, and the population after the last.
  case chunk(SpikeChunk, Population)
}

/// Who sees the layers of a simulation as it goes on: what `Simulation.advance` is given; at first
/// nobody.
struct Observer {
  var attention: (_ layer: Int) -> Attention = { _ in .none }
  var lendReleased: (_ layer: Int) -> [Float] = { _ in [] }
  var observe: (_ layer: Int, Observation) -> Void = { _, _ in }

  /// Called whenever a layer has taken the steps at hand.
  var passing: (_ layer: Int) -> Void = { _ in }
}
