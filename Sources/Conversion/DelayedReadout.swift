import Networks

/// A readout that begins to listen late: delayed evaluation (Bu, Li and Yu, CVPR 2025, arXiv
/// 2409.03368).
///
/// The first steps are those in which spikes have not reached the deep layers yet, or in which
/// layers fire on a part of their input only. The answer after T steps is that of the rest:
///
///     y(T) = 1/(T - t0) · Σ I[t] over t0 < t ≤ T
///
/// There is no answer up to t0. `auto` is this project's own rule, because the paper's estimate was
/// not at hand: t0 is the largest number of spiking layers on a way from the input to the readout,
/// one step for each to pass on its first spikes.
package enum DelayedReadout {
  /// When the readout begins to listen.
  package static let option = ConversionOption(
    "readout-from", .integerOr(word: "auto", 0...1_000_000),
    help: """
      Let the readout listen only after this step; auto (a rule of this project) waits a step for \
      each spiking layer on the longest way.
      """)

  /// As in titles.
  static func title(_ start: CountOrWord) -> String {
    switch start {
    case .count(let step): "readout from \(step)"
    case .word: "readout from auto (own rule)"
    }
  }

  /// The network whose readout begins after a step.
  ///
  /// - Throws: `lateReadout` in cycle coding, where a readout has its windows, and in differential
  ///   coding, where it must hear every change.
  static func applied(
    _ start: CountOrWord, to network: SpikingNetwork, method: String
  ) throws(ConversionError) -> SpikingNetwork {
    guard network.coding == .rate else { throw .lateReadout(method: method) }
    var network = network
    switch start {
    case .count(let step): network.readoutStart = step
    case .word: network.readoutStart = network.largestDepth
    }
    return network
  }
}

extension SpikingNetwork {
  /// The largest number of layers that stand for an activation on a way from the input to a
  /// readout.
  fileprivate var largestDepth: Int {
    var depths: [Int] = []
    for layer in layers {
      let before = layer.projections.map { projection in
        if case .layer(let source) = projection.source { depths[source] } else { 0 }
      }
      depths.append((before.max() ?? 0) + (layer.activationNode == nil ? 0 : 1))
    }
    return readouts.map { depths[$0] }.max() ?? 0
  }
}
