import Networks

/// The layers whose potentials are recorded, as `conv1,fc2` or `all`.
package struct ProbeList: Equatable, Sendable {
  private let names: [String]

  /// None.
  package init() { names = [] }

  /// - Returns: `nil` of a text that names no layer.
  package init?(_ text: String) {
    names = text.split(separator: ",").map(String.init)
    guard !names.isEmpty else { return nil }
  }

  /// The positions of the layers in a network.
  package func layers(of network: SpikingNetwork) throws -> Set<Int> {
    if names == ["all"] { return Set(network.layers.indices) }
    return Set(
      try names.map { name in
        guard let layer = network.layers.firstIndex(where: { $0.name == name }) else {
          throw UsageError(
            description: "'--potentials' names '\(name)', but the layers are "
              + network.layers.map(\.name).joined(separator: ", "))
        }
        return layer
      })
  }
}
