/// Layers that take the mean or the maximum of windows.
extension KerasLayerKinds {
  static let pools: [KerasLayerKind] =
    [1, 2].flatMap { axes in
      [("MaxPooling", "MaxPool"), ("AveragePooling", "AveragePool")].map { name, type in
        KerasLayerKind("\(name)\(axes)D") { translation, call throws(FormatError) in
          try translation.pool(call, type, axes: axes)
        }
      }
        + [("GlobalMaxPooling", "ReduceMax"), ("GlobalAveragePooling", "ReduceMean")].map {
          name, type in
          KerasLayerKind("\(name)\(axes)D") { translation, call throws(FormatError) in
            try translation.globalPool(call, type, axes: axes)
          }
        }
    }
}

extension KerasTranslation {
  fileprivate mutating func pool(
    _ call: KerasCall, _ type: String, axes: Int
  ) throws(FormatError) -> KerasValue {
    let input = try channelsFirst(call, axes: axes)
    let size = try call.options.lengths("pool_size", axes, default: 2) ?? []
    var attributes: [Onnx_AttributeProto] = [
      .ints("kernel_shape", size),
      .ints("strides", try call.options.lengths("strides", axes, default: nil) ?? size),
    ]
    if try call.options.word("padding", among: ["valid", "same"], default: "valid") == "same" {
      attributes.append(.string("auto_pad", "SAME_UPPER"))
    }
    return input.with(emit(type, [input.name], title: call.title, attributes))
  }

  fileprivate mutating func globalPool(
    _ call: KerasCall, _ type: String, axes: Int
  ) throws(FormatError) -> KerasValue {
    let input = try channelsFirst(call, axes: axes)
    let keeps = try call.options.flag("keepdims", default: false)
    let name = emit(
      type, [input.name], title: call.title,
      [.ints("axes", Array(2..<(axes + 2))), .int("keepdims", keeps ? 1 : 0)])
    return keeps ? input.with(name) : KerasValue(name: name, rank: 2)
  }
}
