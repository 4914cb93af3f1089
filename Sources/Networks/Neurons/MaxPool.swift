/// A max pool of spikes: no neurons, but windows that send what their strongest input sends.
///
/// In channels where the pool takes minima, a window has always sent as much in all as the input
/// that has sent the least, whatever the rule.
package struct MaxPool: NeuronModel {
  package var pooling: Pooling

  /// The shape of what is pooled.
  package var source: MapShape

  package var rule: MaxPoolRule

  /// The delay of what is pooled; 0 in rate coding.
  package var delay: Int

  /// - Parameters:
  ///   - pooling: What each window covers.
  ///   - source: The shape of what is pooled.
  package init(
    _ pooling: Pooling, source: MapShape, rule: MaxPoolRule = .lossless, delay: Int = 0
  ) {
    self.pooling = pooling
    self.source = source
    self.rule = rule
    self.delay = delay
  }

  package static var key: String { "maximum" }
  package var parameters: NeuronParameters { .maximum(self) }

  package var role: NeuronRole { .passage(noun: "a max pool") }
  package var threshold: Float? { nil }
  package var quantum: Float? { nil }
  package var code: NeuralCode? { nil }
  package var pool: MaxPool? { self }

  package func fault(in shape: MapShape) -> String? {
    guard (0...1 << 16).contains(delay) else { return "it waits for \(delay) windows" }
    guard pooling.sides.allSatisfy((1...1 << 20).contains),
      pooling.padding.sides.allSatisfy((0...1 << 20).contains), source.channels == shape.channels,
      pooling.minima.map({ $0.count == shape.channels }) ?? true
    else { return "its windows are impossible" }
    return nil
  }

  package func nirForm(timeStep: Float) -> NIRForm {
    .missing("it has no max pools; train the network with average pools")
  }
  package var wholeNumberObstacle: String? { nil }
  package var title: String { pooling.extremum }
  package var record: NeuronRecord? {
    NeuronRecord(
      name: "max_pool (\(rule.rawValue))", parameters: delay > 0 ? [.number("delay", delay)] : [])
  }
  package var scheduleObstacle: String? { "a max pool passes on what its strongest input sends" }
}

/// Under the key `_0`, which old files have.
extension MaxPool: Codable {
  private enum OuterKeys: String, CodingKey { case content = "_0" }
  private enum CodingKeys: String, CodingKey { case pooling, source, rule, delay }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: OuterKeys.self)
      .nestedContainer(keyedBy: CodingKeys.self, forKey: .content)
    pooling = try container.decode(Pooling.self, forKey: .pooling)
    source = try container.decode(MapShape.self, forKey: .source)
    rule = try container.decode(MaxPoolRule.self, forKey: .rule)
    delay = try container.decode(Int.self, forKey: .delay)
  }

  package func encode(to encoder: any Encoder) throws {
    var outer = encoder.container(keyedBy: OuterKeys.self)
    var container = outer.nestedContainer(keyedBy: CodingKeys.self, forKey: .content)
    try container.encode(pooling, forKey: .pooling)
    try container.encode(source, forKey: .source)
    try container.encode(rule, forKey: .rule)
    try container.encode(delay, forKey: .delay)
  }
}

/// How spikes of several neurons become those of the strongest; written by name.
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
      guard var pool = layers[index].neuron.pool else { continue }
      pool.rule = rule
      network.layers[index].neuron = .maximum(pool)
    }
    return network
  }
}
