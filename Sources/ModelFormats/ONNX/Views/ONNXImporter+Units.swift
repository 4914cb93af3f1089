import Networks

/// Sums of views, and numbers that each of their elements is multiplied with or shifted by.
extension ONNXImporter {
  /// A view whose elements are multiplied with or shifted by those of a constant, which is
  /// broadcast over them.
  ///
  /// - Parameter layer: The factors and offsets that numbers of the constant amount to.
  mutating func affine(
    _ view: ONNXView, _ constant: ONNXConstant, for node: Onnx_NodeProto,
    _ layer: ([Float]) throws(FormatError) -> ChannelAffine
  ) throws(FormatError) -> ONNXView {
    guard let shape = broadcast(view.shape, constant.shape) else {
      throw malformed(
        node.title, "the shapes \(view.shape) and \(constant.shape) do not go together")
    }
    let expanded = try expanded(view, to: shape, for: node)
    let source = try unitwise(expanded, for: node)
    let map = nodes[source.node].shape
    let operation: AnalogOperation
    if let number = constant.scalar {
      operation = .channelAffine(try layer(Array(repeating: number, count: map.channels)))
    } else if let channels = channels(of: constant, over: source, map) {
      operation = .channelAffine(try layer(channels))
    } else {
      guard batch == 1, take(elements: source.count) else {
        throw unsupported(
          node, "a constant of the shape \(constant.shape) for a batch of \(batch) images")
      }
      let numbers = constant.broadcast(to: shape).floats
      var units = Array(repeating: Float(0), count: map.count)
      for (unit, number) in zip(source.units(of: map.count), numbers) { units[Int(unit)] = number }
      operation = Self.affine(try layer(units), on: map)
    }
    let index = try append(operation, fileName: node.title, inputs: [source.node])
    return source.with(node: index)
  }

  /// The number of each channel, if the constant has one for each and the view its channels second.
  private func channels(
    of constant: ONNXConstant, over view: ONNXView, _ map: MapShape
  ) -> [Float]? {
    let rank = view.shape.count
    guard view.isOrdered, rank >= 2, view.shape[0] == batch, view.shape[1] == map.channels
    else { return nil }
    let aligned = Array(repeating: 1, count: max(rank - constant.shape.count, 0)) + constant.shape
    let expected = [1, map.channels] + Array(repeating: 1, count: rank - 2)
    return aligned == expected ? constant.floats : nil
  }

  /// One factor and offset per unit, or per channel where all units of each agree.
  private static func affine(_ units: ChannelAffine, on map: MapShape) -> AnalogOperation {
    let firsts = (0..<map.channels).map { $0 * map.pixels }
    let agree = (0..<map.count).allSatisfy { unit in
      let first = unit / map.pixels * map.pixels
      return units.factor[unit] == units.factor[first] && units.offset[unit] == units.offset[first]
    }
    return agree
      ? .channelAffine(
        ChannelAffine(
          factor: firsts.map { units.factor[$0] }, offset: firsts.map { units.offset[$0] }))
      : .unitAffine(UnitAffine(factor: units.factor, offset: units.offset))
  }

  /// A view with all elements multiplied by one number.
  mutating func scaled(
    _ view: ONNXView, by factor: Float, for node: Onnx_NodeProto
  ) throws(FormatError) -> ONNXView {
    let number = ONNXConstant(shape: [], .floats([factor]))
    return try affine(view, number, for: node) { numbers in .scale(numbers) }
  }

  /// The sum of two views, each broadcast over the other.
  mutating func sum(
    _ first: ONNXView, _ second: ONNXView, for node: Onnx_NodeProto
  ) throws(FormatError) -> ONNXView {
    guard let shape = broadcast(first.shape, second.shape) else {
      throw unsupported(
        node, "adds maps of different shapes, \(first.shape) and \(second.shape)")
    }
    let a = try unitwise(try expanded(first, to: shape, for: node), for: node)
    let b = try expanded(second, to: shape, for: node)
    let map = nodes[a.node].shape
    var other = b.node
    if b.with(node: a.node) != a || nodes[b.node].shape != map {
      // The units of the second in the order of the first's.
      guard batch == 1 || (a.isOrdered && b.isOrdered), take(elements: map.count) else {
        throw unsupported(node, "adds elements in different orders in a batch of \(batch) images")
      }
      var origins = Array(repeating: Int32(-1), count: map.count)
      let units = zip(a.units(of: map.count), b.units(of: nodes[b.node].shape.count))
      for (unit, origin) in units { origins[Int(unit)] = origin }
      let ordered = ONNXView(
        node: b.node, shape: shape, units: origins, of: nodes[b.node].shape.count)
      other = try settled(ordered, as: map, for: node.title)
    }
    let index = try append(.add, fileName: node.title, inputs: [a.node, other])
    return a.with(node: index)
  }

  /// A view repeated along axes of length 1.
  mutating func expanded(
    _ view: ONNXView, to shape: [Int], for node: Onnx_NodeProto
  ) throws(FormatError) -> ONNXView {
    guard view.shape != shape else { return view }
    guard let count = elementCount(shape), count <= roomForElements else {
      throw unsupported(node, "makes far more elements (\(shape)) than the layers before have")
    }
    return try reindexed(view, by: ONNXReindexing.expanding(view.shape, to: shape), for: node)
  }

  /// The same elements, each of which is a unit of its own.
  mutating func unitwise(
    _ view: ONNXView, for node: Onnx_NodeProto
  ) throws(FormatError) -> ONNXView {
    if view.isPermutation(of: nodes[view.node].shape.count) { return view }
    let source = try settled(view, as: canonicalMap(view, for: node), for: node.title)
    return ONNXView(node: source, shape: view.shape)
  }
}
