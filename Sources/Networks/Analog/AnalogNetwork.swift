/// A trained network of analog units, as a graph in topological order.
///
/// The graph is a DAG: a residual block is an `add` node with two inputs. Node 0 is the input. A
/// network is a description without state; `ForwardPass` evaluates it.
package struct AnalogNetwork: Equatable, Sendable {
  /// The name of the file without its extension, for titles and reports.
  package var name: String

  /// In topological order, so that a node comes after its inputs; node 0 is the input.
  package var nodes: [AnalogNode]

  /// The index of the node whose values are the network's answer.
  package var output: Int

  /// - Precondition: `output` is the index of a node.
  package init(name: String, nodes: [AnalogNode], output: Int) {
    precondition(nodes.indices.contains(output), "node \(output) of \(nodes.count)")
    self.name = name
    self.nodes = nodes
    self.output = output
  }

  /// The shape of one input image.
  package var inputShape: MapShape { nodes[0].shape }

  /// The indices of the activation nodes, in topological order: the layers that will spike.
  package var activations: [Int] {
    nodes.indices.filter {
      if case .activation = nodes[$0].operation { true } else { false }
    }
  }

  /// The node whose values are compared between the classes: what the answer is made of.
  package var logits: Int {
    var node = output
    while case .answer = nodes[node].operation { node = nodes[node].inputs[0] }
    return node
  }
}

/// One operation of an analog network.
package struct AnalogNode: Equatable, Sendable {
  /// The project's name: kind and ordinal in topological order, as `conv1`, `fc1`, `add1`.
  package var name: String

  /// What the model file calls the node.
  package var fileName: String

  /// What the node computes.
  package var operation: AnalogOperation

  /// The indices of the nodes that feed this one, in the order of the operation's arguments.
  package var inputs: [Int]

  /// The shape of the result.
  package var shape: MapShape

  package init(
    name: String, fileName: String, operation: AnalogOperation, inputs: [Int], shape: MapShape
  ) {
    self.name = name
    self.fileName = fileName
    self.operation = operation
    self.inputs = inputs
    self.shape = shape
  }
}
