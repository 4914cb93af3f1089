extension EngineStatus {
  /// The second network as if it ran alone; `nil` where there is none.
  package var second: EngineStatus? {
    comparison.map { comparison in
      var second = self
      second.setting = comparison.setting
      second.runState = comparison.runState
      second.raster = comparison.raster
      second.history = comparison.history
      second.potentials = comparison.potentials
      second.comparison = nil
      return second
    }
  }

  /// Whether there are two networks whose spikes stand for the same, step by step: of one coding,
  /// and with layers in common.
  package var hasComparableSpikes: Bool {
    guard let comparison, !comparison.matching.pairs.isEmpty else { return false }
    return runState.simulation.network.coding == comparison.setting.packed.network.coding
  }
}
