import TerminalUI
import TimeTravel

extension DashboardState {
  /// Takes in one event and returns what to do about it.
  ///
  /// This is the only place where the state changes. It does no I/O.
  package mutating func update(_ event: DashboardEvent) -> [DashboardEffect] {
    let effects: [DashboardEffect]
    var known = message
    switch event {
    case .engine(let status):
      take(status)
      effects = []
    case .loaded(let context):
      effects = take(context)
    case .failed(let text):
      coming = nil
      stepToRestore = nil
      message = Message(text: text, isError: true)
      effects = []
    case .working(let text):
      work = text
      effects = []
    case .diagnosed(let outcome):
      take(outcome)
      effects = []
    case .slowScreen:
      stopScrolling()
      effects = []
    case .exported(let request, let outcome):
      take(outcome, of: request)
      effects = []
    case .recording(let report):
      take(report)
      effects = []
    case .streaming(let report):
      take(report)
      effects = []
    case .line(let text):
      message = nil
      known = nil
      effects = executeLine(text)
    case .pointer(let event):
      message = nil
      known = nil
      effects = point(event)
    case .key(let key):
      message = nil
      known = nil
      effects = press(key)
    }
    if let message, message != known { note(message) }
    refreshInspection()
    return effects
  }

  private mutating func take(_ status: EngineStatus) {
    guard let context, status.generation == context.generation else { return }
    let old = engine
    engine = status
    stepsPerPicture =
      status.isRunning ? max(status.runState.step - (old?.runState.step ?? 0), 1) : 1
    if old?.generation != status.generation { fitCursor(to: status, from: old) }
    seenAccuracy.take(status, context: context)
    if showsSINTable { sinTable.refresh(status) }
    reportStops(of: status, isNew: old?.generation != status.generation)
  }

  /// Keeps the cursors on neurons of the same layers where another method made another network.
  private mutating func fitCursor(to status: EngineStatus, from old: EngineStatus?) {
    let before = old?.runState.simulation.network.layers ?? []
    let layers = status.runState.simulation.network.layers.dropLast()
    let name = before.indices.contains(layer) ? before[layer].name : nil
    units = layers.map { layer in
      let same = before.firstIndex { $0.name == layer.name && $0.shape == layer.shape }
      return same.flatMap { units.indices.contains($0) ? units[$0] : nil } ?? 0
    }
    layer = layers.firstIndex { $0.name == name } ?? min(layer, max(layers.count - 1, 0))
    sinTable.layer = nil
  }

  private mutating func take(_ context: RunContext) -> [DashboardEffect] {
    if let old = self.context, (old.model, old.dataset) != (context.model, context.dataset) {
      forgetNetwork()
    }
    self.context = context
    if !context.marks.isEmpty { marks = context.marks }
    trail = []
    if let coming, coming == (context.image, context.method, context.secondRun?.text) {
      self.coming = nil
    }
    // Another subject may be on its way already, and goes to the same step.
    defer { if coming == nil { stepToRestore = nil } }
    return stepToRestore.map { [.engine(.seek(to: $0))] } ?? []
  }

  /// A raster that scrolls changes all of its cells at every step, one that sweeps a column.
  private mutating func stopScrolling() {
    guard rasterView.mode == .scroll else { return }
    rasterView.mode = .sweep
    message = Message(
      text: "the terminal takes too few frames to scroll: rasters sweep; w scrolls again",
      isError: false)
  }

  /// What was said of another network, or of other images, is not true of this one.
  private mutating func forgetNetwork() {
    (marks, diagnosis, search) = ([], nil, NeuronFilter())
    seenAccuracy = SeenAccuracy()
    sinTable = SINTable()
    message = nil
  }

  mutating func refreshInspection() {
    refreshPhase()
    refreshComparedTraces()
    guard [.neuron, .sin, .overview].contains(screen), let engine, layer < layerCount else {
      inspection = nil
      return
    }
    // The SIN screen explains a neuron, and draws no trace.
    let hasTrace = screen != .sin
    let source = NeuronInspection.Source(
      picture: PictureSource(engine), layer: layer, unit: unit, hasTrace: hasTrace)
    if inspection?.source != source {
      inspection = NeuronInspection(source, status: engine, after: inspection)
    }
    input = min(input, max((inspection?.cause?.terms.count ?? 1) - 1, 0))
  }

  mutating func press(_ key: Key) -> [DashboardEffect] {
    switch overlay {
    case .help(let filter, let selected):
      return pressInHelp(key, filter: filter, selected: selected)
    case .methods(let selected):
      return pressInMethods(key, selected: selected)
    case .secondRuns(let selected):
      return pressInSecondRuns(key, selected: selected)
    case .goTo(let text):
      return pressInGoTo(key, text: text)
    case .command(let text):
      return pressInCommand(key, text: text)
    case .breaks(let selected):
      return pressInBreaks(key, selected: selected)
    case .mark(let purpose):
      return pressInMark(key, purpose: purpose)
    case .filter(let text):
      pressInFilter(key, text: text)
      return []
    case .diagnosis(let selected):
      return pressInDiagnosis(key, selected: selected)
    case .replaceFile(let request):
      return pressInReplaceFile(key, request: request)
    case nil:
      return keyMap.action(for: key).map { perform($0) } ?? []
    }
  }

  /// Does what a key stands for.
  mutating func perform(_ action: Action) -> [DashboardEffect] {
    switch action {
    case .toggleRun, .stepForward, .stepBack, .pageForward, .pageBack, .firstStep, .lastStep,
      .nextSpike, .previousSpike, .previousStop, .faster, .slower, .normalSpeed,
      .maximumSpeed:
      return moveInTime(action)
    case .cursorUp: moveCursor(by: -1)
    case .cursorDown: moveCursor(by: 1)
    case .previousLayer: moveLayer(by: -1)
    case .nextLayer: moveLayer(by: 1)
    case .inspect: return inspect()
    case .back: return goBack()
    case .sinInspector: return openSINInspector()
    case .sortRows: sortRows()
    case .filterRows: openFilter()
    case .nextMatch: goToMatch(.next)
    case .previousMatch: goToMatch(.previous)
    case .nextPicture: nextPicture()
    case .nextImage: return load(imageBy: 1)
    case .previousImage: return load(imageBy: -1)
    case .goTo: overlay = .goTo(text: "")
    case .commandLine: openCommandLine()
    case .breakHere: overlay = engine == nil ? nil : .breaks(selected: 0)
    case .runUntil: openCommandLine("until ")
    case .setMark: overlay = .mark(.set)
    case .goToMark: overlay = .mark(.jump)
    case .remove: return removeSelected()
    case .diagnose: return showDiagnosis(again: false)
    case .methodMenu: overlay = context.map { .methods(selected: $0.method) }
    case .showLive: screen = .live
    case .showLayer: screen = .layer
    case .showNeuron: screen = .neuron
    case .showSIN: showSIN()
    case .showCompare: screen = .compare
    case .compare: chooseComparison()
    case .firstDifference: return goToFirstDifference()
    case .toggleDifferences: toggleDifferences()
    case .showLog: screen = .log
    case .showOverview: showOverview()
    case .showPhase: showPhase()
    case .rasterMode: rasterView.mode = next(after: rasterView.mode)
    case .coarserTime: rasterView.zoomTime(in: false)
    case .finerTime: rasterView.zoomTime(in: true)
    case .normalTime: rasterView.stepsPerCell = RasterView().stepsPerCell
    case .zoomUnits: rasterView.zoomUnits(neurons: network?.layers[layer].shape.count ?? 1)
    case .export: openCommandLine("export ")
    case .record: return recording == nil ? record(to: nil) : stopRecording()
    case .nextTheme: showNextTheme()
    case .help: openHelp()
    case .escape: return engine?.activity == .seeking ? [.engine(.pause)] : goBack()
    case .quit: return [.engine(.stop), .quit]
    }
    return []
  }

  /// Another picture of the layer or the neuron; on Live accuracy or SIN spikes; on Compare all
  /// neurons of a layer or some.
  private mutating func nextPicture() {
    if screen == .compare { return differences.showsNeurons.toggle() }
    if screen == .neuron {
      neuronPicture = next(after: neuronPicture)
      return
    }
    guard screen == .live, let context else {
      layerPicture = next(after: layerPicture)
      return
    }
    let account = seenAccuracy.account(of: context.methods[context.method])
    showsAccuracy = !(showsAccuracy ?? (account.imageCount > 1))
  }

  /// By another column, or another quantity.
  private mutating func sortRows() {
    switch screen {
    case .layer:
      // Where there is no map yet, the key that changes it brings it.
      let hasMap = layerPicture == .maps || layerPicture == .channel
      if hasMap { mapQuantity = next(after: mapQuantity) } else { layerPicture = .maps }
    case .phase:
      phaseOrder = next(after: phaseOrder)
      phaseSelection = 0
    case .live, .neuron, .sin, .compare, .log, .overview:
      sinTable.order = next(after: sinTable.order)
      if let engine { sinTable.refresh(engine) }
    }
  }

  mutating func load(imageBy offset: Int) -> [DashboardEffect] {
    guard let context else { return [] }
    let current = coming?.image ?? context.image
    guard (0..<context.imageCount).contains(current + offset) else {
      let end = offset > 0 ? "last" : "first"
      message = Message(text: "image \(current) is the \(end) one", isError: false)
      return []
    }
    return load(image: current + offset, method: coming?.method ?? context.method)
  }

  mutating func load(image: Int, method: Int) -> [DashboardEffect] {
    load(image: image, method: method, secondRun: secondRun)
  }

  mutating func load(image: Int, method: Int, secondRun: String?) -> [DashboardEffect] {
    if coming == nil { stepToRestore = engine?.activity == .paused ? step : nil }
    coming = (image, method, secondRun)
    return [.load(image: image, method: method, secondRun: secondRun)]
  }
}

/// The case after this one, and the first after the last.
func next<Case: CaseIterable & Equatable>(after current: Case) -> Case {
  let all = Array(Case.allCases)
  return all[((all.firstIndex(of: current) ?? 0) + 1) % all.count]
}
