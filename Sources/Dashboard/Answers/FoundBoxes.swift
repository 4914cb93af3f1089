import Networks
import Tasks
import TimeTravel

/// A box of the spiking network and the analog network's for the same place, or one of both alone.
package struct MatchedBox: Equatable, Sendable {
  package var spiking: DetectedObject?
  package var analog: DetectedObject?

  var label: Int { spiking?.label ?? analog?.label ?? 0 }

  /// Whether both are for one object: they overlap, and their classes are the same.
  package var isSame: Bool { spiking != nil && spiking?.label == analog?.label }

  /// Whether both lie in one place, but with different classes.
  package var differs: Bool { spiking != nil && analog != nil && !isSame }

  /// How much the two overlap, whatever their classes; `nil` of one alone.
  package var overlap: Double? {
    guard let spiking, let analog else { return nil }
    return spiking.box.overlap(with: analog.box)
  }

  /// Of two boxes for one place, so much overlaps.
  private static let leastOverlap = 0.5

  /// Each box of the analog network with the best of the others of its class that overlaps by half,
  /// then of what is left with the best of another class that does; the spiking network's in order
  /// of score, then what only the analog network finds.
  package static func matches(
    spiking: [DetectedObject], analog: [DetectedObject]
  ) -> [MatchedBox] {
    var positions = BoxMatching.positions(
      of: spiking.map { ($0.box, $0.label) }, in: analog.map { ($0.box, $0.label) },
      least: leastOverlap)
    let taken = Set(positions.compactMap(\.self))
    let alone = spiking.indices.filter { positions[$0] == nil }
    let free = analog.indices.filter { !taken.contains($0) }
    // One label for all: any class goes with any other.
    let others = BoxMatching.positions(
      of: alone.map { (spiking[$0].box, 0) }, in: free.map { (analog[$0].box, 0) },
      least: leastOverlap)
    for (index, position) in zip(alone, others) { positions[index] = position.map { free[$0] } }
    let all = Set(positions.compactMap(\.self))
    return zip(spiking, positions).map { object, position in
      MatchedBox(spiking: object, analog: position.map { analog[$0] })
    } + analog.indices.filter { !all.contains($0) }.map { MatchedBox(analog: analog[$0]) }
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

  /// How many values an answer is decoded from.
  private var outputValues: Int {
    network.readouts.reduce(0) { $0 + network.layers[$1].shape.count }
  }

  /// Whether answers can be followed over so many steps without making the screen wait.
  func canFollowBoxes(steps: Int) -> Bool { outputValues * steps <= Self.mostFollowed }

  /// Of so many cells along time one of how many can have an answer of its own without making the
  /// screen wait; 1 where each can.
  func cellsPerAnswer(cells: Int) -> Int {
    max((outputValues * cells + Self.mostFollowed - 1) / Self.mostFollowed, 1)
  }
}
