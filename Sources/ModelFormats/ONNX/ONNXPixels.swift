import Networks

/// Images of bytes (`uint8`), as files have them that scale the pixels themselves.
///
/// What the file makes of a byte once it is a float is a map of the pixel from 0 to 255; before, it
/// may only be moved.
extension ONNXGraph {
  /// Whether the image is of bytes.
  var takesPixels: Bool {
    Int(input.type.tensorType.elemType) == ElementType.uint8.rawValue
  }

  /// The names of the values that are bytes of the image.
  ///
  /// - Throws: Where something computes with them, which wraps around in bytes.
  func pixels(_ operators: ONNXOperators) throws(FormatError) -> Set<String> {
    guard takesPixels else { return [] }
    var pixels: Set<String> = [input.name]
    for node in nodes where node.input.contains(where: pixels.contains) {
      if operators.tellsShape(node) || Self.readers.contains(node.qualifiedName) { continue }
      guard ONNXImporter.moves.contains(node.qualifiedName), node.qualifiedName != "Resize" else {
        throw .unsupported(
          file: file, node: node.title,
          what: "\(node.opType) computes with the bytes of the image '\(input.name)'; cast it to "
            + "floats first")
      }
      pixels.formUnion(node.output)
    }
    return pixels
  }

  /// What makes floats of bytes; casts to whole numbers are refused where they are read.
  private static let readers: Set = ["Cast", "CastLike", "DequantizeLinear"]
}

extension ONNXImporter {
  /// `(q - zero point) · scale` of the bytes of an image, which nothing has written by a scale.
  mutating func dequantisedPixels(
    _ view: ONNXView, _ node: Onnx_NodeProto
  ) throws(FormatError) -> ONNXView {
    let scale = try weights(node, 1)
    let zero = try optionalConstant(node, 2)
    guard let step = scale.scalar, zero.map({ $0.count == 1 }) ?? true else {
      throw unsupported(node, "has a scale for each channel of the image; one for all is possible")
    }
    let offset = -(zero?.scalar ?? 0) * step
    let scaled = try scaled(view, by: step, for: node)
    guard offset != 0 else { return scaled }
    let shift = ONNXConstant(shape: [], .floats([offset]))
    return try affine(scaled, shift, for: node) { numbers in .shift(numbers) }
  }
}
