/// Layers that change the lengths and the order of axes, or what lies around a map.
extension KerasLayerKinds {
  static let shapes: [KerasLayerKind] = [
    KerasLayerKind("Flatten") { translation, call throws(FormatError) in
      try translation.flattened(call)
    },
    KerasLayerKind("Reshape") { translation, call throws(FormatError) in
      let value = translation.restored(try call.input(), title: call.title)
      if let shape = try call.options.integers("newshape") {
        return try translation.reshaped(value, to: shape, call)
      }
      let shape = try call.options.integers("target_shape") ?? []
      guard !shape.isEmpty, shape.allSatisfy({ $0 == -1 || $0 > 0 }) else {
        throw call.options.malformed("its target_shape is \(shape)")
      }
      let list = translation.list([0] + shape, title: call.title)
      return KerasValue(
        name: translation.emit("Reshape", [value.name, list], title: call.title),
        rank: shape.count + 1)
    },
    KerasLayerKind("Permute") { translation, call throws(FormatError) in
      let value = translation.restored(try call.input(), title: call.title)
      let order = try call.options.integers("dims") ?? []
      guard order.sorted() == Array(1..<max(value.rank, 1)) else {
        throw call.options.malformed("its dims are \(order)")
      }
      return value.with(
        translation.emit(
          "Transpose", [value.name], title: call.title, [.ints("perm", [0] + order)]))
    },
    margins("ZeroPadding1D", axes: 1, isCrop: false),
    margins("ZeroPadding2D", axes: 2, isCrop: false),
    margins("Cropping1D", axes: 1, isCrop: true),
    margins("Cropping2D", axes: 2, isCrop: true),
    KerasLayerKind("UpSampling1D") { translation, call throws(FormatError) in
      try translation.upsampled(call, axes: 1)
    },
    KerasLayerKind("UpSampling2D") { translation, call throws(FormatError) in
      try translation.upsampled(call, axes: 2)
    },
  ]

  private static func margins(_ name: String, axes: Int, isCrop: Bool) -> KerasLayerKind {
    KerasLayerKind(name) { translation, call throws(FormatError) in
      isCrop
        ? try translation.cropped(call, axes: axes) : try translation.padded(call, axes: axes)
    }
  }
}

extension KerasTranslation {
  /// As `keras.ops.reshape` does it, which counts the images of a batch among the axes.
  fileprivate mutating func reshaped(
    _ value: KerasValue, to shape: [Int], _ call: KerasCall
  ) throws(FormatError) -> KerasValue {
    guard shape.first == -1, shape.dropFirst().allSatisfy(Window.lengths.contains),
      !shape.contains(0), shape.count > 1
    else {
      throw call.options.unsupported(
        "its newshape is \(shape); -1 for the images of a batch, and lengths behind it, are "
          + "possible")
    }
    let list = list(shape, title: call.title)
    return KerasValue(
      name: emit("Reshape", [value.name, list], title: call.title), rank: shape.count)
  }

  /// Pixel by pixel with the channels of each, whatever order the layers before have.
  fileprivate mutating func flattened(_ call: KerasCall) throws(FormatError) -> KerasValue {
    var value = restored(try call.input(), title: call.title)
    if try call.options.hasChannelsFirst, value.rank > 2 {
      let order = [0] + Array(2..<value.rank) + [1]
      value = value.with(
        emit("Transpose", [value.name], title: call.title, [.ints("perm", order)]))
    }
    return KerasValue(
      name: emit("Flatten", [value.name], title: call.title, [.int("axis", 1)]), rank: 2)
  }

  fileprivate mutating func padded(_ call: KerasCall, axes: Int) throws(FormatError) -> KerasValue {
    let value = try channelsFirst(call, axes: axes)
    let sides = try sides("padding", call, axes: axes)
    let pads = list([0, 0] + sides.map(\.0) + [0, 0] + sides.map(\.1), title: call.title)
    return value.with(emit("Pad", [value.name, pads], title: call.title))
  }

  fileprivate mutating func cropped(
    _ call: KerasCall, axes: Int
  ) throws(FormatError) -> KerasValue {
    let value = try channelsFirst(call, axes: axes)
    let sides = try sides("cropping", call, axes: axes)
    let starts = list(sides.map(\.0), title: call.title + " starts")
    // Counted from the end; without end where nothing is cut there.
    let ends = list(sides.map { $0.1 == 0 ? Int(Int32.max) : -$0.1 }, title: call.title + " ends")
    let places = list(Array(2..<(axes + 2)), title: call.title + " axes")
    return value.with(emit("Slice", [value.name, starts, ends, places], title: call.title))
  }

  /// What is added or cut before and behind each axis: a number, one per axis, or two for each.
  private func sides(
    _ key: String, _ call: KerasCall, axes: Int
  ) throws(FormatError) -> [(Int, Int)] {
    let numbers = (try call.options.floats(key) ?? [1]).map { Int(exactly: $0) ?? -1 }
    guard numbers.allSatisfy(Window.lengths.contains) else {
      throw call.options.malformed("its \(key) is \(numbers)")
    }
    switch numbers.count {
    case 1: return Array(repeating: (numbers[0], numbers[0]), count: axes)
    case 2 where axes == 1: return [(numbers[0], numbers[1])]
    case 2: return numbers.map { ($0, $0) }
    case 4 where axes == 2: return [(numbers[0], numbers[1]), (numbers[2], numbers[3])]
    case _: throw call.options.malformed("its \(key) is \(numbers)")
    }
  }

  fileprivate mutating func upsampled(
    _ call: KerasCall, axes: Int
  ) throws(FormatError) -> KerasValue {
    let value = try channelsFirst(call, axes: axes)
    let factors = try call.options.lengths("size", axes, default: 2) ?? []
    let isNearest =
      try call.options.word(
        "interpolation", among: ["nearest", "bilinear"], default: "nearest") == "nearest"
    let scales = numbers([1, 1] + factors.map { Float($0) }, shape: [axes + 2], title: call.title)
    return value.with(
      emit(
        "Resize", [value.name, "", scales], title: call.title,
        [
          .string("mode", isNearest ? "nearest" : "linear"),
          .string("coordinate_transformation_mode", isNearest ? "asymmetric" : "half_pixel"),
          .string("nearest_mode", "floor"),
        ]))
  }
}
