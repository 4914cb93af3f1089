/// What one image came to before one network that ran for T steps.
package struct ImageOutcome: Equatable, Sendable {
  /// A class that a network answers with.
  package struct Answer: Equatable, Sendable {
    package var index: Int

    /// By how much it is right: the probability (softmax) of the class that it should be, less that
    /// of the strongest other one, from -1 to 1 and below 0 where the answer is wrong.
    ///
    /// It should be the label, or without one the analog network's answer. `nan` where the output
    /// is not finite. This project's own measure.
    package var margin: Float

    package init(index: Int, margin: Float) {
      self.index = index
      self.margin = margin
    }
  }

  /// An answer that holds from a step on.
  package struct Change: Equatable, Sendable {
    /// From 1 on.
    package var step: Int32
    /// The class, or where answers are none the score in thousandths.
    package var answer: Int32

    package init(step: Int32, answer: Int32) {
      self.step = step
      self.answer = answer
    }
  }

  /// The inactivated neurons of a layer, and those of them that fired.
  package struct SINCount: Equatable, Sendable {
    package var neurons: Int32
    package var inactive: Int32

    package init(neurons: Int32, inactive: Int32) {
      self.neurons = neurons
      self.inactive = inactive
    }
  }

  /// The number of the image in its data set.
  package let index: Int

  /// The right class, if it is known.
  package let label: Int?

  /// Of the analog network; `nil` without one.
  package let analog: Answer?

  /// Of the spiking network at T; `nil` before its first readout.
  package let spiking: Answer?

  /// How the answer of the spiking network went, by step; empty before the first readout.
  package let course: [Change]

  /// One per layer with an analog counterpart; empty without an ANN.
  package let sin: [SINCount]

  /// Of all layers, and the synaptic additions that they made.
  package let spikes: Int
  package let operations: Int

  /// What the answers come to where they are no class; `nil` where they are.
  package private(set) var figures: AnswerFigures?

  package init(
    index: Int, label: Int?, analog: Answer?, spiking: Answer?, course: [Change],
    sin: [SINCount], spikes: Int, operations: Int
  ) {
    self.index = index
    self.label = label
    self.analog = analog
    self.spiking = spiking
    self.course = course
    self.sin = sin
    self.spikes = spikes
    self.operations = operations
  }
}

// What follows from it.
extension ImageOutcome {
  /// The same with what the answers come to.
  package func with(_ figures: AnswerFigures) -> ImageOutcome {
    var outcome = self
    outcome.figures = figures
    return outcome
  }

  /// The class that answers should be: the label, or without one the analog network's answer.
  package var truth: Int? { label ?? analog?.index }

  /// Whether the analog network answers with the label; `nil` without either.
  package var analogIsRight: Bool? {
    if let figures { return figures.analogIsRight }
    return label.flatMap { label in analog.map { $0.index == label } }
  }

  /// Whether the spiking network is right at T; `nil` where nobody says what is.
  package var isRight: Bool? {
    if let figures { return figures.isRight }
    return truth.map { spiking?.index == $0 }
  }

  /// Whether the spiking network is wrong where the analog network is not: what a conversion has
  /// lost, or without an analog network any mistake.
  ///
  /// Of answers that are no classes, as `AnswerFigures` says.
  package var isLost: Bool {
    figures.map(\.isLost) ?? (isRight == false && analogIsRight != false)
  }

  /// The step from which on the answer is that of T.
  package var settledStep: Int? { course.last.map { Int($0.step) } }

  /// The answer after a step, from 1 on; `nil` before the first readout.
  package func answer(at step: Int) -> Int? {
    course.last { $0.step <= step }.map { Int($0.answer) }
  }

  /// The inactivated neurons that fired over all that are inactivated; `nil` where there are none.
  package var sinShare: Double? {
    let inactive = sin.reduce(0) { $0 + Int($1.inactive) }
    return ratio(sin.reduce(0) { $0 + Int($1.neurons) }, of: inactive)
  }
}

extension ImageOutcome: Codable {
  /// As a short list, because there is one for each image; -1 stands for no class, and `null` for
  /// no number.
  package func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    try list.encode(index)
    try list.encode(label ?? -1)
    for answer in [analog, spiking] {
      try list.encode(answer?.index ?? -1)
      try list.encode(answer.flatMap { $0.margin.isFinite ? $0.margin : nil })
    }
    try list.encode(spikes)
    try list.encode(operations)
    try list.encode(course.flatMap { [$0.step, $0.answer] })
    try list.encode(sin.flatMap { [$0.neurons, $0.inactive] })
    if let figures { try list.encode(figures) }
  }

  package init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    let known = { (number: Int) in number < 0 ? nil : number }
    index = try list.decode(Int.self)
    label = known(try list.decode(Int.self))
    var answers: [Answer?] = []
    for _ in 0..<2 {
      let answer = known(try list.decode(Int.self))
      let margin = try list.decode(Float?.self) ?? .nan
      answers.append(answer.map { Answer(index: $0, margin: margin) })
    }
    (analog, spiking) = (answers[0], answers[1])
    spikes = try list.decode(Int.self)
    operations = try list.decode(Int.self)
    course = try pairs(in: list.decode([Int32].self)).map { Change(step: $0, answer: $1) }
    sin = try pairs(in: list.decode([Int32].self)).map { SINCount(neurons: $0, inactive: $1) }
    figures = list.isAtEnd ? nil : try list.decode(AnswerFigures.self)
  }

  /// Whether it can be what came of a network; what comes from a file may not be.
  ///
  /// - Parameter classes: `nil` where answers are none.
  package func fits(images: Int, classes: Int?, steps: Int, layers: Int) -> Bool {
    let answers = [label, analog?.index, spiking?.index] + course.map { Int($0.answer) }
    let times = course.map { Int($0.step) }
    let possible = 0..<(classes ?? AnswerFigures.fullScore + 1)
    guard (classes == nil) == (figures != nil), figures?.isPossible ?? true else { return false }
    return (0..<images).contains(index)
      && answers.allSatisfy { $0.map { possible.contains($0) } ?? true }
      && times.allSatisfy { (1...max(steps, 1)).contains($0) }
      && zip(times, times.dropFirst()).allSatisfy { $0 < $1 }
      && (figures != nil || (course.last.map { Int($0.answer) }) == spiking?.index)
      && sin.count == layers && sin.allSatisfy { $0.neurons >= 0 && $0.neurons <= $0.inactive }
      && spikes >= 0 && operations >= 0
  }
}

/// Numbers two by two; an odd one at the end is left out.
private func pairs(in numbers: [Int32]) -> [(Int32, Int32)] {
  stride(from: 0, to: numbers.count - 1, by: 2).map { (numbers[$0], numbers[$0 + 1]) }
}
