/// A trained network of analog units, as a graph in topological order.
///
/// The graph is a DAG: a residual block is an `add` node with two inputs. Node 0 is the input. A
/// network is a description without state; `ForwardPass` evaluates it.
package struct AnalogNetwork: Equatable, Sendable {
  /// The name of the file without its extension, for titles and reports.
  package var name: String

  /// In topological order, so that a node comes after its inputs; node 0 is the input.
  package var nodes: [AnalogNode]

  /// What the network gives, at least one; the first is its answer where it tells classes apart.
  package var outputs: [AnalogOutput]

  /// What the file computes of the outputs; `nil` where they are what it gives.
  package var tail: AnalogTail?

  /// What the values of the outputs mean, or those of the tail where there is one.
  package var task = NetworkTask.classification

  /// Whether an image is of bytes in the file, so that pixels go in from 0 to 255.
  package var takesPixels = false

  /// What the network is in the file and not here, one line each.
  package var notes: [String] = []

  /// - Precondition: The outputs are nodes, and there is one.
  package init(name: String, nodes: [AnalogNode], outputs: [AnalogOutput]) {
    precondition(!outputs.isEmpty, "a network without outputs")
    precondition(
      outputs.allSatisfy { nodes.indices.contains($0.node) },
      "outputs \(outputs.map(\.node)) of \(nodes.count) nodes")
    self.name = name
    self.nodes = nodes
    self.outputs = outputs
  }

  /// A network with one output.
  ///
  /// - Precondition: `output` is the index of a node.
  package init(name: String, nodes: [AnalogNode], output: Int) {
    self.init(
      name: name, nodes: nodes, outputs: [AnalogOutput(name: "output", node: output)])
  }

  /// The index of the node whose values are the first output.
  package var output: Int { outputs[0].node }

  /// The shape of one input image.
  package var inputShape: MapShape { nodes[0].shape }

  /// The indices of the activation nodes, in topological order: the layers that will spike.
  package var activations: [Int] {
    nodes.indices.filter {
      if case .activation = nodes[$0].operation { true } else { false }
    }
  }

  /// The nodes whose values readouts accumulate: what each output is made of.
  package var readoutNodes: [Int] { outputs.map { answered(by: $0.node) } }

  /// What the file gives, by name: behind the tail where there is one.
  package var results: [(name: String, shape: MapShape)] {
    tail.map { $0.outputs.map { ($0.name, $0.shape) } }
      ?? zip(outputs, readoutNodes).map { ($0.name, nodes[$1].shape) }
  }

  /// That of the first output: what is compared between the classes.
  package var logits: Int { answered(by: output) }

  /// The node that a chain of answers starts from.
  private func answered(by node: Int) -> Int {
    var node = node
    while case .answer = nodes[node].operation { node = nodes[node].inputs[0] }
    return node
  }
}

/// One of the outputs of a network.
package struct AnalogOutput: Equatable, Sendable {
  /// What the model file calls it.
  package var name: String
  /// The index of the node whose values it has.
  package var node: Int

  package init(name: String, node: Int) {
    self.name = name
    self.node = node
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
