import Runs

/// Those who are given the steps of one run.
struct StepSinks {
  private var sinks: [any StepSink] = []

  var isEmpty: Bool { sinks.isEmpty }

  mutating func add(_ sink: any StepSink) { sinks.append(sink) }

  /// Gives a sink the last steps, and tells it that it is over.
  mutating func end(_ sink: any StepSink, after timeline: Timeline) {
    guard sinks.contains(where: { $0 === sink }) else { return }
    sinks.removeAll { $0 === sink }
    sink.take(timeline.steps, isPaused: true)
    sink.end()
  }

  mutating func endAll(after timeline: Timeline) {
    for sink in sinks { end(sink, after: timeline) }
  }

  func take(_ timeline: Timeline, isPaused: Bool) {
    for sink in sinks { sink.take(timeline.steps, isPaused: isPaused) }
  }
}
