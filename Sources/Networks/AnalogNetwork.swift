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

  /// The node whose values are compared between the classes: the output, before any softmax.
  package var logits: Int {
    if case .softmax = nodes[output].operation { nodes[output].inputs[0] } else { output }
  }
}

/// One operation of an analog network.
package struct AnalogNode: Equatable, Sendable {
  /// The project's name: kind and ordinal in topological order, as `conv1`, `fc1`, `add1`.
  package var name: String

  /// What the model file calls the node.
  package var fileName: String

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

/// What a node computes.
package enum AnalogOperation: Equatable, Sendable {
  case input
  case convolution(Conv2dLayer)
  case affine(AffineLayer)
  /// A batch normalization that no weights can absorb: one factor and one offset per channel.
  case channelAffine(ChannelAffine)
  case activation(Activation)
  case averagePool(Pooling)
  case maxPool(Pooling)
  /// Zeros around the map.
  case pad(Margins)
  /// The sum of two maps of the same shape: the merge of a residual block.
  case add
  /// Maps one behind the other along the channels.
  case concatenate
  /// A map as a vector, in the order of unit numbers.
  case flatten
  /// Only at the very end; no layer of a spiking network.
  case softmax
}

/// A nonlinearity `a = f(z)`; z is the pre-activation, a the activation.
package enum Activation: Equatable, Sendable {
  /// `max(0, z)`.
  case relu
  /// `min(max(0, z), maximum)`: ReLU6, or a rate-norm layer with its trained threshold.
  case clipped(maximum: Float)
  /// `λ/L · floor(clip(z/λ, 0, 1)·L + 1/2)`: a quantised clip-floor-shift layer with its trained
  /// threshold λ and L levels (QCFS, Bu et al., ICLR 2022).
  case quantized(maximum: Float, levels: Int)
  /// Any other clip; it has no spiking form.
  case clamp(minimum: Float, maximum: Float)
}
