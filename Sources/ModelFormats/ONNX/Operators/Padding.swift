import Networks

/// What surrounds a map: zeros, other numbers, or its own elements.
extension ONNXOperators {
  static let padding: [ONNXOperator] = [
    ONNXOperator(
      "Pad", inputs: 1...4, add: { importer, node throws(FormatError) in try importer.addPad(node) }
    )
  ]
}

/// How many elements come before and after those of each axis; negative where some are left out.
private struct ONNXMargins {
  var before: [Int]
  var after: [Int]

  func lengths(of shape: [Int]) -> [Int] {
    shape.indices.map { before[$0] + shape[$0] + after[$0] }
  }
}

extension ONNXImporter {
  fileprivate mutating func addPad(_ node: Onnx_NodeProto) throws(FormatError) {
    let view = try view(node)
    let attributes = attributes(node)
    let mode = try attributes.string("mode", default: "constant")
    let stated = try attributes.float("value", default: 0)
    let value = try optionalConstant(node, 2)?.scalar ?? stated
    let margins = try margins(node, of: view.shape)
    guard ["constant", "reflect", "edge", "wrap"].contains(mode), value.isFinite else {
      throw unsupported(node, "pads with \(mode == "constant" ? "\(value)" : mode)")
    }
    if mode == "constant", let frame = frame(margins, view) {
      let source = try mapArgument(node).node
      let shape = frame.map(around: nodes[source].shape)
      let grown = try map(node, channels: shape.channels, Grid(shape.height, shape.width))
      let index = try append(
        .pad(frame), fileName: node.title, inputs: [source], shape: grown)
      let padded = ONNXView(node: index, shape: margins.lengths(of: view.shape))
      give(try filled(padded, value, outside: margins, of: view.shape, for: node), to: node)
      return
    }
    let lists = try view.shape.indices.map { axis throws(FormatError) in
      try positions(
        view.shape[axis], margins.before[axis], margins.after[axis], mode: mode, node)
    }
    let padded = try reindexed(view, by: [.picked(lists)], for: node)
    give(
      mode == "constant"
        ? try filled(padded, value, outside: margins, of: view.shape, for: node) : padded,
      to: node)
  }

  private mutating func margins(
    _ node: Onnx_NodeProto, of shape: [Int]
  ) throws(FormatError) -> ONNXMargins {
    let attributes = attributes(node)
    let listed = try attributes.ints("pads")
    let pads = try optionalConstant(node, 1)?.integers ?? listed ?? []
    let axes = try optionalConstant(node, 3)?.integers ?? Array(shape.indices)
    let rank = shape.count
    guard pads.count == 2 * axes.count, Set(axes).count == axes.count,
      axes.allSatisfy((-rank..<rank).contains)
    else { throw malformed(node.title, "\(pads.count) margins for the axes \(axes)") }
    var margins = ONNXMargins(
      before: Array(repeating: 0, count: rank), after: Array(repeating: 0, count: rank))
    for (position, axis) in axes.enumerated() {
      margins.before[(axis + rank) % rank] = pads[position]
      margins.after[(axis + rank) % rank] = pads[position + axes.count]
    }
    let range = -Window.lengths.upperBound...Window.lengths.upperBound
    guard (margins.before + margins.after).allSatisfy(range.contains),
      margins.lengths(of: shape).allSatisfy({ $0 > 0 })
    else { throw malformed(node.title, "pads \(shape) by \(pads)") }
    return margins
  }

  /// Margins of rows and columns only, around a map as it is.
  private func frame(_ margins: ONNXMargins, _ view: ONNXView) -> Margins? {
    guard view.shape.count == 4, view.isOrdered, view.shape[0] == batch,
      margins.before[..<2] == [0, 0], margins.after[..<2] == [0, 0],
      (margins.before + margins.after).allSatisfy({ $0 >= 0 })
    else { return nil }
    return Margins(
      top: margins.before[2], left: margins.before[3], bottom: margins.after[2],
      right: margins.after[3])
  }

  /// The positions of an axis with what surrounds it; -1 for a filling.
  ///
  /// What negative margins leave out is gone before the rest is padded.
  private func positions(
    _ length: Int, _ before: Int, _ after: Int, mode: String, _ node: Onnx_NodeProto
  ) throws(FormatError) -> [Int] {
    let (first, last) = (max(-before, 0), length - max(-after, 0))
    let count = last - first
    guard count > 0, mode != "reflect" || max(before, after) < count else {
      throw malformed(node.title, "reflects more than the \(count) elements of an axis")
    }
    return (-max(before, 0)..<(count + max(after, 0))).map { place in
      switch mode {
      case "edge": first + min(max(place, 0), count - 1)
      case "wrap": first + (place % count + count) % count
      case "reflect":
        first + (place < 0 ? -place : place < count ? place : 2 * (count - 1) - place)
      case _: (0..<count).contains(place) ? first + place : -1
      }
    }
  }

  /// A padded view whose surroundings are a number instead of zero.
  private mutating func filled(
    _ view: ONNXView, _ value: Float, outside margins: ONNXMargins, of shape: [Int],
    for node: Onnx_NodeProto
  ) throws(FormatError) -> ONNXView {
    guard value != 0 else { return view }
    guard take(elements: view.count) else {
      throw unsupported(node, "makes far more elements than the layers before have")
    }
    let lists = shape.indices.map { axis in
      (-margins.before[axis]..<(shape[axis] + margins.after[axis])).map {
        (0..<shape[axis]).contains($0) ? $0 : -1
      }
    }
    let surroundings = ONNXConstant(
      shape: shape, .floats(Array(repeating: 0, count: shape.reduce(1, *)))
    ).reindexed(by: .picked(lists), filling: value)
    return try affine(view, surroundings, for: node) { numbers in .shift(numbers) }
  }
}

extension Margins {
  fileprivate func map(around map: MapShape) -> MapShape {
    MapShape(
      channels: map.channels, height: map.height + top + bottom, width: map.width + left + right)
  }
}
