import SpikeStatistics

extension TallyFigure {
  /// In the JSON it has a longer key than that of the whole network, which is beside it.
  package static let synapticOperations = TallyFigure(
    "layer_synaptic_operations", longFormName: "synaptic_operations", columnTitle: "synops",
    help: "synaptic additions that the spikes of the layer cost, per image", source: .common,
    value: { ratio($0.tally.synapticOperations, of: $0.images) })
}
