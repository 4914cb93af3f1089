/// What the engine's thread can be told to do.
///
/// Moves are relative, so that three quick key presses on a stale screen still mean three steps.
package enum EngineCommand: Equatable, Sendable {
  /// Runs to the horizon; from the horizon on, runs as far again.
  case run
  case pause
  /// Moves by a number of steps, back if negative, and stays there.
  case move(by: Int)
  /// Moves to a step, and stays there.
  case seek(to: Int)
  /// Moves to the next or previous step in which a neuron fires; forward it simulates up to the
  /// horizon if no such step is recorded. The unit is in population order.
  case seekSpike(unit: Int, layer: Int, forward: Bool)
  /// How many steps per second to run at most; infinity for as fast as possible.
  case setSpeed(stepsPerSecond: Double)
  case stop
}
