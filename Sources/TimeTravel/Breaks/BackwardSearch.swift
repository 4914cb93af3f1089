import SpikingEngine

/// Looks for the last step before the present at which a run would have stopped.
///
/// Replays a copy of the timeline from one checkpoint to the next, the latest stretch first, so
/// that the present stays where it is until something is found.
struct BackwardSearch {
  /// Where the search began.
  let start: Int

  /// The first step that is looked at.
  let fence: Int

  private var timeline: LockStep
  private var watch: ConditionWatch

  /// The last step that may still be found, and the end of the stretch in progress.
  private var end: Int

  /// What was found in this stretch so far.
  private var last: (step: Int, stops: [ConditionWatch.Watched])?
  private var isInStretch = false
  private var first = 0

  enum Outcome {
    case goesOn
    case found(step: Int, stops: [ConditionWatch.Watched])
    case nothing
  }

  init(_ timeline: LockStep, watch: ConditionWatch, fence: Int) {
    start = timeline.step
    self.fence = min(max(fence, 0), timeline.step)
    self.timeline = timeline
    self.watch = watch
    end = timeline.step - 1
  }

  /// Looks at some more steps.
  mutating func work(steps: Int, on engine: Engine) -> Outcome {
    for _ in 0..<max(steps, 1) {
      if !isInStretch {
        // A run begins at step 0, so nothing stops it there.
        guard end >= max(fence, 1) else { return .nothing }
        timeline.approach(end - 1, by: 0, on: engine)
        first = timeline.step
        watch.begin(at: timeline.present)
        isInStretch = true
      }
      timeline.advance(on: engine)
      let stops = watch.stops(at: timeline.present)
      if !stops.isEmpty, timeline.step >= fence { last = (timeline.step, stops) }
      if timeline.step == end {
        if let last { return .found(step: last.step, stops: last.stops) }
        end = first
        isInStretch = false
      }
    }
    return .goesOn
  }
}
