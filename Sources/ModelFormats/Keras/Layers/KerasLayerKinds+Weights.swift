/// Convolutions and fully connected layers.
extension KerasLayerKinds {
  static let weights: [KerasLayerKind] =
    windowed({ "Conv\($0)" }) { translation, call, axes throws(FormatError) in
      try translation.convolution(call, axes: axes)
    }
    + windowed({ "DepthwiseConv\($0)" }) { translation, call, axes throws(FormatError) in
      try translation.depthwiseConvolution(call, axes: axes)
    }
    + windowed({ "SeparableConv\($0)" }) { translation, call, axes throws(FormatError) in
      try translation.separableConvolution(call, axes: axes)
    }
    + windowed({ "Conv\($0)Transpose" }) { translation, call, axes throws(FormatError) in
      try translation.transposedConvolution(call, axes: axes)
    }
    + [
      KerasLayerKind("Dense") { translation, call throws(FormatError) in
        try translation.dense(call)
      }
    ]

  /// The classes for lengths and for images.
  ///
  /// - Parameter name: That of a class, for `1D` or `2D`.
  private static func windowed(
    _ name: (String) -> String,
    translate:
      @escaping @Sendable (
        inout KerasTranslation, KerasCall, _ axes: Int
      ) throws(FormatError) -> KerasValue
  ) -> [KerasLayerKind] {
    [1, 2].map { axes in
      KerasLayerKind(name("\(axes)D")) { translation, call throws(FormatError) in
        try translate(&translation, call, axes)
      }
    }
  }
}

extension KerasTranslation {
  fileprivate mutating func convolution(
    _ call: KerasCall, axes: Int
  ) throws(FormatError) -> KerasValue {
    let input = try channelsFirst(call, axes: axes)
    let filters = try count("filters", call)
    // Rows, columns, channels, filters; ONNX has them the other way round.
    let kernel = try kernel(call, 0, ["kernel"], axes: axes) { $0.last == filters }
    let weights = initializer(
      kernel.reindexed(by: .transposed([axes + 1, axes] + Array(0..<axes))),
      of: call.layer, named: "kernel")
    let attributes =
      try window(call, kernel: kernel, axes: axes)
      + [.int("group", try call.options.integer("groups") ?? 1)]
    let name = emit(
      "Conv", [input.name, weights] + (try bias(call, 1, count: filters)), title: call.title,
      attributes)
    return try activated(input.with(name), call)
  }

  fileprivate mutating func depthwiseConvolution(
    _ call: KerasCall, axes: Int
  ) throws(FormatError) -> KerasValue {
    let input = try channelsFirst(call, axes: axes)
    let (name, _) = try depthwise(call, input, axes: axes, hasBias: true, title: call.title)
    return try activated(input.with(name), call)
  }

  fileprivate mutating func separableConvolution(
    _ call: KerasCall, axes: Int
  ) throws(FormatError) -> KerasValue {
    let input = try channelsFirst(call, axes: axes)
    let filters = try count("filters", call)
    let (spread, count) = try depthwise(
      call, input, axes: axes, hasBias: false, title: "\(call.title)/depthwise")
    let matrix = try weight(
      KerasWeights.Variable(index: 1, names: ["pointwise_kernel"]), of: call.layer)
    let ones = Array(repeating: 1, count: axes)
    guard matrix.shape == ones + [count, filters] else {
      throw call.options.malformed(
        "its pointwise kernel is \(matrix.shape) instead of \(ones + [count, filters])")
    }
    let weights = initializer(
      matrix.reindexed(by: .transposed([axes + 1, axes] + Array(0..<axes))),
      of: call.layer, named: "pointwise_kernel")
    let name = emit(
      "Conv", [spread, weights] + (try bias(call, 2, count: filters)), title: call.title)
    return try activated(input.with(name), call)
  }

  /// A convolution of each channel by itself.
  ///
  /// - Returns: Its result, and how many channels that has.
  private mutating func depthwise(
    _ call: KerasCall, _ input: KerasValue, axes: Int, hasBias: Bool, title: String
  ) throws(FormatError) -> (name: String, count: Int) {
    let multiplier = try call.options.integer("depth_multiplier") ?? 1
    // Rows, columns, channels, and the results of each channel.
    let kernel = try kernel(call, 0, ["depthwise_kernel", "kernel"], axes: axes) {
      $0.last == multiplier
    }
    let channels = kernel.shape[axes]
    let window = try window(call, kernel: kernel, axes: axes)
    let shape = [channels * multiplier, 1] + kernel.shape.prefix(axes)
    let weights = initializer(
      kernel.reindexed(by: .transposed([axes, axes + 1] + Array(0..<axes)))
        .reindexed(by: .reshaped(shape)), of: call.layer, named: "depthwise_kernel")
    let bias = hasBias ? try bias(call, 1, count: shape[0]) : []
    let name = emit(
      "Conv", [input.name, weights] + bias, title: title, window + [.int("group", channels)])
    return (name, shape[0])
  }

  fileprivate mutating func transposedConvolution(
    _ call: KerasCall, axes: Int
  ) throws(FormatError) -> KerasValue {
    let input = try channelsFirst(call, axes: axes)
    let filters = try count("filters", call)
    // Rows, columns, filters, channels.
    let kernel = try kernel(call, 0, ["kernel"], axes: axes) { $0[axes] == filters }
    let strides = try call.options.lengths("strides", axes, default: 1) ?? []
    let dilations = try call.options.lengths("dilation_rate", axes, default: 1) ?? []
    let isSame =
      try call.options.word("padding", among: ["valid", "same"], default: "valid") == "same"
    let paddings = try outputPaddings(call, axes: axes)
    let margins = (0..<axes).map { axis in
      TransposedMargin(
        reach: (kernel.shape[axis] - 1) * dilations[axis] + 1, stride: strides[axis],
        isSame: isSame, padding: paddings?[axis])
    }
    let weights = initializer(
      kernel.reindexed(by: .transposed([axes + 1, axes] + Array(0..<axes))),
      of: call.layer, named: "kernel")
    let name = emit(
      "ConvTranspose", [input.name, weights] + (try bias(call, 1, count: filters)),
      title: call.title,
      [
        .ints("strides", strides), .ints("dilations", dilations),
        .ints("pads", margins.map(\.before) + margins.map { max($0.after, 0) }),
        .ints("output_padding", margins.map { max(-$0.after, 0) }),
      ])
    return try activated(input.with(name), call)
  }

  /// How much the result grows at its ends, where the layer says.
  private func outputPaddings(_ call: KerasCall, axes: Int) throws(FormatError) -> [Int]? {
    guard let stated = try call.options.integers("output_padding") else { return nil }
    guard stated.count == axes || stated.count == 1, stated.allSatisfy(Window.lengths.contains)
    else { throw call.options.malformed("its output_padding is \(stated)") }
    return stated.count == axes ? stated : Array(repeating: stated[0], count: axes)
  }

  fileprivate mutating func dense(_ call: KerasCall) throws(FormatError) -> KerasValue {
    let input = restored(try call.input(), title: call.title)
    let units = try count("units", call)
    let matrix = try weight(KerasWeights.Variable(index: 0, names: ["kernel"]), of: call.layer)
    guard matrix.shape.count == 2, matrix.shape[1] == units else {
      throw call.options.malformed("its kernel is \(matrix.shape) for \(units) units")
    }
    let weights = initializer(matrix, of: call.layer, named: "kernel")
    let bias = try bias(call, 1, count: units)
    if input.rank == 2 {
      let name = emit("Gemm", [input.name, weights] + bias, title: call.title)
      return try activated(input.with(name), call)
    }
    var name = emit("MatMul", [input.name, weights], title: call.title)
    if let bias = bias.first { name = emit("Add", [name, bias], title: call.title) }
    return try activated(input.with(name), call)
  }

  /// The kernel of a window, which must be as the configuration says.
  private mutating func kernel(
    _ call: KerasCall, _ index: Int, _ names: [String], axes: Int, isRight: ([Int]) -> Bool
  ) throws(FormatError) -> ONNXConstant {
    let kernel = try weight(KerasWeights.Variable(index: index, names: names), of: call.layer)
    let size = try call.options.lengths("kernel_size", axes, default: nil) ?? []
    guard kernel.shape.count == axes + 2, Array(kernel.shape.prefix(axes)) == size,
      isRight(kernel.shape)
    else {
      throw call.options.malformed(
        "its kernel is \(kernel.shape), unlike its kernel_size \(size) and its filters")
    }
    return kernel
  }

  private mutating func bias(
    _ call: KerasCall, _ index: Int, count: Int
  ) throws(FormatError) -> [String] {
    guard try call.options.flag("use_bias", default: true) else { return [] }
    let bias = try weight(KerasWeights.Variable(index: index, names: ["bias"]), of: call.layer)
    guard bias.shape == [count] else {
      throw call.options.malformed("its bias is \(bias.shape) instead of \([count])")
    }
    return [initializer(bias, of: call.layer, named: "bias")]
  }

  /// Strides, dilations and padding of a convolution.
  private func window(
    _ call: KerasCall, kernel: ONNXConstant, axes: Int
  ) throws(FormatError) -> [Onnx_AttributeProto] {
    let dilations = try call.options.lengths("dilation_rate", axes, default: 1) ?? []
    var attributes: [Onnx_AttributeProto] = [
      .ints("strides", try call.options.lengths("strides", axes, default: 1) ?? []),
      .ints("dilations", dilations),
    ]
    let paddings = ["valid", "same"] + (axes == 1 ? ["causal"] : [])
    switch try call.options.word("padding", among: paddings, default: "valid") {
    case "same": attributes.append(.string("auto_pad", "SAME_UPPER"))
    case "causal": attributes.append(.ints("pads", [(kernel.shape[0] - 1) * dilations[0], 0]))
    default: break
    }
    return attributes
  }

  private func count(_ key: String, _ call: KerasCall) throws(FormatError) -> Int {
    guard let count = try call.options.integer(key), count > 0 else {
      throw call.options.malformed("its '\(key)' is missing")
    }
    return count
  }
}

/// What a transposed convolution cuts off at the ends of all that its kernel reaches.
private struct TransposedMargin {
  let before: Int
  /// Below zero where it adds places instead.
  let after: Int

  /// As Keras counts with JAX and TensorFlow; torch differs where `same` has a padding.
  ///
  /// - Parameters:
  ///   - reach: How many places the kernel reaches.
  ///   - padding: The layer's output_padding; `nil` for the usual lengths of the result.
  init(reach: Int, stride: Int, isSame: Bool, padding: Int?) {
    guard isSame else {
      (before, after) = (0, -(padding ?? max(stride - reach, 0)))
      return
    }
    let around = padding.map { reach + reach % 2 - 2 + $0 } ?? stride + reach - 2
    before = max(reach - 1 - (around + 1) / 2, 0)
    after = 2 * (reach - 1) - around - before
  }
}

extension KerasTranslation {
  /// What a layer with windows takes, with its channels in front.
  mutating func channelsFirst(_ call: KerasCall, axes: Int) throws(FormatError) -> KerasValue {
    let input = try call.input()
    guard input.rank == axes + 2 else {
      throw call.options.malformed(
        "\(call.layer.kind) takes \(axes + 2) axes with the batch, but there are \(input.rank)")
    }
    return try call.options.hasChannelsFirst
      ? restored(input, title: call.title) : moved(input, title: call.title)
  }
}

extension KerasValue {
  /// The result of a node that leaves rank and order of axes alone.
  func with(_ name: String) -> KerasValue {
    KerasValue(name: name, rank: rank, isMoved: isMoved)
  }
}
