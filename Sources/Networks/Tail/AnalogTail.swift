/// What a model file computes of the numbers of some layers, behind all that spikes: the decoding
/// of a detector, a softmax at every place.
///
/// The layers are the readouts of the network; a spiking network gives their accumulated values
/// over the time of accumulation, a trained one its own. The tail is evaluated in floats (`Tasks`).
/// It has no trained layers. Its values are tensors: first those of the readouts, in their order,
/// then one for each step.
package struct AnalogTail: Codable, Equatable, Sendable {
  /// Of the readouts; their numbers are in the order of unit numbers, which is row-major order.
  package var heads: [[Int]]

  /// In topological order.
  package var steps: [TailStep]

  /// What the file gives; at least one.
  package var outputs: [TailOutput]

  package init(heads: [[Int]], steps: [TailStep], outputs: [TailOutput]) {
    self.heads = heads
    self.steps = steps
    self.outputs = outputs
  }

  /// The shape of a value.
  package func shape(of value: Int) -> [Int] {
    value < heads.count ? heads[value] : steps[value - heads.count].shape
  }

  private enum CodingKeys: String, CodingKey { case heads, steps, outputs }
}

/// One tensor that a tail computes from others.
package struct TailStep: Codable, Equatable, Sendable {
  package var operation: TailOperation
  /// Which values it takes.
  package var inputs: [Int]
  package var shape: [Int]

  package init(_ operation: TailOperation, inputs: [Int], shape: [Int]) {
    self.operation = operation
    self.inputs = inputs
    self.shape = shape
  }

  private enum CodingKeys: String, CodingKey { case operation, inputs, shape }
}

/// One of the outputs of a file.
package struct TailOutput: Codable, Equatable, Sendable {
  /// What the file calls it.
  package var name: String
  /// Which value it is.
  package var value: Int
  package var shape: MapShape

  package init(name: String, value: Int, shape: MapShape) {
    self.name = name
    self.value = value
    self.shape = shape
  }

  private enum CodingKeys: String, CodingKey { case name, value, shape }
}
