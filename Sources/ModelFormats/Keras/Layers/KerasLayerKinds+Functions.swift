import PlainText

/// Functions of `keras.ops` that a model calls as layers.
extension KerasLayerKinds {
  static let functions: [KerasLayerKind] =
    named.map { kind, function in
      KerasLayerKind(kind) { translation, call throws(FormatError) in
        try call.options.refuseOthers(than: [])
        return try translation.function(function, of: try call.input(), call.options)
      }
    } + [
      KerasLayerKind("Elu") { translation, call throws(FormatError) in
        try translation.exponential(try call.input(), call.options, "Elu")
      },
      KerasLayerKind("Celu") { translation, call throws(FormatError) in
        try translation.exponential(try call.input(), call.options, "Celu")
      },
      KerasLayerKind("Gelu") { translation, call throws(FormatError) in
        try call.options.refuseOthers(than: ["approximate"])
        let isTanh = try call.options.flag("approximate", default: true)
        let value = try call.input()
        return value.with(
          translation.emit(
            "Gelu", [value.name], title: call.title,
            [.string("approximate", isTanh ? "tanh" : "none")]))
      },
      operation("Negative", "Neg"), operation("Absolute", "Abs"), operation("LogicalNot", "Not"),
      KerasLayerKind("Clip") { translation, call throws(FormatError) in
        try translation.clipped(call)
      },
      KerasLayerKind("Squeeze") { translation, call throws(FormatError) in
        try translation.withAxes(call, "Squeeze", -1)
      },
      KerasLayerKind("ExpandDims") { translation, call throws(FormatError) in
        try translation.withAxes(call, "Unsqueeze", 1)
      },
      KerasLayerKind("LeakyRelu") { translation, call throws(FormatError) in
        try translation.leaky(try call.input(), call.options, usual: 0.2)
      },
      KerasLayerKind("LogSoftmax") { translation, call throws(FormatError) in
        try translation.softmax(try call.input(), call.options, "LogSoftmax")
      },
      KerasLayerKind("Argmax") { translation, call throws(FormatError) in
        try translation.largest(call)
      },
    ] + reductions

  private static let reductions =
    [("Mean", "ReduceMean"), ("Max", "ReduceMax"), ("Min", "ReduceMin"), ("Sum", "ReduceSum")]
    .map { kind, type in
      KerasLayerKind(kind) { translation, call throws(FormatError) in
        try translation.reduced(call, type)
      }
    }

  /// An operator of one value, without options.
  private static func operation(_ name: String, _ type: String) -> KerasLayerKind {
    KerasLayerKind(name) { translation, call throws(FormatError) in
      let value = try call.input()
      return value.with(translation.emit(type, [value.name], title: call.title))
    }
  }

  /// What they are called as activations of layers.
  private static let named = [
    ("Relu", "relu"), ("Relu6", "relu6"), ("Sigmoid", "sigmoid"), ("Tanh", "tanh"),
    ("Selu", "selu"), ("Silu", "silu"), ("HardSilu", "hard_silu"), ("Softplus", "softplus"),
    ("Softsign", "softsign"), ("Exp", "exponential"), ("HardSigmoid", "hard_sigmoid"),
    ("HardTanh", "hard_tanh"),
  ]
}

extension KerasTranslation {
  /// Between two numbers.
  fileprivate mutating func clipped(_ call: KerasCall) throws(FormatError) -> KerasValue {
    guard let low = try call.options.float("x_min"), let high = try call.options.float("x_max")
    else { throw call.options.unsupported("clips by no two numbers") }
    return clipped(try call.input(), title: call.title, from: low, to: high)
  }

  /// Without axes of length 1, or with more of them.
  ///
  /// - Parameter change: How many axes more there are for each that is named.
  fileprivate mutating func withAxes(
    _ call: KerasCall, _ type: String, _ change: Int
  ) throws(FormatError) -> KerasValue {
    let value = restored(try call.input(), title: call.title)
    guard let stated = try call.options.integers("axis") else {
      throw call.options.unsupported("leaves out all axes of length 1; give it an axis")
    }
    // New axes are counted among all of the result.
    let rank = max(value.rank, value.rank + change * stated.count)
    let axes = Set(stated.map { $0 < 0 ? $0 &+ rank : $0 }).sorted()
    guard axes.count == stated.count, axes.allSatisfy((1..<max(rank, 1)).contains) else {
      throw call.options.unsupported(
        "its axis is \(stated) of \(rank); only axes of one image are possible")
    }
    let list = list(axes, title: call.title)
    return KerasValue(
      name: emit(type, [value.name, list], title: call.title),
      rank: value.rank + change * axes.count)
  }

  /// The position of the largest number, along an axis or of all.
  fileprivate mutating func largest(_ call: KerasCall) throws(FormatError) -> KerasValue {
    let value = restored(try call.input(), title: call.title)
    let keeps = try call.options.flag("keepdims", default: false)
    let stated = try call.options.integer("axis")
    guard let stated else {
      // Of the whole batch, as Keras means it, there is no answer for each image.
      throw call.options.unsupported(
        "chooses among all images of a batch; give keras.ops.argmax an axis")
    }
    let axis = try axis(stated, of: value, call.options)
    let name = emit(
      "ArgMax", [value.name], title: call.title,
      [.int("axis", axis), .int("keepdims", keeps ? 1 : 0)])
    return KerasValue(name: name, rank: keeps ? value.rank : value.rank - 1)
  }

  /// One number of all along some axes.
  fileprivate mutating func reduced(
    _ call: KerasCall, _ type: String
  ) throws(FormatError) -> KerasValue {
    let value = restored(try call.input(), title: call.title)
    let keeps = try call.options.flag("keepdims", default: false)
    guard let stated = try call.options.integers("axis") else {
      throw call.options.unsupported(
        "makes one number of all images of a batch; give it axes")
    }
    if let first = try call.options.float("initial") {
      throw call.options.unsupported("begins with the number \(first); leave 'initial' out")
    }
    var axes: [Int] = []
    for axis in stated { axes.append(try self.axis(axis, of: value, call.options)) }
    let keepsAxes = Onnx_AttributeProto.int("keepdims", keeps ? 1 : 0)
    // Since operator set 13 sums take their axes as an argument.
    let name =
      type == "ReduceSum"
      ? emit(
        type, [value.name, list(axes, title: call.title)], title: call.title, [keepsAxes])
      : emit(type, [value.name], title: call.title, [.ints("axes", axes), keepsAxes])
    return KerasValue(name: name, rank: keeps ? value.rank : value.rank - Set(axes).count)
  }
}
