import PlainText

/// Several values as one, and operations with numbers.
extension KerasLayerKinds {
  static let joins: [KerasLayerKind] = [
    chain("Add", "Add"), chain("Subtract", "Sub"), chain("Multiply", "Mul"),
    chain("Divide", "Div"), chain("TrueDivide", "Div"), chain("Maximum", "Max"),
    chain("Minimum", "Min"), chain("Greater", "Greater"),
    chain("GreaterEqual", "GreaterOrEqual"), chain("Less", "Less"),
    chain("LessEqual", "LessOrEqual"),
    KerasLayerKind("Where", readsCalls: true) { translation, call throws(FormatError) in
      try translation.chosen(call)
    },
    KerasLayerKind("Average") { translation, call throws(FormatError) in
      let sum = try translation.chained(call, "Add")
      let share = translation.numbers(
        [1 / Float(call.inputs.count)], shape: [], title: call.title)
      return sum.with(translation.emit("Mul", [sum.name, share], title: call.title))
    },
    // Of InceptionResNet in keras.applications: a branch as a share.
    KerasLayerKind("CustomScaleLayer") { translation, call throws(FormatError) in
      let values = try translation.aligned(call)
      guard values.count == 2, let scale = try call.options.float("scale") else {
        throw call.options.malformed("it takes two values and a scale")
      }
      let factor = translation.numbers([scale], shape: [], title: call.title)
      let share = translation.emit("Mul", [values[1].name, factor], title: call.title)
      return values[0].with(
        translation.emit("Add", [values[0].name, share], title: call.title))
    },
    KerasLayerKind("Concatenate") { translation, call throws(FormatError) in
      let values = try translation.aligned(call)
      let axis = try translation.axis(
        try call.options.integer("axis") ?? -1, of: values[0], call.options)
      return values[0].with(
        translation.emit("Concat", values.map(\.name), title: call.title, [.int("axis", axis)]))
    },
  ]

  private static func chain(_ name: String, _ type: String) -> KerasLayerKind {
    KerasLayerKind(name, takesNumbers: true) { translation, call throws(FormatError) in
      try translation.chained(call, type)
    }
  }
}

extension KerasTranslation {
  /// An operation of two values, of each further one with the result, or of a value and a number.
  fileprivate mutating func chained(
    _ call: KerasCall, _ type: String
  ) throws(FormatError) -> KerasValue {
    let values = try aligned(call)
    if let (numbers, isFirst) = call.constant {
      let constant = try constant(numbers, beside: values[0], call)
      let pair = isFirst ? [constant, values[0].name] : [values[0].name, constant]
      return values[0].with(emit(type, pair, title: call.title))
    }
    guard values.count > 1 else {
      throw call.options.unsupported("\(call.layer.kind) takes two values or more")
    }
    var name = values[0].name
    for value in values.dropFirst() { name = emit(type, [name, value.name], title: call.title) }
    return values[0].with(name)
  }

  /// One of two values by a comparison; one of the two may be a constant.
  fileprivate mutating func chosen(_ call: KerasCall) throws(FormatError) -> KerasValue {
    let values = try aligned(call)
    var names = values.map(\.name)
    if let (numbers, _) = call.constant {
      let places = try call.options.read { _ throws(JSONError) in
        try call.arguments?.member("args")?.elements() ?? []
      }
      var place: Int?
      for (index, argument) in places.enumerated() {
        let isTensor = try call.options.read { _ throws(JSONError) in
          guard case .object = argument.value else { return false }
          return try argument.member("class_name")?.value == .text("__keras_tensor__")
        }
        if !isTensor { place = place ?? index }
      }
      let constant = try constant(numbers, beside: values[0], call)
      if let place, place <= names.count { names.insert(constant, at: place) }
    }
    guard names.count == 3 else {
      throw call.options.unsupported(
        "chooses by a comparison between a value and another or one constant only")
    }
    return values[0].with(emit("Where", names, title: call.title))
  }

  /// Numbers as an argument beside a value, with their axes in its order.
  private mutating func constant(
    _ constant: KerasConstant, beside value: KerasValue, _ call: KerasCall
  ) throws(FormatError) -> String {
    guard !constant.shape.isEmpty else {
      return numbers(constant.numbers, shape: [], title: call.title)
    }
    let rank = value.rank
    let shape = Array(repeating: 1, count: max(rank - constant.shape.count, 0)) + constant.shape
    guard shape.count == rank, shape[0] == 1 else {
      throw call.options.unsupported(
        "combines \(rank) axes with a constant of the shape \(constant.shape)")
    }
    let order = value.isMoved ? [0, rank - 1] + Array(1..<(rank - 1)) : Array(0..<rank)
    let ordered = ONNXConstant(shape: shape, .floats(constant.numbers))
      .reindexed(by: .transposed(order))
    return numbers(ordered.floats, shape: ordered.shape, title: call.title)
  }

  /// All values of a call in one order of axes.
  fileprivate mutating func aligned(_ call: KerasCall) throws(FormatError) -> [KerasValue] {
    guard let first = call.inputs.first else {
      throw call.options.malformed("\(call.layer.kind) takes no value")
    }
    let inputs =
      call.inputs.allSatisfy({ $0.rank == first.rank }) ? call.inputs : try broadcasted(call)
    let isMoved = inputs.contains(where: \.isMoved)
    var values: [KerasValue] = []
    for value in inputs {
      values.append(isMoved ? moved(value, title: call.title) : value)
    }
    return values
  }

  /// All values of a call with as many axes as the one with most: layers put new ones behind the
  /// batch, so that a number for each channel is one for all its places.
  private mutating func broadcasted(_ call: KerasCall) throws(FormatError) -> [KerasValue] {
    let rank = call.inputs.reduce(0) { max($0, $1.rank) }
    guard Self.broadcasting.contains(call.layer.kind), try call.options.isOfLayer,
      call.inputs.allSatisfy({ $0.rank > 1 })
    else {
      let ranks = call.inputs.map { "\($0.rank)" }
      throw call.options.unsupported(
        "puts values with different numbers of axes together (\(listed(ranks))); reshape them to "
          + "the same number, or \(KerasOptions.exported)")
    }
    var values: [KerasValue] = []
    for value in call.inputs {
      guard value.rank < rank else {
        values.append(value)
        continue
      }
      let plain = restored(value, title: call.title)
      let axes = list(Array(1...(rank - plain.rank)), title: call.title)
      values.append(
        KerasValue(name: emit("Unsqueeze", [plain.name, axes], title: call.title), rank: rank))
    }
    return values
  }

  /// The layers that Keras calls merges, but for the one that joins.
  private static let broadcasting: Set = [
    "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum",
  ]
}
