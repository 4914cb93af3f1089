import HDF5

extension HDF5Array<Float> {
  /// One value per unit, in row-major order; `nil` for a shape that says of other units.
  ///
  /// A parameter has the axes of its units, or is the flat list of them; axes of length 1 make no
  /// difference. One number is that of all units, and one in place of a whole axis that of all
  /// along it, as in `channels x 1 x 1`.
  ///
  /// - Parameter lengths: Those of the axes of the units.
  func spread(over lengths: [Int]) -> [Float]? {
    let count = lengths.reduce(1, *)
    if elements.count == 1 { return Array(repeating: elements[0], count: count) }
    let axes = shape.filter { $0 != 1 }
    if elements.count == count, axes == [count] || axes == lengths.filter({ $0 != 1 }) {
      return elements
    }
    guard shape.count == lengths.count,
      zip(shape, lengths).allSatisfy({ own, length in own == length || own == 1 })
    else { return nil }
    return ONNXConstant(shape: shape, .floats(elements)).broadcast(to: lengths).floats
  }
}
