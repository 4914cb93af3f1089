import Networks

/// Keys and meaning are part of the interface.
extension MethodReport: Encodable {
  /// What is undefined is `null`; what was not asked for, or is no figure of such a network, is
  /// left out.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: NamedKey.self)
    try values.encode(title, forKey: "title")
    try values.encode(layers, forKey: "layers")
    try values.encode(steps, forKey: "steps")
    try values.encode(theta, forKey: "theta")
    try values.encodeIfPresent(thetaAt, forKey: "theta_at")
    for (key, figure) in networkFigures { try values.encode(figure, forKey: NamedKey(key)) }
    try values.encode(latency, forKey: "latency")
    for figure in figures.all { try values.encode(self[figure], forKey: NamedKey(figure.id)) }
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
