/// Keys and meaning are part of the interface.
extension MethodReport: Encodable {
  /// What is undefined is `null`; what was not asked for, or is no figure of such a network, is
  /// left out.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: ReportKey.self)
    try values.encode(title, forKey: "title")
    try values.encode(layers, forKey: "layers")
    try values.encode(steps, forKey: "steps")
    try values.encode(theta, forKey: "theta")
    try values.encodeIfPresent(thetaAt, forKey: "theta_at")
    for (key, figure) in networkFigures { try values.encode(figure, forKey: ReportKey(key)) }
    try values.encode(latency, forKey: "latency")
    for figure in figures.all { try values.encode(self[figure], forKey: ReportKey(figure.id)) }
    try values.encode(sinSpikeShare, forKey: "sin_spike_share")
    try values.encode(connectivity, forKey: "connectivity")
    try values.encode(spikesPerNeuronStep, forKey: "spikes_per_neuron_step")
    try values.encode(errorSplit, forKey: "error_split")
    try values.encode(offsetSpikes, forKey: "offset_spikes")
    try values.encode(omega, forKey: "omega")
    try values.encode(firstSpike, forKey: "first_spike")
    try values.encodeIfPresent(perClass, forKey: "per_class")
    try values.encodeIfPresent(confusion, forKey: "confusion")
  }
}

/// A key that is written down here, or that a figure gives.
private struct ReportKey: CodingKey, ExpressibleByStringLiteral {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init(stringLiteral name: String) { self.init(name) }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}
