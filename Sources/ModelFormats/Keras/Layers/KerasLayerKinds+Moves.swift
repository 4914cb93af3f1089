import PlainText

/// Functions of `keras.ops` that give the elements of a map other places, or surround them.
extension KerasLayerKinds {
  static let moves: [KerasLayerKind] = [
    KerasLayerKind("Pad") { translation, call throws(FormatError) in
      try translation.surrounded(call)
    },
    KerasLayerKind("Flip") { translation, call throws(FormatError) in
      try translation.flipped(call)
    },
    KerasLayerKind("Roll") { translation, call throws(FormatError) in
      try translation.rolled(call)
    },
    KerasLayerKind("Transpose") { translation, call throws(FormatError) in
      let value = translation.restored(try call.input(), title: call.title)
      let order = try call.options.integers("axes") ?? []
      guard order.first == 0, order.sorted() == Array(0..<value.rank) else {
        throw call.options.unsupported("its axes are \(order); the batch must stay the first")
      }
      return value.with(
        translation.emit("Transpose", [value.name], title: call.title, [.ints("perm", order)]))
    },
    KerasLayerKind(
      "Split",
      dividing: { translation, call throws(FormatError) in
        try translation.divided(call)
      }),
  ]
}

extension KerasTranslation {
  /// Numbers, or elements of the map itself, around it.
  fileprivate mutating func surrounded(_ call: KerasCall) throws(FormatError) -> KerasValue {
    let (value, options) = (try call.input(), call.options)
    let modes = ["constant", "reflect", "edge", "wrap"]
    let mode = try options.word("mode", among: modes, default: "constant")
    let numbers = (try options.floats("pad_width") ?? []).map { Int(exactly: $0) ?? -1 }
    let pairs = stride(from: 0, to: numbers.count - 1, by: 2).map {
      (before: numbers[$0], after: numbers[$0 + 1])
    }
    guard numbers.count == 2 * value.rank, numbers.allSatisfy(Window.lengths.contains),
      pairs[0] == (0, 0)
    else {
      throw options.unsupported(
        "its pad_width is \(numbers); two numbers for each axis are possible, and none before or "
          + "behind the images of a batch")
    }
    let none = Array(repeating: 0, count: value.rank)
    var (before, after) = (none, none)
    for (axis, pair) in pairs.enumerated() {
      let place = try self.axis(axis, of: value, options)
      (before[place], after[place]) = pair
    }
    let pads = list(before + after, title: call.title + " pads")
    let filling = try options.read { _ throws(JSONError) in
      try call.arguments?.member("kwargs")?.member("constant_values")?.float()
    }
    let number = filling.map { self.numbers([$0], shape: [], title: call.title) }
    return value.with(
      emit(
        "Pad", [value.name, pads] + [number].compactMap(\.self), title: call.title,
        [.string("mode", mode)]))
  }

  /// Some axes from back to front.
  fileprivate mutating func flipped(_ call: KerasCall) throws(FormatError) -> KerasValue {
    let value = try call.input()
    let axes = try imageAxes(of: value, call.options)
    let each = { (number: Int) in axes.map { _ in number } }
    let arguments = [
      list(each(-1), title: call.title + " starts"),
      list(each(Int(Int32.min)), title: call.title + " ends"),
      list(axes, title: call.title + " axes"), list(each(-1), title: call.title + " steps"),
    ]
    return value.with(emit("Slice", [value.name] + arguments, title: call.title))
  }

  /// What leaves a map at one end of an axis comes in at the other.
  fileprivate mutating func rolled(_ call: KerasCall) throws(FormatError) -> KerasValue {
    let value = try call.input()
    let axes = try imageAxes(of: value, call.options)
    let stated = try call.options.integers("shift") ?? []
    guard stated.count == axes.count || stated.count == 1 else {
      throw call.options.malformed("its shift is \(stated) along \(axes.count) axes")
    }
    var name = value.name
    for (index, axis) in axes.enumerated() {
      let shift = stated[stated.count == 1 ? 0 : index]
      guard abs(shift) <= Window.lengths.upperBound else {
        throw call.options.malformed("its shift is \(shift)")
      }
      guard shift != 0 else { continue }
      let end = slice(name, axis, from: -shift, to: Int(Int32.max), title: call.title)
      let start = slice(name, axis, from: 0, to: -shift, title: call.title)
      name = emit("Concat", [end, start], title: call.title, [.int("axis", axis)])
    }
    return value.with(name)
  }

  /// Equal parts along an axis, or those between some places.
  fileprivate mutating func divided(_ call: KerasCall) throws(FormatError) -> [KerasValue] {
    let (value, options) = (try call.input(), call.options)
    let axis = try axis(try options.integer("axis") ?? 0, of: value, options)
    let places = try options.integers("indices_or_sections") ?? []
    let isList = try options.read { place throws(JSONError) in
      if case .list = try place.member("indices_or_sections")?.value { true } else { false }
    }
    guard axis > 0, places.allSatisfy({ (1...Self.mostParts).contains($0) }),
      places.count < Self.mostParts, isList || places.count == 1
    else {
      throw options.unsupported("splits by \(places.prefix(8)) along axis \(axis)")
    }
    let title = call.title
    guard isList else {
      return emit("Split", [value.name], title: title, [.int("axis", axis)], count: places[0])
        .map(value.with)
    }
    return zip([0] + places, places + [Int(Int32.max)]).map { start, end in
      value.with(slice(value.name, axis, from: start, to: end, title: title))
    }
  }

  /// As many results as a layer may have.
  static let mostParts = 1 << 12

  /// The axes that an option names, none of which is the batch.
  private func imageAxes(
    of value: KerasValue, _ options: KerasOptions
  ) throws(FormatError) -> [Int] {
    var axes: [Int] = []
    for stated in try options.integers("axis") ?? [] {
      axes.append(try axis(stated, of: value, options))
    }
    guard !axes.isEmpty, !axes.contains(0) else {
      throw options.unsupported("is about all images of a batch; give it axes of one image")
    }
    return axes
  }

  /// A part of an axis.
  mutating func slice(
    _ name: String, _ axis: Int, from start: Int, to end: Int, title: String
  ) -> String {
    let arguments = [
      list([start], title: title + " start"), list([end], title: title + " end"),
      list([axis], title: title + " axis"),
    ]
    return emit("Slice", [name] + arguments, title: title)
  }
}
