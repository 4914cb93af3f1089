import SpikeStatistics
import SpikingEngine

/// One image on its way through a run.
struct BenchmarkRun {
  private(set) var simulation: Simulation

  /// `nil` where spikes only are wanted.
  private(set) var statistics: RunStatistics?

  /// What times its layers; `nil` where nobody asks.
  private(set) var clock: LayerClock?

  private let setting: RunSetting?

  /// - Parameters:
  ///   - setting: What the statistics need; `nil` for none.
  ///   - timesLayers: Whether its layers are timed; then there are no statistics.
  init(_ simulation: Simulation, setting: RunSetting? = nil, timesLayers: Bool = false) {
    self.simulation = simulation
    self.setting = setting
    clock = timesLayers ? LayerClock(layers: simulation.network.layers.count) : nil
    statistics = setting.map { RunStatistics($0) }
  }

  /// Takes time steps: the only place of a benchmark where a simulation moves.
  private mutating func advance(by steps: Int, on engine: Engine) {
    guard let setting, var statistics else {
      var clock = self.clock
      clock?.start()
      simulation.advance(by: steps, on: engine, passing: { clock?.stop($0) })
      self.clock = clock
      return
    }
    // Taken out, because it would be copied while it is still held here.
    self.statistics = nil
    simulation.advance(
      by: steps, on: engine, attention: setting.attention,
      lendReleased: { statistics.lendReleased(of: $0) }
    ) { layer, seen in
      statistics.observe(seen, layer: layer, setting: setting)
    }
    self.statistics = statistics
  }

  /// Moves on to a step.
  ///
  /// - Parameters:
  ///   - engine: What runs it.
  ///   - isStopped: Asked every so many steps.
  ///   - progress: Called with the number of steps taken.
  /// - Returns: Whether it came there.
  mutating func advance(
    to step: Int, on engine: Engine, isStopped: () -> Bool, progress: (Int) -> Void
  ) -> Bool {
    while simulation.step < step {
      guard !isStopped() else { return false }
      let steps = min(step - simulation.step, stepsAtOnce)
      advance(by: steps, on: engine)
      progress(steps)
    }
    return true
  }
}

/// As many as an engine takes at a time, and few enough to end soon when the user wants to.
private let stepsAtOnce = 32
