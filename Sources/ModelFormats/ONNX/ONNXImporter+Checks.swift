/// What is refused before any node is read.
extension ONNXImporter {
  /// Throws where nodes have other inputs or attributes than their operators, or where these are
  /// unknown.
  static func checkNodes(
    of graph: ONNXGraph, _ operators: ONNXOperators
  ) throws(FormatError) {
    try refuseOtherInputs(graph, than: operators)
    try refuseUnknownOperators(graph, besides: operators)
    try refuseRepeatedAttributes(graph)
    try refuseUnknownAttributes(graph)
  }

  /// One error for all operators, so that the user sees the whole list at once.
  ///
  /// Some are known for constants only, and told where they stand behind the image, and some only
  /// at the end.
  private static func refuseUnknownOperators(
    _ graph: ONNXGraph, besides operators: ONNXOperators
  ) throws(FormatError) {
    var uses: [OperatorUse] = []
    var names: Set<String> = []
    var dependent: Set<String> = [graph.input.name]
    for node in graph.nodes {
      let name = node.qualifiedName
      let known = operators[name]
      if operators.tellsShape(node) { continue }
      let dependsOnImage = node.input.contains(where: dependent.contains)
      if dependsOnImage { dependent.formUnion(node.output) }
      let isPossible =
        known.map { !dependsOnImage || $0.add != nil && !isInside(node, of: graph) } ?? false
      guard !isPossible, names.insert(name).inserted else { continue }
      uses.append(OperatorUse(name: name, node: node.title))
    }
    if !uses.isEmpty { throw .unknownOperators(file: graph.file, uses) }
  }

  /// Throws where a node has fewer inputs than its operator takes, or more.
  private static func refuseOtherInputs(
    _ graph: ONNXGraph, than operators: ONNXOperators
  ) throws(FormatError) {
    for node in graph.nodes {
      // What is left out at the end may be written as inputs without names.
      let last = node.input.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
      guard let inputs = operators[node.qualifiedName]?.inputs, !inputs.contains(last) else {
        continue
      }
      let (least, most) = (inputs.lowerBound, inputs.upperBound)
      let words =
        most == .max ? "at least \(least)" : least == most ? "\(least)" : "\(least) to \(most)"
      throw .malformed(
        file: graph.file, node: node.title,
        what: "\(node.opType) takes \(words) inputs, but there are \(last)")
    }
  }

  private static func refuseRepeatedAttributes(_ graph: ONNXGraph) throws(FormatError) {
    for node in graph.nodes {
      var names: Set<String> = []
      guard let twice = node.attribute.first(where: { !names.insert($0.name).inserted }) else {
        continue
      }
      throw .malformed(
        file: graph.file, node: node.title, what: "the attribute '\(twice.name)' is there twice")
    }
  }

  /// Throws where a node has an attribute that its operator has not, or has no longer.
  private static func refuseUnknownAttributes(_ graph: ONNXGraph) throws(FormatError) {
    for node in graph.nodes {
      for attribute in node.attribute
      where !ONNXAttributeNames.has(
        attribute.name, of: node.qualifiedName, operatorSet: graph.operatorSet)
      {
        throw .malformed(
          file: graph.file, node: node.title,
          what: "\(node.opType) of operator set \(graph.operatorSet) has no attribute "
            + "'\(attribute.name)'")
      }
    }
  }
}
