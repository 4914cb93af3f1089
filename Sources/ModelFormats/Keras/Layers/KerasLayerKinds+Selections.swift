import PlainText

/// Layers that take parts of a map, repeat it, or give it another size.
extension KerasLayerKinds {
  static let selections: [KerasLayerKind] = [
    KerasLayerKind("CenterCrop") { translation, call throws(FormatError) in
      try translation.centered(call)
    },
    KerasLayerKind("RandomCrop") { translation, call throws(FormatError) in
      try translation.fitted(call)
    },
    KerasLayerKind("Resizing") { translation, call throws(FormatError) in
      try translation.resized(call)
    },
    KerasLayerKind("RepeatVector") { translation, call throws(FormatError) in
      let value = try call.input()
      let count = try call.options.integer("n") ?? 0
      guard value.rank == 2, count > 0 else {
        throw call.options.malformed("it repeats \(value.rank) axes \(count) times")
      }
      let axes = translation.list([1], title: call.title + " axes")
      let row = translation.emit("Unsqueeze", [value.name, axes], title: call.title)
      let counts = translation.list([1, count, 1], title: call.title)
      return KerasValue(
        name: translation.emit("Tile", [row, counts], title: call.title), rank: 3)
    },
    KerasLayerKind("GetItem", readsCalls: true) { translation, call throws(FormatError) in
      try translation.picked(call)
    },
  ]
}

extension KerasTranslation {
  /// The middle of a map, which is at least as large.
  fileprivate mutating func centered(_ call: KerasCall) throws(FormatError) -> KerasValue {
    let value = try channelsFirst(call, axes: 2)
    let title = call.title
    let size = list(try size(call), title: title + " size")
    let two = list([2], title: title + " two")
    let lengths = lengths(of: value, 2..<4, title: title)
    let excess = emit("Sub", [lengths, size], title: title)
    let starts = emit("Div", [excess, two], title: title)
    let ends = emit("Add", [starts, size], title: title)
    let axes = list([2, 3], title: title + " axes")
    let middle = emit("Slice", [value.name, starts, ends, axes], title: title)
    // Of a smaller map Keras makes something else: that is no reshaping then.
    let shape = list([0, 0] + (try self.size(call)), title: title + " shape")
    return value.with(emit("Reshape", [middle, shape], title: title))
  }

  /// A map of another height and width, by the nearest places or by lines between them.
  fileprivate mutating func resized(_ call: KerasCall) throws(FormatError) -> KerasValue {
    let options = call.options
    for key in ["crop_to_aspect_ratio", "pad_to_aspect_ratio", "antialias"] {
      guard try !options.flag(key, default: false) else {
        throw options.unsupported("it has \(key); \(KerasOptions.exported)")
      }
    }
    let words = ["nearest", "bilinear"]
    let isNearest =
      try options.word("interpolation", among: words, default: "bilinear") == "nearest"
    let value = try channelsFirst(call, axes: 2)
    return resized(value, to: try size(call), isNearest: isNearest, title: call.title)
  }

  private mutating func resized(
    _ value: KerasValue, to size: [Int], isNearest: Bool, title: String
  ) -> KerasValue {
    let outer = lengths(of: value, 0..<2, title: title)
    let size = list(size, title: title + " size")
    let sizes = emit("Concat", [outer, size], title: title, [.int("axis", 0)])
    return value.with(
      emit(
        "Resize", [value.name, "", "", sizes], title: title,
        [
          .string("mode", isNearest ? "nearest" : "linear"),
          .string("coordinate_transformation_mode", "half_pixel"),
          .string("nearest_mode", "round_prefer_ceil"),
        ]))
  }

  /// What a random crop is once the training is over: the largest part in the middle that has the
  /// shape, in the size that is asked for, and of new editions the map as it is.
  fileprivate mutating func fitted(_ call: KerasCall) throws(FormatError) -> KerasValue {
    let size = try size(call)
    guard edition?.cropsOnlyInTraining != true else { return try call.input() }
    let value = try channelsFirst(call, axes: 2)
    let title = call.title
    let one = list([1], title: title + " one")
    let two = list([2], title: title + " two")
    var (starts, parts) = ([String](), [String]())
    for (axis, other) in [(0, 1), (1, 0)] {
      let length = lengths(of: value, (2 + axis)..<(3 + axis), title: title)
      let across = lengths(of: value, (2 + other)..<(3 + other), title: title)
      let wanted = list([size[axis]], title: title + " wanted")
      let share = list([size[other]], title: title + " share")
      let product = emit("Mul", [across, wanted], title: title)
      let fitting = emit("Div", [product, share], title: title)
      let part = emit("Max", [emit("Min", [length, fitting], title: title), one], title: title)
      starts.append(emit("Div", [emit("Sub", [length, part], title: title), two], title: title))
      parts.append(part)
    }
    let start = emit("Concat", starts, title: title, [.int("axis", 0)])
    let extent = emit("Concat", parts, title: title, [.int("axis", 0)])
    let end = emit("Add", [start, extent], title: title)
    let axes = list([2, 3], title: title + " axes")
    let middle = value.with(emit("Slice", [value.name, start, end, axes], title: title))
    return resized(middle, to: size, isNearest: false, title: title)
  }

  private func size(_ call: KerasCall) throws(FormatError) -> [Int] {
    var size: [Int] = []
    for key in ["height", "width"] {
      guard let length = try call.options.integer(key),
        (1...Int(Window.lengths.upperBound)).contains(length)
      else { throw call.options.malformed("its \(key) is missing or impossible") }
      size.append(length)
    }
    return size
  }

  /// Some lengths of a value, as an argument of nodes.
  private mutating func lengths(
    of value: KerasValue, _ axes: Range<Int>, title: String
  ) -> String {
    let shape = emit("Shape", [value.name], title: title)
    let start = list([axes.lowerBound], title: title + " from")
    let end = list([axes.upperBound], title: title + " to")
    return emit("Slice", [shape, start, end], title: title)
  }

  /// What constant slices and positions choose of a value, as `x[:, 1:-1, ..., 0]` does.
  fileprivate mutating func picked(_ call: KerasCall) throws(FormatError) -> KerasValue {
    let value = restored(try call.input(), title: call.title)
    var (starts, ends, steps, axes, single) = ([Int](), [Int](), [Int](), [Int](), [Int]())
    for (axis, slice) in try slices(call, rank: value.rank).enumerated() {
      guard axis < value.rank, slice.step > 0, axis > 0 || slice.isWhole else {
        throw call.options.unsupported(
          "takes other parts than some of one image from front to back; \(KerasOptions.exported)")
      }
      guard !slice.isWhole else { continue }
      starts.append(slice.start ?? 0)
      ends.append(slice.end ?? Int(Int32.max))
      steps.append(slice.step)
      axes.append(axis)
      if slice.isSingle { single.append(axis) }
    }
    guard !axes.isEmpty else { return value }
    let title = call.title
    let arguments = [
      list(starts, title: title + " starts"), list(ends, title: title + " ends"),
      list(axes, title: title + " axes"), list(steps, title: title + " steps"),
    ]
    let name = emit("Slice", [value.name] + arguments, title: title)
    guard !single.isEmpty else { return value.with(name) }
    let removed = list(single, title: title + " single")
    return KerasValue(
      name: emit("Squeeze", [name, removed], title: title), rank: value.rank - single.count)
  }

  /// One for each axis; an ellipsis stands for all axes that nothing else is said of.
  private func slices(_ call: KerasCall, rank: Int) throws(FormatError) -> [KerasSlice] {
    let places = try call.options.read { _ throws(JSONError) -> [JSONPlace] in
      guard let arguments = try call.arguments?.member("args")?.elements(), arguments.count > 1
      else { return [] }
      guard case .list = arguments[1].value else { return [arguments[1]] }
      return try arguments[1].elements()
    }
    var slices: [KerasSlice] = []
    for place in places {
      let isEllipsis = try call.options.read { _ throws(JSONError) in
        guard case .object = place.value else { return false }
        return try place.member("class_name")?.value == .text("__ellipsis__")
      }
      guard !isEllipsis else {
        slices += Array(repeating: KerasSlice(), count: max(rank - places.count + 1, 0))
        continue
      }
      let slice = try call.options.read { _ throws(JSONError) in try KerasSlice(place) }
      guard let slice else {
        throw call.options.unsupported(
          "takes parts by other things than numbers and slices; \(KerasOptions.exported)")
      }
      slices.append(slice)
    }
    return slices
  }
}

/// What is taken along one axis; `nil` at the ends for all there is.
private struct KerasSlice {
  var start: Int?
  var end: Int?
  var step = 1
  /// Whether it is one position, whose axis goes.
  var isSingle = false

  var isWhole: Bool { start == nil && end == nil && step == 1 }

  /// All there is.
  init() {}

  /// `nil` for what is neither a number nor a slice.
  init?(_ place: JSONPlace) throws(JSONError) {
    if case .number = place.value {
      let position = try place.integer()
      (start, end, isSingle) = (position, position == -1 ? nil : position + 1, true)
      return
    }
    guard case .object = place.value,
      case .text("__slice__") = try place.member("class_name")?.value
    else { return nil }
    let slice = try place.required("config")
    start = try slice.member("start")?.integer()
    end = try slice.member("stop")?.integer()
    step = try slice.member("step")?.integer() ?? 1
  }
}
