import Networks

/// The weights of a convolution or of a fully connected layer, zeros included.
struct WeightRows {
  let target: MapShape
  let layout: ConvolutionLayout

  /// Those of an output, by row `tap · inputs + input`.
  let weights: (_ output: Int) -> [Float]

  /// `nil` for synapses without such rows: pools, relays, convolutions in groups and dilated ones.
  init?(_ synapses: any Synapses) {
    target = synapses.target
    if let convolution = synapses as? ConvolutionSynapses {
      layout = convolution.layout
      let rows = 0..<layout.weightRows
      weights = { output in rows.map { convolution.weight(ofOutput: output, row: $0) } }
    } else if let pruned = synapses as? PrunedSynapses, let layout = pruned.layout {
      self.layout = layout
      weights = { pruned.weights(ofOutput: $0, layout: layout) }
    } else {
      return nil
    }
  }
}
