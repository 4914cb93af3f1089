import PlainText

/// Nonlinearities, as layers and as parts of others.
///
/// Which of them a spiking network can stand for is said where ONNX's are imported.
extension KerasLayerKinds {
  static let activations: [KerasLayerKind] = [
    KerasLayerKind("Activation") { translation, call throws(FormatError) in
      try call.options.refuseOthers(than: ["activation"])
      return try translation.activated(try call.input(), call)
    },
    KerasLayerKind("ReLU") { translation, call throws(FormatError) in
      try translation.rectified(try call.input(), call.options)
    },
    KerasLayerKind("LeakyReLU") { translation, call throws(FormatError) in
      try translation.leaky(try call.input(), call.options)
    },
    KerasLayerKind("PReLU") { translation, call throws(FormatError) in
      try translation.trainedLeaky(call)
    },
    KerasLayerKind("ELU") { translation, call throws(FormatError) in
      try translation.exponential(try call.input(), call.options, "Elu")
    },
    KerasLayerKind("Softmax") { translation, call throws(FormatError) in
      try translation.softmax(try call.input(), call.options, "Softmax")
    },
  ]
}

extension KerasTranslation {
  /// A value behind the activation that a layer states, if it states one.
  mutating func activated(_ value: KerasValue, _ call: KerasCall) throws(FormatError) -> KerasValue
  {
    let options = call.options
    let place = try options.read { place throws(JSONError) in try place.member("activation") }
    guard let place else { return value }
    if case .text(let name) = place.value { return try function(name, of: value, options) }
    // A function or a layer as an object.
    let kind = try KerasOptions(place, file: file, layer: options.layer).className() ?? ""
    let configuration = try options.read { _ throws(JSONError) in try place.member("config") }
    if case .text(let name) = configuration?.value, !kind.contains(">") {
      return try function(name, of: value, options)
    }
    let inner = KerasOptions(configuration ?? place, file: file, layer: options.layer)
    switch kind {
    case "ReLU": return try rectified(value, inner)
    case "LeakyReLU": return try leaky(value, inner)
    case "Softmax": return try softmax(value, inner, "Softmax")
    case "ELU": return try exponential(value, inner, "Elu")
    case _: throw options.unsupported("its activation is '\(kind)', \(Self.unlike)")
    }
  }

  /// What is wrong with an activation of another name.
  private static let unlike = "which is not known here; train the network with relu"

  /// A function by the name that Keras gives it.
  ///
  /// Which of them have a spiking form is said by the operator; what has no operator is refused
  /// here.
  mutating func function(
    _ name: String, of value: KerasValue, _ options: KerasOptions
  ) throws(FormatError) -> KerasValue {
    let title = options.layer
    switch name {
    case "linear": return value
    case "relu": return value.with(emit("Relu", [value.name], title: title))
    case "relu6": return clipped(value, title: title, from: 0, to: 6)
    case "hard_tanh": return clipped(value, title: title, from: -1, to: 1)
    case "hard_sigmoid":
      guard let edition else {
        throw options.unsupported(
          "its activation is 'hard_sigmoid', whose slope is another one in each edition of Keras, "
            + "and the file says none; \(KerasOptions.exported)")
      }
      return value.with(
        emit(
          "HardSigmoid", [value.name], title: title,
          [.float("alpha", edition.hardSigmoidSlope), .float("beta", 0.5)]))
    case "softmax", "log_softmax":
      let axis = try axis(-1, of: value, options)
      let type = name == "softmax" ? "Softmax" : "LogSoftmax"
      return value.with(emit(type, [value.name], title: title, [.int("axis", axis)]))
    case "leaky_relu":
      return value.with(emit("LeakyRelu", [value.name], title: title, [.float("alpha", 0.2)]))
    case _:
      guard let type = Self.operators[name] else {
        throw options.unsupported("its activation is '\(name)', \(Self.unlike)")
      }
      return value.with(emit(type, [value.name], title: title))
    }
  }

  /// - Parameter type: The operator, of `Softmax` and `LogSoftmax`.
  mutating func softmax(
    _ value: KerasValue, _ options: KerasOptions, _ type: String
  ) throws(FormatError) -> KerasValue {
    try options.refuseOthers(than: ["axis"])
    let axes = try options.integers("axis") ?? [-1]
    guard axes.count == 1 else { throw options.unsupported("is over several axes") }
    let axis = try axis(axes[0], of: value, options)
    return value.with(
      emit(type, [value.name], title: options.layer, [.int("axis", axis)]))
  }

  /// The operators of functions that need no more words.
  private static let operators = [
    "sigmoid": "Sigmoid", "tanh": "Tanh", "elu": "Elu", "selu": "Selu", "gelu": "Gelu",
    "swish": "Swish", "silu": "Swish", "hard_swish": "HardSwish",
    "hard_silu": "HardSwish", "softplus": "Softplus", "softsign": "Softsign", "mish": "Mish",
    "exponential": "Exp", "celu": "Celu",
  ]

  /// Between bounds, and with a slope below the first, if there are such.
  fileprivate mutating func rectified(
    _ value: KerasValue, _ options: KerasOptions
  ) throws(FormatError) -> KerasValue {
    try options.refuseOthers(than: ["max_value", "negative_slope", "threshold"])
    let title = options.layer
    let maximum = try options.float("max_value")
    let slope = try options.float("negative_slope") ?? 0
    let threshold = try options.float("threshold") ?? 0
    guard threshold == 0 else {
      return value.with(
        emit("ThresholdedRelu", [value.name], title: title, [.float("alpha", threshold)]))
    }
    guard slope == 0 else {
      let leaky = value.with(
        emit("LeakyRelu", [value.name], title: title, [.float("alpha", slope)]))
      guard let maximum else { return leaky }
      let bound = numbers([maximum], shape: [], title: title)
      return value.with(emit("Min", [leaky.name, bound], title: title))
    }
    guard let maximum else { return try function("relu", of: value, options) }
    return clipped(value, title: title, from: 0, to: maximum)
  }

  mutating func clipped(
    _ value: KerasValue, title: String, from minimum: Float, to maximum: Float
  ) -> KerasValue {
    let low = numbers([minimum], shape: [], title: title)
    let high = numbers([maximum], shape: [], title: title)
    return value.with(emit("Clip", [value.name, low, high], title: title))
  }

  /// - Parameter usual: The slope where none is stated: 0.3 of layers, 0.2 of functions.
  mutating func leaky(
    _ value: KerasValue, _ options: KerasOptions, usual: Float = 0.3
  ) throws(FormatError) -> KerasValue {
    try options.refuseOthers(than: ["alpha", "negative_slope"])
    let stated = try options.float("alpha")
    let slope = try options.float("negative_slope") ?? stated ?? usual
    return value.with(
      emit("LeakyRelu", [value.name], title: options.layer, [.float("alpha", slope)]))
  }

  /// - Parameter type: The operator, of `Elu` and `Celu`.
  mutating func exponential(
    _ value: KerasValue, _ options: KerasOptions, _ type: String
  ) throws(FormatError) -> KerasValue {
    try options.refuseOthers(than: ["alpha"])
    let alpha = try options.float("alpha") ?? 1
    return value.with(emit(type, [value.name], title: options.layer, [.float("alpha", alpha)]))
  }

  /// One slope per channel, or per place where axes are not shared.
  fileprivate mutating func trainedLeaky(_ call: KerasCall) throws(FormatError) -> KerasValue {
    try call.options.refuseOthers(
      than: ["alpha_initializer", "alpha_regularizer", "alpha_constraint", "shared_axes"])
    let value = try call.input()
    let slopes = try weight(KerasWeights.Variable(index: 0, names: ["alpha"]), of: call.layer)
    guard slopes.shape.count == value.rank - 1 else {
      throw call.options.malformed("its slopes are \(slopes.shape) for \(value.rank) axes")
    }
    let axes = slopes.shape.count
    let ordered =
      value.isMoved
      ? slopes.reindexed(by: .transposed([axes - 1] + Array(0..<(axes - 1)))) : slopes
    let name = initializer(
      ordered, of: call.layer, named: "alpha\(value.isMoved ? " by channel" : "")")
    return value.with(emit("PRelu", [value.name, name], title: call.title))
  }
}
