/// One operator of ONNX: its name, and what becomes of the nodes that use it.
///
/// A node whose arguments are all constants is folded, any other is added to the network. An
/// operator that can do neither does not belong here: models with it are refused.
package struct ONNXOperator: NamedKind {
  /// Turns a node that depends on the image into nodes of the network, or into a view of one.
  package typealias Addition =
    @Sendable (inout ONNXImporter, Onnx_NodeProto) throws(FormatError) -> Void

  /// The function of one number that a node is, if it is one.
  typealias ScalarReading =
    @Sendable (inout ONNXImporter, Onnx_NodeProto) throws(FormatError) -> ONNXScalarStep?

  /// How a node becomes a constant.
  enum Folding: Sendable {
    /// From the numbers of its arguments; `nil` if this node of the operator is not evaluated.
    case numbers(@Sendable (ONNXConstantNode) throws(FormatError) -> ONNXConstant?)
    /// All its results, from the numbers of its first argument.
    case parts(
      @Sendable (inout ONNXImporter, Onnx_NodeProto, ONNXConstant) throws(FormatError)
        -> [ONNXConstant])
    /// From the shape of its argument, which need not be a constant.
    case shape(@Sendable ([Int], ONNXAttributes) throws(FormatError) -> ONNXConstant)
  }

  /// As the standard spells it; outside its default domain behind the domain and a dot.
  package let name: String

  /// How many inputs a node of it has, those that may be left out included.
  package let inputs: ClosedRange<Int>

  /// `nil` for an operator that is possible for constants only.
  let add: Addition?

  /// `nil` for an operator that is not evaluated.
  let folding: Folding?

  /// `nil` for an operator that is never a part of a trained activation.
  let scalarStep: ScalarReading?

  /// How many of the first arguments are numbers, where later ones are only examples of a type.
  let numberArguments: Int?

  /// Whether results after the first have no meaning in evaluation mode.
  let ignoresFurtherResults: Bool

  init(
    _ name: String, inputs: ClosedRange<Int>, add: Addition? = nil, folding: Folding? = nil,
    scalarStep: ScalarReading? = nil, numberArguments: Int? = nil,
    ignoresFurtherResults: Bool = false
  ) {
    self.name = name
    self.inputs = inputs
    self.add = add
    self.folding = folding
    self.scalarStep = scalarStep
    self.numberArguments = numberArguments
    self.ignoresFurtherResults = ignoresFurtherResults
  }

  /// An operator that maps to operations of an analog network.
  package init(_ name: String, inputs: ClosedRange<Int>, add: @escaping Addition) {
    self.init(name, inputs: inputs, add: add, folding: nil)
  }
}
