/// Somebody who wants every step of a run as soon as it was computed for the first time.
package protocol StepSink: AnyObject, Sendable {
  /// Called on the engine's thread after some steps; holds it up where the sink has fallen behind
  /// further than it may.
  ///
  /// - Parameters:
  ///   - steps: To be let go before returning: who keeps them makes the run copy them.
  ///   - isPaused: Whether no more steps follow at once.
  func take(_ steps: RunSteps, isPaused: Bool)

  /// The run is over, or another one takes its place.
  func end()
}
