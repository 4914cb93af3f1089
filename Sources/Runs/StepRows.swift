/// As many values for every step, of long runs for the first steps and the latest alone.
///
/// A value: a copy shares all full chunks with the original, so that handing one to the display
/// costs the same after any number of steps.
package struct StepRows<Value: Sendable>: Sendable {
  /// How many values a step has.
  package let width: Int

  /// The first one, and the latest ones; each holds step after step.
  private var chunks: [[Value]] = []

  /// How many chunks behind the first one have been dropped.
  private var droppedChunks = 0

  /// The last step that there is room for.
  package private(set) var lastStep = 0

  package init(width: Int) {
    self.width = width
  }

  /// How many steps are kept.
  package var stepCount: Int { lastStep - droppedChunks * chunkLength }

  /// A value of a step; `nil` where that was not reached, or is not kept any more.
  package subscript(step: Int, column: Int) -> Value? {
    guard let (chunk, row) = position(of: step) else { return nil }
    return chunks[chunk][row * width + column]
  }

  /// Changes a value of a step that is kept.
  package mutating func set(_ value: Value, at step: Int, column: Int) {
    guard let (chunk, row) = position(of: step) else { return }
    chunks[chunk][row * width + column] = value
  }

  /// Makes room for steps after `lastStep`, all of their values being this one.
  package mutating func append(steps: Int, filledWith value: Value) {
    for _ in 0..<steps {
      if lastStep % chunkLength == 0 { chunks.append([]) }
      chunks[chunks.count - 1].append(contentsOf: repeatElement(value, count: width))
      lastStep += 1
    }
    while chunks.count > 2 + StepHistory.latestSteps / chunkLength {
      chunks.remove(at: 1)
      droppedChunks += 1
    }
  }

  private func position(of step: Int) -> (chunk: Int, row: Int)? {
    guard step >= 1, step <= lastStep else { return nil }
    let (number, row) = (step - 1).quotientAndRemainder(dividingBy: chunkLength)
    if number == 0 { return (0, row) }
    let chunk = number - droppedChunks
    return chunk < 1 ? nil : (chunk, row)
  }
}

/// How many steps are kept or dropped together.
private let chunkLength = StepHistory.firstSteps
