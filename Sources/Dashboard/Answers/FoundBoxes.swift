import Networks
import Tasks
import TimeTravel

/// A box of the spiking network and the analog network's for the same object, or one of both alone.
struct MatchedBox {
  var spiking: DetectedObject?
  var analog: DetectedObject?

  var label: Int { spiking?.label ?? analog?.label ?? 0 }

  /// How much the two overlap; `nil` of one alone.
  var overlap: Double? {
    guard let spiking, let analog else { return nil }
    return spiking.box.overlap(with: analog.box)
  }

  /// Of two boxes for one object, so much overlaps.
  private static let leastOverlap = 0.5

  /// Each box of the analog network with the best of the others of its class that overlaps by half;
  /// the spiking network's in order of score, then what only the analog network finds.
  static func matches(
    spiking: [DetectedObject], analog: [DetectedObject]
  ) -> [MatchedBox] {
    var free = analog
    let matched = spiking.map { object in
      let overlaps = free.indices.filter { free[$0].label == object.label }
        .map { (index: $0, overlap: free[$0].box.overlap(with: object.box)) }
      guard let best = overlaps.max(by: { $0.overlap < $1.overlap }),
        best.overlap >= leastOverlap
      else { return MatchedBox(spiking: object) }
      return MatchedBox(spiking: object, analog: free.remove(at: best.index))
    }
    return matched + free.map { MatchedBox(analog: $0) }
  }
}

extension ScreenView {
  /// Boxes of some outputs, in pixels of the input.
  func boxes(in outputs: [[Float]]?) -> [DetectedObject]? {
    guard let outputs, case .objects(let objects) = TaskReader(network).answer(from: outputs)
    else { return nil }
    return objects
  }

  /// What the spiking network answers so far; `nil` before the first complete readout, and where
  /// nobody tells the outputs.
  var spikingAnswer: TaskAnswer? {
    memo.answer(
      of: RasterMemo.Answerer(
        generation: engine.generation, step: step, ownStep: senderStep(step))
    ) {
      meanOutputs(of: runState).map { TaskReader(network).answer(from: $0) }
    }
  }

  /// What the analog network answers; `nil` without one.
  var analogAnswer: TaskAnswer? {
    guard context.hasANN else { return nil }
    // What is being loaded has another network than the one that runs.
    guard context.generation == engine.generation else {
      return TaskReader(network).answer(from: context.analogOutputs)
    }
    return memo.answer(of: RasterMemo.Answerer(generation: context.generation)) {
      TaskReader(network).answer(from: context.analogOutputs)
    }
  }

  /// The boxes so far; `nil` before there is an answer.
  var spikingBoxes: [DetectedObject]? {
    if case .objects(let objects)? = spikingAnswer { objects } else { nil }
  }

  /// Those of the analog network; none without one.
  var analogBoxes: [DetectedObject] {
    if case .objects(let objects)? = analogAnswer { objects } else { [] }
  }

  /// So many values are decoded for a curve over time at most: a few milliseconds.
  private static let mostFollowed = 1 << 20

  /// Whether boxes can be followed over so many steps without making the screen wait.
  func canFollowBoxes(steps: Int) -> Bool {
    let values = network.readouts.reduce(0) { $0 + network.layers[$1].shape.count }
    return values * steps <= Self.mostFollowed
  }
}
