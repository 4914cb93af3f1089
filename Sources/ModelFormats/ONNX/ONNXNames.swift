import PlainText

extension Onnx_ModelProto {
  /// The model with unmistakable names of nodes and values.
  var withUnmistakableNames: Onnx_ModelProto {
    var model = self
    if hasGraph { model.graph.makeNamesUnmistakable() }
    for index in functions.indices { model.functions[index].makeNamesUnmistakable() }
    return model
  }
}

extension Onnx_GraphProto {
  /// Changes names of the graph and of those within it, which read its values.
  fileprivate mutating func makeNamesUnmistakable() {
    change(\.name, of: &node)
    for index in node.indices { node[index].makeNamesUnmistakable() }
    change(\.name, of: &initializer)
    change(\.values.name, of: &sparseInitializer)
    change(\.name, of: &input)
    change(\.name, of: &output)
    change(\.name, of: &valueInfo)
  }
}

extension Onnx_FunctionProto {
  fileprivate mutating func makeNamesUnmistakable() {
    change(\.self, of: &input)
    change(\.self, of: &output)
    change(\.name, of: &node)
    for index in node.indices { node[index].makeNamesUnmistakable() }
  }
}

extension Onnx_NodeProto {
  fileprivate mutating func makeNamesUnmistakable() {
    change(\.self, of: &input)
    change(\.self, of: &output)
    for index in attribute.indices where attribute[index].hasG {
      attribute[index].g.makeNamesUnmistakable()
    }
  }
}

/// Leaves all others alone: a field that is written is there, and takes a copy.
private func change<Message>(
  _ name: WritableKeyPath<Message, String>, of messages: inout [Message]
) {
  for index in messages.indices {
    let written = messages[index][keyPath: name]
    let known = unmistakable(written)
    if !known.utf8.elementsEqual(written.utf8) { messages[index][keyPath: name] = known }
  }
}
