import Networks

/// The shape of the image: what the file declares, and what others say of lengths that it leaves
/// open.
struct ONNXInputShape {
  let graph: ONNXGraph

  /// The largest number of units of a map: far beyond any image network, and still allocated
  /// without harm.
  static let largestMap = 1 << 26

  /// With the batch in front, which counts as 1 where it is symbolic.
  ///
  /// - Parameter lengths: Those of one image, `[channels, height, width]` or in the order of the
  ///   file; `nil` where nobody says them.
  func resolved(_ lengths: [Int]?) throws(FormatError) -> [Int] {
    let declared = try declared
    if let lengths { return try resolved(declared, by: lengths) }
    guard let axis = declared.indices.dropFirst().first(where: { declared[$0] == nil }) else {
      return declared.map { $0 ?? 1 }
    }
    throw .symbolicDimension(
      file: graph.file, input: graph.input.name, axis: axis, name: name(axis))
  }

  /// The lengths in the first order in which they agree with all that the file fixes.
  private func resolved(_ declared: [Int?], by lengths: [Int]) throws(FormatError) -> [Int] {
    let image = DeclaredLengths(fixed: Array(declared.dropFirst()))
    guard let fitting = image.filled(by: lengths) else {
      throw unsupported(image.refusal(of: lengths) { name($0 + 1) })
    }
    return [declared[0] ?? 1] + fitting
  }

  /// What the file calls the length of an axis.
  private func name(_ axis: Int) -> String {
    switch graph.input.type.tensorType.shape.dim[axis].value {
    case .dimParam(let name): name
    case .dimValue, nil: "?"
    }
  }

  /// `nil` for lengths that the file leaves open.
  private var declared: [Int?] {
    get throws(FormatError) {
      let input = graph.input
      let type = ElementType(rawValue: Int(input.type.tensorType.elemType))
      guard graph.takesPixels || type?.isFloat == true else {
        throw unsupported(
          "the image is neither of floating-point numbers nor of bytes (uint8); export the model "
            + "with such an input, and give the scale of its pixels in the model card")
      }
      let axes = input.type.tensorType.shape.dim
      guard (2...4).contains(axes.count) else {
        throw unsupported(
          "the image has \(axes.count) axes; [batch, channels, height, width], [batch, channels, "
            + "length] or [batch, features] are possible")
      }
      var declared: [Int?] = []
      for (axis, length) in axes.enumerated() {
        switch length.value {
        case .dimValue(let value) where (1...Int64(Self.largestMap)).contains(value):
          declared.append(Int(value))
        case .dimParam, nil: declared.append(nil)
        case .dimValue(let value):
          throw .malformed(
            file: graph.file, node: input.name, what: "axis \(axis) has length \(value)")
        }
      }
      return declared
    }
  }

  private func unsupported(_ what: String) -> FormatError {
    .unsupported(file: graph.file, node: graph.input.name, what: what)
  }
}
