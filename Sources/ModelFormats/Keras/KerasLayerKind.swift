/// One class of Keras layers, and what becomes of them.
package struct KerasLayerKind: NamedKind {
  /// Writes one call of a layer down in the words of ONNX.
  typealias Translation =
    @Sendable (inout KerasTranslation, KerasCall) throws(FormatError) -> KerasValue

  /// The same of a layer with several results.
  typealias Division =
    @Sendable (inout KerasTranslation, KerasCall) throws(FormatError) -> [KerasValue]

  /// The name of the class, without its module.
  package let name: String

  let translate: Division

  /// Whether a call may have numbers beside a value.
  let takesNumbers: Bool

  /// Whether it reads the numbers of its calls itself, as a choice by slices does.
  let readsCalls: Bool

  init(
    _ name: String, takesNumbers: Bool = false, readsCalls: Bool = false,
    translate: @escaping Translation
  ) {
    self.name = name
    self.takesNumbers = takesNumbers
    self.readsCalls = readsCalls
    self.translate = { translation, call throws(FormatError) in
      [try translate(&translation, call)]
    }
  }

  init(_ name: String, dividing: @escaping Division) {
    self.name = name
    (takesNumbers, readsCalls) = (false, false)
    translate = dividing
  }
}

/// The classes of layers that an import knows, by name.
package struct KerasLayerKinds: KindRegistry {
  package let kinds: NamedKinds<KerasLayerKind>

  package init(_ all: [KerasLayerKind]) { kinds = NamedKinds(all) }

  /// Those of Keras 2 and 3 that a spiking network may stand for; `ONNXOperators` say of each use
  /// whether it does.
  package static let standard = KerasLayerKinds(
    [
      weights, normalizations, activations, functions, pools, joins, products, shapes, selections,
      moves, arrangements, identities,
    ].flatMap(\.self))
}
