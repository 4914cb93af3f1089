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
      let kind = nodes[index].operation.traits.stem
      counts[kind, default: 0] += 1
      result.nodes[index].name = index == 0 ? kind : "\(kind)\(counts[kind, default: 1])"
    }
    return result
  }
}
