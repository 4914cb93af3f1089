import Foundation
import Networks

extension AnalogNetwork {
  /// The same network under the project's names: its own after the file, and each layer's kind
  /// with its ordinal in topological order, as `conv1`, `fc1`, `add1`.
  func named(for file: String) -> AnalogNetwork {
    var result = self
    result.name = URL(filePath: file).deletingPathExtension().lastPathComponent
    var counts: [String: Int] = [:]
    for index in nodes.indices {
      let kind = nodes[index].operation.kind
      counts[kind, default: 0] += 1
      result.nodes[index].name = index == 0 ? kind : "\(kind)\(counts[kind, default: 1])"
    }
    return result
  }
}

extension AnalogOperation {
  /// What the names of such layers begin with.
  fileprivate var kind: String {
    switch self {
    case .input: "input"
    case .convolution: "conv"
    case .affine: "fc"
    case .channelAffine: "norm"
    case .activation(.relu): "relu"
    case .activation(.clipped), .activation(.clamp): "clip"
    case .activation(.quantized): "quant"
    case .averagePool: "pool"
    case .maxPool: "maxpool"
    case .pad: "pad"
    case .add: "add"
    case .concatenate: "concat"
    case .flatten: "flatten"
    case .softmax: "softmax"
    }
  }
}
