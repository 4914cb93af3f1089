import PlainText

/// Functions of `keras.ops` that put values beside each other, repeat elements, choose some of them
/// by their positions, and give axes other places.
extension KerasLayerKinds {
  static let arrangements: [KerasLayerKind] = [
    KerasLayerKind("Stack") { translation, call throws(FormatError) in
      try translation.stacked(call)
    },
    KerasLayerKind(
      "Unstack",
      dividing: { translation, call throws(FormatError) in
        try translation.unstacked(call)
      }),
    KerasLayerKind("Tile") { translation, call throws(FormatError) in
      try translation.tiled(call)
    },
    KerasLayerKind("Repeat") { translation, call throws(FormatError) in
      try translation.repeated(call)
    },
    KerasLayerKind("Take", readsCalls: true) { translation, call throws(FormatError) in
      try translation.taken(call)
    },
    KerasLayerKind("Moveaxis") { translation, call throws(FormatError) in
      try translation.reordered(
        call, from: try call.options.integers("source") ?? [],
        to: try call.options.integers("destination") ?? [])
    },
    KerasLayerKind("Swapaxes") { translation, call throws(FormatError) in
      let axes = [try call.options.integer("axis1"), try call.options.integer("axis2")]
        .compactMap(\.self)
      return try translation.reordered(call, from: axes, to: axes.reversed())
    },
  ]
}

extension KerasTranslation {
  /// Several values along a new axis.
  fileprivate mutating func stacked(_ call: KerasCall) throws(FormatError) -> KerasValue {
    let rank = (call.inputs.first?.rank ?? 0) + 1
    let axis = try imageAxis(try call.options.integer("axis") ?? 0, of: rank, call)
    guard call.inputs.allSatisfy({ $0.rank == rank - 1 }) else {
      throw call.options.malformed("it stacks values with different numbers of axes")
    }
    var names: [String] = []
    for value in call.inputs {
      let plain = restored(value, title: call.title)
      let axes = list([axis], title: call.title + " axes")
      names.append(emit("Unsqueeze", [plain.name, axes], title: call.title))
    }
    return KerasValue(
      name: emit("Concat", names, title: call.title, [.int("axis", axis)]), rank: rank)
  }

  /// What stands at each position of an axis, as far as it is read.
  fileprivate mutating func unstacked(_ call: KerasCall) throws(FormatError) -> [KerasValue] {
    let value = restored(try call.input(), title: call.title)
    let axis = try imageAxis(try call.options.integer("axis") ?? 0, of: value.rank, call)
    let stated = try call.options.integer("num") ?? Self.mostParts
    let count = min(call.resultCount, stated)
    guard (1...Self.mostParts).contains(count) else {
      throw call.options.unsupported("has \(count) results; up to \(Self.mostParts) are possible")
    }
    let axes = list([axis], title: call.title + " axes")
    return (0..<count).map { position in
      let part = slice(value.name, axis, from: position, to: position + 1, title: call.title)
      return KerasValue(
        name: emit("Squeeze", [part, axes], title: call.title), rank: value.rank - 1)
    }
  }

  /// The whole, several times along each axis; there are new axes where there are more numbers.
  fileprivate mutating func tiled(_ call: KerasCall) throws(FormatError) -> KerasValue {
    let value = restored(try call.input(), title: call.title)
    let stated = try call.options.integers("repeats") ?? []
    let counts = Array(repeating: 1, count: max(value.rank - stated.count, 0)) + stated
    guard counts.count == value.rank, counts[0] == 1, counts.allSatisfy(Window.lengths.contains),
      !counts.contains(0)
    else {
      throw call.options.unsupported(
        "its repeats are \(stated); a number for each axis of one image is possible, from 1 on")
    }
    let list = list(counts, title: call.title)
    return value.with(emit("Tile", [value.name, list], title: call.title))
  }

  /// Each element of an axis several times, one after the other.
  fileprivate mutating func repeated(_ call: KerasCall) throws(FormatError) -> KerasValue {
    let value = restored(try call.input(), title: call.title)
    let counts = try call.options.integers("repeats") ?? []
    guard let stated = try call.options.integer("axis") else {
      throw call.options.unsupported("repeats elements of all images; give it an axis of one image")
    }
    let axis = try imageAxis(stated, of: value.rank, call)
    guard !counts.isEmpty, counts.allSatisfy(Window.lengths.contains), counts != [0],
      counts.reduce(0, { $0 + $1 }) <= Int(Window.lengths.upperBound)
    else { throw call.options.unsupported("its repeats are \(counts.prefix(8))") }
    guard counts.count == 1 else {
      let places = counts.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
      let list = list(places, title: call.title)
      return value.with(
        emit("Gather", [value.name, list], title: call.title, [.int("axis", axis)]))
    }
    let axes = list([axis + 1], title: call.title + " axes")
    let apart = emit("Unsqueeze", [value.name, axes], title: call.title)
    let times = Array(repeating: 1, count: value.rank + 1).replaced(at: axis + 1, by: counts[0])
    let tiled = emit(
      "Tile", [apart, list(times, title: call.title + " times")], title: call.title)
    let factors = Array(repeating: 1, count: value.rank).replaced(at: axis, by: counts[0])
    let shape = emit("Shape", [value.name], title: call.title)
    let longer = emit(
      "Mul", [shape, list(factors, title: call.title + " factors")], title: call.title)
    return value.with(emit("Reshape", [tiled, longer], title: call.title))
  }

  /// What stands at some positions of an axis; their own axes take its place.
  fileprivate mutating func taken(_ call: KerasCall) throws(FormatError) -> KerasValue {
    let value = restored(try call.input(), title: call.title)
    guard let stated = try call.options.integer("axis") else {
      throw call.options.unsupported("takes elements of all images; give it an axis of one image")
    }
    let axis = try imageAxis(stated, of: value.rank, call)
    let places = try call.options.read { _ throws(JSONError) -> KerasConstant? in
      let named = try call.arguments?.member("kwargs")?.member("indices")
      let listed = try call.arguments?.member("args")?.elements() ?? []
      return try (named ?? listed.dropFirst().first).flatMap(KerasCalls.constant)
    }
    guard let places, places.numbers.allSatisfy({ abs($0) <= Self.farthest && $0 == $0.rounded() })
    else { throw call.options.unsupported("takes elements by other positions than whole numbers") }
    let positions = initializer(
      ONNXConstant(shape: places.shape, .integers(places.numbers.map { Int($0) })),
      title: call.title)
    return KerasValue(
      name: emit("Gather", [value.name, positions], title: call.title, [.int("axis", axis)]),
      rank: value.rank - 1 + places.shape.count)
  }

  /// The largest position that a `Float` holds exactly.
  private static let farthest: Float = 0x1p24

  /// Some axes at other places, all others in their order.
  ///
  /// - Parameters:
  ///   - sources: Which axes.
  ///   - targets: The places of each in the result.
  fileprivate mutating func reordered(
    _ call: KerasCall, from sources: [Int], to targets: [Int]
  ) throws(FormatError) -> KerasValue {
    let value = restored(try call.input(), title: call.title)
    var (from, to) = ([Int](), [Int]())
    for axis in sources { from.append(try imageAxis(axis, of: value.rank, call)) }
    for axis in targets { to.append(try imageAxis(axis, of: value.rank, call)) }
    guard from.count == to.count, Set(from).count == from.count, Set(to).count == to.count else {
      throw call.options.malformed("it moves the axes \(sources) to \(targets)")
    }
    var others = (0..<value.rank).filter { !from.contains($0) }[...]
    let order = (0..<value.rank).map { place in
      to.firstIndex(of: place).map { from[$0] } ?? others.removeFirst()
    }
    return value.with(
      emit("Transpose", [value.name], title: call.title, [.ints("perm", order)]))
  }

  /// An axis of Keras's counting that is not the batch.
  private func imageAxis(
    _ stated: Int, of rank: Int, _ call: KerasCall
  ) throws(FormatError) -> Int {
    let axis = stated < 0 ? stated &+ rank : stated
    guard (1..<max(rank, 1)).contains(axis) else {
      throw call.options.unsupported(
        "its axis is \(stated) of \(rank); only axes of one image are possible")
    }
    return axis
  }
}

extension [Int] {
  fileprivate func replaced(at index: Int, by number: Int) -> [Int] {
    var numbers = self
    numbers[index] = number
    return numbers
  }
}
