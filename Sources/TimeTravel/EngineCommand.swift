/// What the engine's thread can be told to do.
///
/// Moves are relative, so that three quick key presses on a stale screen still mean three steps.
package enum EngineCommand: Equatable, Sendable {
  /// Runs to the horizon, or to a step at which a breakpoint stops it; from the horizon on, runs as
  /// far again.
  case run
  /// Runs on until a condition or a breakpoint stops this run.
  case runUntil(StopCondition)
  /// Goes back to the last step at which a run would have stopped, or as far as the fence; `nil` is
  /// any breakpoint.
  case runBack(to: StopCondition?, fence: Int)
  case breaks(BreakCommand)
  case pause
  /// Moves by a number of steps, back if negative, and stays there.
  case move(by: Int)
  /// Moves to a step, and stays there.
  case seek(to: Int)
  /// Moves to the next or previous step in which a neuron fires; forward it simulates up to the
  /// horizon if no such step is recorded. The unit is in channels-last order.
  case seekSpike(unit: Int, layer: Int, forward: Bool)
  /// How many steps per second to run at most; infinity for as fast as possible.
  case setSpeed(stepsPerSecond: Double)
  case stop
}
