/// A dense array of numbers and its shape, in row-major order: the last index runs fastest.
package struct Tensor: Equatable, Sendable {
  /// The length of every axis; empty for a single number.
  package let shape: [Int]

  /// The numbers; as many as the product of `shape`.
  package var elements: [Float]

  /// - Precondition: `elements` holds as many numbers as `shape` asks for.
  package init(shape: [Int], elements: [Float]) {
    precondition(
      shape.reduce(1, *) == elements.count, "\(elements.count) elements for the shape \(shape)")
    self.shape = shape
    self.elements = elements
  }

  /// A tensor of zeros.
  package init(zeros shape: [Int]) {
    self.init(shape: shape, elements: Array(repeating: 0, count: shape.reduce(1, *)))
  }

  package var count: Int { elements.count }
}
