extension Action {
  /// How rasters show time and neurons.
  static let rasters: [Action] = [
    Action(
      "raster-mode", .rasters, [.character("w")], "raster: sweep, waterfall, scroll",
      change: { $0.rasterView.mode = next(after: $0.rasterView.mode) }),
    Action(
      "finer-time", .rasters, [.character("+")], "raster: half as many steps in a cell",
      change: { $0.rasterView.zoomTime(in: true) }),
    Action(
      "coarser-time", .rasters, [.character("-")], "raster: twice as many steps in a cell",
      change: { $0.rasterView.zoomTime(in: false) }),
    Action(
      "normal-time", .rasters, [.character("z")], "raster: two steps in a cell",
      change: { $0.rasterView.stepsPerCell = RasterView().stepsPerCell }),
    Action(
      "zoom-units", .rasters, [.character("Z")],
      "raster: twice as many neurons in a dot row; Live: one layer large",
      change: { state in
        let neurons = state.network?.layers[state.layer].shape.count ?? 1
        state.rasterView.zoomUnits(neurons: neurons)
      }),
  ]
}
