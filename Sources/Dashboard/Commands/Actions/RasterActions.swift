extension Action {
  /// How rasters show time and neurons.
  static let rasters: [Action] = [
    Action(
      "raster-mode", .rasters, [.character("w")], "raster: sweep, waterfall, scroll",
      change: { $0.rasterView.mode = next(after: $0.rasterView.mode) }),
    Action(
      "finer-time", .rasters, [.character("+")],
      "time: half as much of the run, around the present",
      change: { $0.rasterView.zoomIntoTime() }),
    Action(
      "coarser-time", .rasters, [.character("-")], "time: twice as much of the run",
      change: { $0.zoomOutOfTime() }),
    Action(
      "normal-time", .rasters, [.character("z")], "time: the whole run again",
      change: { $0.rasterView.timeZoom = 0 }),
    Action(
      "zoom-units", .rasters, [.character("Z")],
      "Layer: twice as many neurons in a dot row; Live: one layer large",
      change: { $0.shown.zoomUnits(&$0) }),
  ]
}

/// Runs of so many steps are shown whole on every terminal.
private let stepsShownWhole = 1000

extension DashboardState {
  fileprivate mutating func zoomOutOfTime() {
    guard let engine else { return }
    let planned = max(engine.horizon, engine.history.lastStep)
    rasterView.zoomOutOfTime(isWhole: !engine.isGrowing && planned <= stepsShownWhole)
  }
}
