/// Somebody who wants every step of a run as soon as it was computed for the first time.
package protocol StepSink: AnyObject, Sendable {
  /// Called on the engine's thread after some steps; holds it up where the sink has fallen behind
  /// further than it may.
  ///
  /// - Parameter isPaused: Whether no more steps follow at once.
  func take(_ timeline: Timeline, isPaused: Bool)

  /// The run is over, or another one takes its place.
  func end()
}

/// Those who are given the steps of one run.
struct StepSinks {
  private var sinks: [any StepSink] = []

  var isEmpty: Bool { sinks.isEmpty }

  mutating func add(_ sink: any StepSink) { sinks.append(sink) }

  /// Gives a sink the last steps, and tells it that it is over.
  mutating func end(_ sink: any StepSink, after timeline: Timeline) {
    guard sinks.contains(where: { $0 === sink }) else { return }
    sinks.removeAll { $0 === sink }
    sink.take(timeline, isPaused: true)
    sink.end()
  }

  mutating func endAll(after timeline: Timeline) {
    for sink in sinks { end(sink, after: timeline) }
  }

  func take(_ timeline: Timeline, isPaused: Bool) {
    for sink in sinks { sink.take(timeline, isPaused: isPaused) }
  }
}
