/// Factors and offsets: of batches, of the training data, or by hand.
extension KerasLayerKinds {
  static let normalizations: [KerasLayerKind] = [
    KerasLayerKind("BatchNormalization") { translation, call throws(FormatError) in
      try translation.batchNormalization(call)
    },
    KerasLayerKind("Normalization") { translation, call throws(FormatError) in
      try translation.normalization(call)
    },
    KerasLayerKind("Rescaling") { translation, call throws(FormatError) in
      let scale = try call.options.floats("scale") ?? [1]
      return try translation.affine(
        call, factor: scale, offset: try call.options.floats("offset") ?? [0], axis: -1)
    },
  ]
}

extension KerasTranslation {
  fileprivate mutating func batchNormalization(
    _ call: KerasCall
  ) throws(FormatError) -> KerasValue {
    let options = call.options
    var value = try call.input()
    let stated = try options.integers("axis") ?? [-1]
    guard stated.count == 1 else {
      throw options.unsupported("normalizes several axes")
    }
    if try axis(stated[0], of: value, options) == value.rank - 1 {
      value = moved(value, title: call.title)
    }
    guard try axis(stated[0], of: value, options) == 1 else {
      throw options.unsupported(
        "normalizes axis \(stated[0]) of \(value.rank), which are not channels")
    }
    var (index, parts) = (0, [ONNXConstant?]())
    let hasGamma = try options.flag("scale", default: true)
    let hasBeta = try options.flag("center", default: true)
    for (name, isThere) in [
      ("gamma", hasGamma), ("beta", hasBeta), ("moving_mean", true), ("moving_variance", true),
    ] {
      guard isThere else {
        parts.append(nil)
        continue
      }
      parts.append(
        try weight(KerasWeights.Variable(index: index, names: [name]), of: call.layer))
      index += 1
    }
    let shape = parts[3]?.shape ?? []
    guard shape.count == 1, parts.allSatisfy({ $0 == nil || $0?.shape == shape }) else {
      throw options.malformed(
        "its weights are \(parts.compactMap { $0?.shape }), not one number per channel each")
    }
    let defaults: [Float] = [1, 0, 0, 1]
    var names: [String] = []
    for (place, part) in parts.enumerated() {
      let numbers = Array(repeating: defaults[place], count: shape[0])
      names.append(
        initializer(
          part ?? ONNXConstant(shape: shape, .floats(numbers)),
          of: call.layer, named: ["gamma", "beta", "moving_mean", "moving_variance"][place]))
    }
    let epsilon = try options.float("epsilon") ?? 1e-3
    return value.with(
      emit(
        "BatchNormalization", [value.name] + names, title: call.title,
        [.float("epsilon", epsilon)]))
  }

  /// `(x - mean) / max(√variance, 1e-7)` by what was seen of the training data.
  fileprivate mutating func normalization(_ call: KerasCall) throws(FormatError) -> KerasValue {
    let options = call.options
    let value = try call.input()
    let axes = try options.integers("axis")
    guard axes.map({ $0.count <= 1 }) ?? true else {
      throw options.unsupported("normalizes several axes")
    }
    guard try !options.flag("invert", default: false) else {
      throw options.unsupported("undoes a normalization (invert)")
    }
    var (mean, variance) = (try options.floats("mean"), try options.floats("variance"))
    if mean == nil {
      mean = try weight(KerasWeights.Variable(index: 0, names: ["mean"]), of: call.layer).floats
      variance =
        try weight(KerasWeights.Variable(index: 1, names: ["variance"]), of: call.layer).floats
    }
    guard let mean, let variance, mean.count == variance.count, !mean.isEmpty else {
      throw options.malformed("its mean and its variance are not as many numbers")
    }
    let factor = variance.map { 1 / max($0.squareRoot(), 1e-7) }
    return try affine(
      call, factor: factor, offset: zip(mean, factor).map { -$0 * $1 },
      axis: axes?.first ?? value.rank - 1)
  }

  /// Factors and offsets along an axis, or one for all.
  fileprivate mutating func affine(
    _ call: KerasCall, factor: [Float], offset: [Float], axis stated: Int
  ) throws(FormatError) -> KerasValue {
    let value = try call.input()
    let axis = try axis(stated, of: value, call.options)
    let shape = { (numbers: [Float]) in
      numbers.count == 1 ? [] : (0..<value.rank).map { $0 == axis ? numbers.count : 1 }
    }
    let factors = numbers(factor, shape: shape(factor), title: call.title)
    var name = emit("Mul", [value.name, factors], title: call.title)
    if offset.contains(where: { $0 != 0 }) {
      let offsets = numbers(offset, shape: shape(offset), title: call.title)
      name = emit("Add", [name, offsets], title: call.title)
    }
    return value.with(name)
  }
}
