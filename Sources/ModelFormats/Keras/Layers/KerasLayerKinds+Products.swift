/// Products of a value and an array, as functions of `keras.ops` have them.
extension KerasLayerKinds {
  static let products: [KerasLayerKind] = [
    KerasLayerKind("Einsum", takesNumbers: true) { translation, call throws(FormatError) in
      try translation.summed(call)
    },
    KerasLayerKind("Matmul", takesNumbers: true) { translation, call throws(FormatError) in
      guard let (numbers, isFirst) = call.constant, !isFirst, numbers.shape.count == 2 else {
        throw call.options.unsupported(
          "multiplies by other things than a constant matrix behind a value")
      }
      let value = translation.restored(try call.input(), title: call.title)
      let matrix = translation.numbers(numbers.numbers, shape: numbers.shape, title: call.title)
      return value.with(
        translation.emit("MatMul", [value.name, matrix], title: call.title))
    },
  ]
}

extension KerasTranslation {
  /// A sum of products by the letters of axes.
  fileprivate mutating func summed(_ call: KerasCall) throws(FormatError) -> KerasValue {
    let equation = try call.options.text("subscripts") ?? ""
    let sides = equation.split(separator: "->", omittingEmptySubsequences: false)
    guard let (numbers, isFirst) = call.constant, sides.count == 2, !equation.contains(".") else {
      throw call.options.unsupported(
        "sums by '\(equation)'; a value and an array, with a letter for each axis and those of the "
          + "result behind '->', are possible")
    }
    let value = restored(try call.input(), title: call.title)
    let array = self.numbers(numbers.numbers, shape: numbers.shape, title: call.title)
    let name = emit(
      "Einsum", isFirst ? [array, value.name] : [value.name, array], title: call.title,
      [.string("equation", equation)])
    return KerasValue(name: name, rank: sides[1].count { $0 != " " })
  }
}
