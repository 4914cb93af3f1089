import DenseMath
import Networks
import Tensors

/// Evaluates an analog network, one image after the other.
///
/// All buffers are made once, so a run allocates nothing; keep the arrays that `values(of:)` gives
/// no longer than until the next run, or it must copy them. Use one pass per thread.
package struct ForwardPass: Sendable {
  /// What is evaluated.
  package let network: AnalogNetwork

  /// The result of every node, in the order of unit numbers.
  private var results: [[Float]]

  /// Scratch for the patches of a convolution.
  private var patches: Patches

  /// Makes all buffers: as many numbers as the network has units, and the patches of a strip.
  package init(_ network: AnalogNetwork) {
    self.network = network
    results = network.nodes.map { Array(repeating: 0, count: $0.shape.count) }
    patches = Patches()
  }

  /// Evaluates every node.
  ///
  /// - Parameter image: Preprocessed, with as many numbers as the input has units, in the order
  ///   `[channels, rows, columns]`.
  package mutating func run(_ image: Tensor) {
    start(image)
    for index in network.nodes.indices.dropFirst() { evaluate(index) }
  }

  /// Takes an image whose nodes are evaluated one by one, in ascending order.
  package mutating func start(_ image: Tensor) {
    precondition(
      image.count == network.inputShape.count,
      "\(image.count) numbers for an input of \(network.inputShape)")
    copy(image.elements, to: &results[0])
  }

  /// Evaluates one node from the results before it.
  package mutating func evaluate(_ index: Int) {
    // Taken out and put back, because the node reads other results while it writes its own.
    var result: [Float] = []
    swap(&result, &results[index])
    evaluate(network.nodes[index], into: &result)
    swap(&result, &results[index])
  }

  /// Changes the result of a node before others read it.
  package mutating func change(_ node: Int, _ change: (inout [Float]) -> Void) {
    change(&results[node])
  }

  /// Evaluates again what comes after a node that gives other values than in the last run.
  package mutating func rerun(after node: Int, values: [Float]) {
    copy(values, to: &results[node])
    for index in network.nodes.indices.dropFirst(node + 1) { evaluate(index) }
  }

  /// The values of a node after the last run, in the order of unit numbers.
  package func values(of node: Int) -> [Float] { results[node] }

  /// How large the activations of a node are for thresholds: of a leaky one |z|, because its neuron
  /// counts in both directions.
  package func magnitudes(of node: Int) -> [Float] {
    guard case .activation(.leaky) = network.nodes[node].operation else { return results[node] }
    return results[network.nodes[node].inputs[0]].map(abs)
  }

  /// The network's answer after the last run.
  package var output: [Float] { results[network.output] }

  /// Evaluates an image and keeps what the activation layers receive and give.
  package mutating func activations(of image: Tensor) -> AnalogActivations {
    run(image)
    let layers = network.activations.compactMap { node -> AnalogActivations.Layer? in
      guard case .activation(let function) = network.nodes[node].operation else { return nil }
      return AnalogActivations.Layer(
        node: node, preActivation: results[network.nodes[node].inputs[0]],
        activation: results[node], function: function)
    }
    return AnalogActivations(layers: layers, outputs: network.readoutNodes.map { results[$0] })
  }

  private mutating func evaluate(_ node: AnalogNode, into result: inout [Float]) {
    guard let first = node.inputs.first else { return }
    let shape = network.nodes[first].shape
    switch node.operation {
    case .input: break
    case .convolution(let layer):
      convolve(results[first], shape, layer, into: &result, node.shape, with: &patches)
    case .affine(let layer): multiply(layer, results[first], into: &result)
    case .channelAffine(let layer): scale(results[first], layer, into: &result, node.shape)
    case .unitAffine(let layer): scale(results[first], layer, into: &result)
    case .activation(let activation): apply(activation, results[first], into: &result)
    case .averagePool(let pooling):
      averagePool(results[first], shape, pooling, into: &result, node.shape)
    case .maxPool(let pooling): maxPool(results[first], shape, pooling, into: &result, node.shape)
    case .pad(let margins): pad(results[first], shape, margins, into: &result, node.shape)
    case .add: add(results[first], results[node.inputs[1]], into: &result)
    case .concatenate: concatenate(node.inputs, into: &result)
    case .flatten: copy(results[first], to: &result)
    case .sparse(let map): AnalogPass.apply(map, results[first], into: &result)
    case .answer(.softmax): softmax(results[first], into: &result)
    case .answer(.logSoftmax): logSoftmax(results[first], into: &result)
    case .answer(.sigmoid): sigmoid(results[first], into: &result)
    case .answer(.tanh): hyperbolicTangent(results[first], into: &result)
    }
  }

  private func concatenate(_ inputs: [Int], into result: inout [Float]) {
    var next = 0
    for input in inputs {
      for value in results[input] {
        result[next] = value
        next += 1
      }
    }
  }
}
