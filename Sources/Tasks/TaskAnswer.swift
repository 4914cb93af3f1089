import Networks

/// What a network answers to one image; which of these it is, its task says.
package enum TaskAnswer: Equatable, Sendable {
  /// The number of the class; `nil` where there are no values.
  case label(Int?)
  /// In pixels of the input, those of the highest scores first.
  case objects([DetectedObject])
  /// The class of each place, row by row.
  case places(ClassMap)
}

extension ClassMap {
  /// The share of places with the class that another map of the same size has there.
  package func share(of other: ClassMap) -> Double {
    let same = zip(labels, other.labels).count { $0 == $1 }
    return Double(same) / Double(max(labels.count, 1))
  }
}

/// Makes answers of outputs: the one place where tasks are told apart.
package struct TaskReader: Sendable {
  package let task: NetworkTask
  private let input: MapShape
  /// Of the outputs behind the tail.
  private let shapes: [MapShape]
  private let tail: AnalogTail?

  /// - Parameters:
  ///   - shapes: Those of the outputs, behind the tail where there is one.
  /// - Precondition: The task suits them.
  package init(
    _ task: NetworkTask, input: MapShape, outputs shapes: [MapShape], tail: AnalogTail? = nil
  ) {
    self.task = task
    self.input = input
    self.shapes = shapes
    self.tail = tail
  }

  package init(_ network: AnalogNetwork) {
    self.init(
      network.task, input: network.inputShape,
      outputs: network.results.map(\.shape), tail: network.tail)
  }

  package init(_ network: SpikingNetwork) {
    self.init(
      network.task, input: network.inputShape,
      outputs: network.resultShapes, tail: network.tail)
  }

  package var classCount: Int { task.classCount(ofOutputs: shapes) }

  /// - Parameter outputs: Those of the readouts, each in the order of unit numbers: the values of
  ///   the trained network, or the accumulated ones over the time of accumulation.
  package func answer(from outputs: [[Float]]) -> TaskAnswer {
    let outputs = tail.map { $0.outputs(of: outputs) } ?? outputs
    return switch task {
    case .classification: .label(outputs.first.flatMap(largest))
    case .detection(let task): .objects(BoxDecoder(task, input: input).objects(in: outputs))
    case .segmentation: .places(classMap(of: outputs[0], shapes[0]))
    }
  }
}

extension TaskReader {
  /// The boxes of a detector as `answer(from:)` has them, and how many boxes are none because their
  /// place or score is not finite; `nil` of other tasks.
  package func boxes(from outputs: [[Float]]) -> (objects: [DetectedObject], unusable: Int)? {
    guard case .detection(let task) = task else { return nil }
    let outputs = tail.map { $0.outputs(of: outputs) } ?? outputs
    return BoxDecoder(task, input: input).reading(of: outputs)
  }
}

/// The position of the largest value, the first of equal ones; of one value whether it is positive.
private func largest(_ values: [Float]) -> Int? {
  if values.count == 1 { return values[0] > 0 ? 1 : 0 }
  return values.max().flatMap { values.firstIndex(of: $0) }
}
