import Networks
import PlainText

/// Some layers of a network by their names, as `conv1,fc2`, or `all`.
package struct LayerList: Equatable, Sendable {
  private let names: [String]

  /// None.
  package init() { names = [] }

  /// - Returns: `nil` of a text that names no layer.
  package init?(_ text: String) {
    names = text.parts(between: ",").filter { !$0.isEmpty }.map(unmistakable)
    guard !names.isEmpty else { return nil }
  }

  /// The positions of the layers in a network.
  package func layers(of network: SpikingNetwork) throws -> Set<Int> {
    try layers(among: Array(network.layers.indices), of: network, option: "--potentials")
  }

  /// The positions of the layers in a network, each once.
  ///
  /// - Parameters:
  ///   - eligible: Those that may be named.
  ///   - option: What names them, for messages.
  ///   - words: What those are that may be named, behind "the layers".
  package func layers(
    among eligible: [Int], of network: SpikingNetwork, option: String, words: String = ""
  ) throws -> Set<Int> {
    if names == ["all"] { return Set(eligible) }
    return Set(
      try names.map { name in
        guard let layer = eligible.first(where: { network.layers[$0].name == name }) else {
          throw UsageError(
            description: "'\(option)' names '\(name)', but the layers\(words) are "
              + eligible.map { network.layers[$0].name }.joined(separator: ", "))
        }
        return layer
      })
  }
}
