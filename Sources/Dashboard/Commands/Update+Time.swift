import TimeTravel

/// How many steps a page is.
private let pageLength = 16

/// Steps per second of `=`.
package let normalSpeed = 16.0

extension DashboardState {
  /// The actions that move in time; moves are relative, so that quick presses add up.
  mutating func moveInTime(_ action: Action) -> [DashboardEffect] {
    switch action {
    case .toggleRun:
      return [.engine(engine?.activity == .paused ? .run : .pause)]
    case .stepForward: return [.engine(.move(by: 1))]
    case .stepBack: return step(back: 1)
    case .pageForward: return [.engine(.move(by: pageLength))]
    case .pageBack: return step(back: pageLength)
    case .firstStep: return [.engine(.seek(to: 0))]
    case .lastStep: return [.engine(.seek(to: engine?.history.lastStep ?? 0))]
    case .nextSpike, .previousSpike:
      let isForward = action == .nextSpike
      return screen == .compare
        ? seekDifference(forward: isForward) : seekSpike(forward: isForward)
    case .previousStop: return runBack(to: nil)
    case .faster: return setSpeed(faster(engine?.speed ?? normalSpeed))
    case .slower: return setSpeed(slower(engine?.speed ?? normalSpeed))
    case .normalSpeed: return setSpeed(normalSpeed)
    case .maximumSpeed: return setSpeed(.infinity)
    case .cursorUp, .cursorDown, .previousLayer, .nextLayer, .inspect, .back, .goTo,
      .sinInspector, .sortRows, .filterRows, .nextMatch, .previousMatch, .nextPicture, .nextImage,
      .previousImage, .methodMenu, .breakHere, .runUntil, .setMark, .goToMark, .remove,
      .commandLine, .diagnose, .rasterMode,
      .coarserTime, .finerTime, .normalTime, .zoomUnits, .export, .record, .nextTheme, .showLive,
      .showLayer, .showNeuron, .showSIN, .showPhase, .showCompare, .showLog, .showOverview,
      .compare,
      .firstDifference, .toggleDifferences, .help, .escape, .quit:
      return []
    }
  }

  private mutating func step(back count: Int) -> [DashboardEffect] {
    if step == 0, engine?.activity == .paused {
      message = Message(text: "this is the start: no step has been taken", isError: false)
      return []
    }
    return [.engine(.move(by: -count))]
  }

  private mutating func seekSpike(forward: Bool) -> [DashboardEffect] {
    guard layer < layerCount else { return [] }
    return [.engine(.seekSpike(unit: unit, layer: layer, forward: forward))]
  }

  private mutating func setSpeed(_ speed: Double) -> [DashboardEffect] {
    // The next press may come before the engine says so.
    engine?.speed = speed
    return [.engine(.setSpeed(stepsPerSecond: speed))]
  }

  /// From a step in four seconds to thousands per second, then without bound.
  private func faster(_ speed: Double) -> Double {
    speed >= 4096 ? .infinity : speed * 2
  }

  private func slower(_ speed: Double) -> Double {
    speed.isInfinite ? 4096 : max(speed / 2, 0.25)
  }
}
