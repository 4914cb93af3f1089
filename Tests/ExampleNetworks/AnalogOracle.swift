import Foundation
import Networks
import Tensors

/// The values of every node for one image, straight from the definitions, in double precision.
package struct AnalogOracle {
  /// Per node, by unit number.
  package private(set) var values: [[Double]] = []

  package init(_ network: AnalogNetwork, image: Tensor) {
    for node in network.nodes {
      let inputs = node.inputs.map { (values[$0], network.nodes[$0].shape) }
      values.append(
        node.operation.evaluated(
          on: inputs.isEmpty ? [(image.elements.map(Double.init), node.shape)] : inputs,
          shape: node.shape))
    }
  }

  /// z of an activation node, by unit number.
  package func preactivation(_ node: Int, of network: AnalogNetwork) -> [Double] {
    values[network.nodes[node].inputs[0]]
  }

  /// The answer before any softmax.
  package func logits(of network: AnalogNetwork) -> [Double] {
    var node = network.output
    while case .answer = network.nodes[node].operation { node = network.nodes[node].inputs[0] }
    return values[node]
  }
}

extension AnalogOperation {
  /// - Parameters:
  ///   - inputs: Values by unit number and their shapes.
  ///   - shape: That of the result.
  package func evaluated(
    on inputs: [(values: [Double], shape: MapShape)], shape: MapShape
  ) -> [Double] {
    let (values, source) = inputs[0]
    switch self {
    case .input, .flatten:
      return values
    case .convolution(let layer):
      return convolved(values, source, layer, shape)
    case .affine(let layer):
      return (0..<layer.outputCount).map { output in
        values.indices.reduce(Double(layer.bias.elements[output])) {
          $0 + values[$1] * Double(layer.weight.elements[output * values.count + $1])
        }
      }
    case .channelAffine(let affine):
      return values.indices.map {
        let channel = $0 / source.pixels
        return values[$0] * Double(affine.factor[channel]) + Double(affine.offset[channel])
      }
    case .activation(let activation):
      return values.indices.map {
        activation.value(values[$0], channel: $0 / source.pixels)
      }
    case .averagePool(let pooling):
      return pooled(values, source, pooling, shape) { window, size, _ in
        window.reduce(0, +) / Double(size)
      }
    case .maxPool(let pooling):
      return pooled(values, source, pooling, shape) { window, _, channel in
        (pooling.takesMinimum(ofChannel: channel) ? window.min() : window.max()) ?? 0
      }
    case .pad(let margins):
      return everyUnit(of: shape) { channel, row, column in
        value(of: values, source, channel, row - margins.top, column - margins.left)
      }
    case .add:
      return values.indices.map { unit in inputs.reduce(0) { $0 + $1.values[unit] } }
    case .concatenate:
      return inputs.flatMap(\.values)
    case .sparse(let map):
      return (0..<shape.count).map { unit in
        map.terms(of: unit).reduce(0) {
          $0 + Double(map.weights?[$1] ?? 1) * values[Int(map.sources[$1])]
        }
      }
    case .unitAffine(let layer):
      return values.indices.map {
        values[$0] * Double(layer.factor[$0]) + Double(layer.offset[$0])
      }
    case .answer(let answer):
      return answered(values, by: answer)
    }
  }
}

private func answered(_ values: [Double], by answer: Answer) -> [Double] {
  let exponentials = values.map { exp($0 - (values.max() ?? 0)) }
  let shares = exponentials.map { $0 / exponentials.reduce(0, +) }
  return switch answer {
  case .softmax: shares
  case .logSoftmax: shares.map(log)
  case .sigmoid: values.map { 1 / (1 + exp(-$0)) }
  case .tanh: values.map { tanh($0) }
  }
}

extension Activation {
  fileprivate func value(_ z: Double, channel: Int) -> Double {
    switch self {
    case .relu: max(0, z)
    case .clipped(let maximum): min(max(0, z), Double(maximum))
    case .quantized(let maximum, let levels):
      Double(maximum) / Double(levels)
        * (min(max(z / Double(maximum), 0), 1) * Double(levels) + 0.5).rounded(.down)
    case .leaky(let slopes): z > 0 ? z : Double(slopes.count == 1 ? slopes[0] : slopes[channel]) * z
    case .clamp(let minimum, let maximum): min(max(Double(minimum), z), Double(maximum))
    }
  }
}

private func everyUnit(
  of shape: MapShape, _ value: (_ channel: Int, _ row: Int, _ column: Int) -> Double
) -> [Double] {
  (0..<shape.count).map {
    value($0 / shape.pixels, $0 % shape.pixels / shape.width, $0 % shape.width)
  }
}

/// Zero outside of the map.
private func value(
  of values: [Double], _ shape: MapShape, _ channel: Int, _ row: Int, _ column: Int
) -> Double {
  guard (0..<shape.height).contains(row), (0..<shape.width).contains(column) else { return 0 }
  return values[(channel * shape.height + row) * shape.width + column]
}

private func convolved(
  _ values: [Double], _ source: MapShape, _ layer: Conv2dLayer, _ shape: MapShape
) -> [Double] {
  let inputs = layer.weight.shape[1]
  let outputs = layer.outputChannels / layer.groups
  return everyUnit(of: shape) { output, row, column in
    var sum = Double(layer.bias.elements[output])
    for input in 0..<inputs {
      for y in 0..<layer.kernel.rows {
        for x in 0..<layer.kernel.columns {
          let weight = ((output * inputs + input) * layer.kernel.rows + y) * layer.kernel.columns
          sum +=
            Double(layer.weight.elements[weight + x])
            * value(
              of: values, source, output / outputs * inputs + input,
              row * layer.stride.rows + y * layer.dilation.rows - layer.padding.top,
              column * layer.stride.columns + x * layer.dilation.columns - layer.padding.left)
        }
      }
    }
    return sum
  }
}

private func pooled(
  _ values: [Double], _ source: MapShape, _ pooling: Pooling, _ shape: MapShape,
  _ summary: (_ window: [Double], _ size: Int, _ channel: Int) -> Double
) -> [Double] {
  everyUnit(of: shape) { channel, row, column in
    var (window, size): ([Double], Int) = ([], 0)
    for y in 0..<pooling.kernel.rows {
      for x in 0..<pooling.kernel.columns {
        let y = row * pooling.stride.rows + y * pooling.dilation.rows - pooling.padding.top
        let x =
          column * pooling.stride.columns + x * pooling.dilation.columns
          - pooling.padding.left
        let isInside = (0..<source.height).contains(y) && (0..<source.width).contains(x)
        if isInside { window.append(value(of: values, source, channel, y, x)) }
        let isPadded =
          y < source.height + pooling.padding.bottom && x < source.width + pooling.padding.right
        if pooling.countsPadding ? isPadded : isInside { size += 1 }
      }
    }
    return summary(window, size, channel)
  }
}
