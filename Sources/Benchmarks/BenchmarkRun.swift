import SpikeStatistics
import SpikingEngine

/// One image on its way through a run.
struct BenchmarkRun {
  private(set) var simulation: Simulation

  /// `nil` where spikes only are wanted.
  private(set) var statistics: RunStatistics?

  private let setting: RunSetting?

  /// - Parameter setting: What the statistics need; `nil` for none.
  init(_ simulation: Simulation, setting: RunSetting? = nil) {
    self.simulation = simulation
    self.setting = setting
    statistics = setting.map { RunStatistics($0) }
  }

  /// Takes time steps: the only place of a benchmark where a simulation moves.
  mutating func advance(by steps: Int) {
    for _ in 0..<steps {
      simulation.advance()
      if let setting { statistics?.observe(simulation, setting: setting) }
    }
  }

  /// Moves on to a step.
  ///
  /// - Parameters:
  ///   - isStopped: Asked every so many steps.
  ///   - progress: Called with the number of steps taken.
  /// - Returns: Whether it came there.
  mutating func advance(to step: Int, isStopped: () -> Bool, progress: (Int) -> Void) -> Bool {
    while simulation.step < step {
      guard !isStopped() else { return false }
      let steps = min(step - simulation.step, stepsAtOnce)
      advance(by: steps)
      progress(steps)
    }
    return true
  }
}

/// As many as an engine that works in chunks of time needs to be fast, and few enough to end soon
/// when the user wants to.
private let stepsAtOnce = 32
