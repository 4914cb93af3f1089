/// A max pool of spikes: what it covers, and how it decides.
package struct MaxPool: Codable, Equatable, Sendable {
  package var pooling: Pooling

  /// The shape of what is pooled.
  package var source: MapShape

  package var rule: MaxPoolRule

  /// The delay of what is pooled; 0 in rate coding.
  package var delay: Int

  package init(
    _ pooling: Pooling, source: MapShape, rule: MaxPoolRule = .lossless, delay: Int = 0
  ) {
    self.pooling = pooling
    self.source = source
    self.rule = rule
    self.delay = delay
  }
}

/// How spikes of several neurons become those of the strongest.
package enum MaxPoolRule: String, CaseIterable, Codable, Sendable {
  /// A window passes on the spikes of the input that has sent the most so far, this step included;
  /// of equal ones the first.
  ///
  /// (SNN Toolbox, `fir_max`; Rueckauer et al. 2017.) What was passed on before the strongest was
  /// known stays.
  case gated
  /// A window has always sent as much in all as the input that has sent the most.
  ///
  /// Lateral inhibition pooling (Li and Zeng, IJCAI 2022): `S_k += x_k; out = max S_k; S_k -= out`
  /// telescopes to `Σ out = max Σ x_k`.
  case lossless
}

extension SpikingNetwork {
  /// The same network with every max pool by a rule.
  package func pooling(by rule: MaxPoolRule) -> SpikingNetwork {
    var network = self
    for index in layers.indices {
      guard case .maximum(var pool) = layers[index].neuron else { continue }
      pool.rule = rule
      network.layers[index].neuron = .maximum(pool)
    }
    return network
  }
}
