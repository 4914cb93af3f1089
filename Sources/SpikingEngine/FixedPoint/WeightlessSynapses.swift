import Networks

/// Synapses that know whom they connect but not how strongly, because their weights are kept as
/// whole numbers elsewhere.
struct WeightlessSynapses: SynapticMap {
  let source: MapShape
  let target: MapShape
  let isWeighted: Bool

  /// Per unit; none where there is no offset.
  private let bias: [Float]

  /// Per source pixel, because the units of a pixel reach the same number of targets.
  private let reach: [Int]

  init(_ synapses: any SynapticMap) {
    source = synapses.source
    target = synapses.target
    isWeighted = synapses.isWeighted
    let channels = source.channels
    reach = (0..<source.pixels).map { synapses.fanOut(of: $0 * channels) }
    var offset = [Float](repeating: 0, count: target.count)
    synapses.addBias(to: &offset)
    bias = offset.contains { $0 != 0 } ? offset : []
  }

  init(_ rows: WeightRows) {
    (source, target) = (rows.source, rows.target)
    isWeighted = true
    let channels = source.channels
    reach = (0..<source.pixels).map { rows.layout.fanOut(of: $0 * channels) }
    bias = (0..<target.count).map { rows.bias[$0 % rows.bias.count] }
  }

  func addBias(to currents: inout [Float]) {
    for (index, offset) in bias.enumerated() { currents[index] += offset }
  }

  func incoming(of target: Int) -> [Synapse] { [] }

  func fanOut(of source: Int) -> Int { reach[source / self.source.channels] }
}
