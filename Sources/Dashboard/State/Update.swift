import TerminalUI
import TimeTravel

extension DashboardState {
  /// Takes in one event and returns what to do about it.
  ///
  /// This is the only place where the state changes. It does no I/O.
  package mutating func update(_ event: DashboardEvent) -> [DashboardEffect] {
    var known = message
    var effects = take(event, known: &known)
    if let message, message != known { note(message) }
    startWhereItMatters()
    refreshComputations()
    for screen in registry.screens { effects += screen.asks(&self) }
    effects += advanceTour()
    return effects
  }

  /// - Parameter known: The message that has been noted already.
  private mutating func take(
    _ event: DashboardEvent, known: inout Message?
  ) -> [DashboardEffect] {
    var effects: [DashboardEffect] = []
    switch event {
    case .engine(let status):
      take(status)
      effects = measurements
    case .loaded(let context):
      effects = take(context.withLabelOfItsTask)
    case .failed(let text):
      takeFailure(text)
    case .working(let text):
      work = text
    case .diagnosed(let outcome):
      take(outcome)
    case .slowScreen:
      stopScrolling()
    case .exported(let request, let outcome):
      take(outcome, of: request)
    case .recording(let report):
      take(report)
    case .streaming(let report):
      effects = take(report)
    case .measured(let memory):
      processMemory = memory
    case .evaluated(let report, let request):
      effects = take(report, of: request)
    case .picture(let picture, let image, let label):
      imageList.take(picture, label: label, of: image)
    case .told(let text):
      message = Message(text: text, isError: false, isVerbatim: true)
    case .copied(let text):
      take(copied: text)
    case .touring(let progress):
      takeTour(progress)
      // An offer is nothing that has happened.
      known = message
    case .resume(let view):
      effects = resume(view)
    case .saved(let request, let outcome):
      take(outcome, of: request)
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
      for screen in registry.screens { screen.endWaiting(&self) }
      effects = press(key)
    }
    return effects
  }

  /// What was to come does not.
  private mutating func takeFailure(_ text: String) {
    coming = nil
    stepToRestore = nil
    followedRun = nil
    message = Message(text: text, isError: true)
  }

  private mutating func take(_ status: EngineStatus) {
    if let arriving, arriving.generation == status.generation { adopt(arriving) }
    guard let context, status.generation == context.generation else { return }
    let old = engine
    engine = status
    stepsPerPicture =
      status.isRunning ? max(status.runState.step - (old?.runState.step ?? 0), 1) : 1
    if old?.generation != status.generation {
      // Where a run has ended, what is looked at stays in the next one.
      if !followsWhatMatters { startStep = nil }
      startStep = startStep.map { _ in 0 }
      plannedSteps = max(status.horizon, 1)
      fitCursor(to: status, from: old)
    }
    seenAccuracy.take(status, context: context)
    takeComputations()
    reportStops(of: status, isNew: old?.generation != status.generation)
  }

  /// Keeps the cursors on neurons of the same layers where another method made another network.
  private mutating func fitCursor(to status: EngineStatus, from old: EngineStatus?) {
    let before = old?.runState.simulation.network.layers ?? []
    let layers = status.runState.simulation.network.firingLayers
    let name = before.indices.contains(layer) ? before[layer].name : nil
    let counterparts = layers.map { layer in
      before.firstIndex { $0.name == layer.name && $0.shape == layer.shape }
    }
    let kept = { (chosen: Set<Int>) in
      Set(counterparts.indices.filter { counterparts[$0].map(chosen.contains) ?? false })
    }
    layersWithChosenUnit = kept(layersWithChosenUnit)
    layersWithStartUnit = kept(layersWithStartUnit)
    units = counterparts.map { same in
      same.flatMap { units.indices.contains($0) ? units[$0] : nil } ?? 0
    }
    layer = layers.firstIndex { $0.name == name } ?? min(layer, max(layers.count - 1, 0))
    sinTable.layer = nil
  }

  /// Waits for the engine to report of what was loaded, unless nothing was shown before.
  private mutating func take(_ context: RunContext) -> [DashboardEffect] {
    arriving = context
    let start = followedRun == nil ? [] : asItComes
    if engine.map({ $0.generation == context.generation }) ?? true { adopt(context) }
    // Another image or method may be on its way already, and goes to the same step.
    let isLast = coming.map { $0 == key(of: context) } ?? true
    defer { if isLast { stepToRestore = nil } }
    return (stepToRestore.map { [.engine(.seek(to: $0))] } ?? []) + start
  }

  /// Shows what was loaded.
  private mutating func adopt(_ context: RunContext) {
    arriving = nil
    if let old = self.context, (old.model, old.dataset) != (context.model, context.dataset) {
      forgetNetwork()
      if old.model != context.model { (hasChosenLayer, startStep, layer) = (false, nil, 0) }
    }
    let known = self.context.map { old in
      (old.model, old.dataset) == (context.model, context.dataset) ? old.notices : []
    }
    self.context = context
    sayNotices(of: context, beside: known ?? [])
    if !context.marks.isEmpty { marks = context.marks }
    sayWhichRunWasFollowed()
    trail = []
    if let coming, coming == key(of: context) { self.coming = nil }
  }

  /// Puts on record what is not as one expects; what the whole run lacks is a message, too.
  ///
  /// - Parameter known: What was said of what was there before.
  private mutating func sayNotices(of context: RunContext, beside known: [String]) {
    let lack = context.lack
    for notice in context.notices where !known.contains(notice) && notice != lack {
      note(Message(text: notice, isError: false, step: 0))
    }
    if let lack, !known.contains(lack) {
      message = Message(text: lack, isError: false, step: 0)
    }
  }

  /// By what something loaded is told from what else may be on its way.
  private func key(of context: RunContext) -> (image: Int, method: Int, secondRun: String?) {
    (context.image, context.method, context.secondRun?.text)
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

  mutating func press(_ key: Key) -> [DashboardEffect] {
    if let overlay { return overlay.content.press(key, in: &self) }
    guard let action = keyMap.action(for: key) else { return [] }
    // What is typed before there is a run is not played once it comes.
    return engine == nil ? action.effect(&self).filter(\.worksWithoutRun) : action.effect(&self)
  }

  mutating func load(image: Int, method: Int) -> [DashboardEffect] {
    load(image: image, method: method, secondRun: secondRun)
  }

  mutating func load(image: Int, method: Int, secondRun: String?) -> [DashboardEffect] {
    if coming == nil { stepToRestore = engine?.activity == .paused ? step : nil }
    coming = (image, method, secondRun)
    return [.load(image: image, method: method, secondRun: secondRun)]
  }

  /// Puts an image before the network and goes to a step, whatever the run does now.
  mutating func load(image: Int, at step: Int) -> [DashboardEffect] {
    guard let context else { return [] }
    guard image != context.image else { return [.engine(.seek(to: step))] }
    let effects = load(image: image, method: context.method)
    stepToRestore = step
    return effects
  }

  /// Converts by a method that no menu has yet.
  mutating func convert(by text: String) -> [DashboardEffect] {
    guard let context else { return [] }
    if coming == nil { stepToRestore = engine?.activity == .paused ? step : nil }
    // Which number the method gets is known once it is loaded.
    coming = nil
    return [
      .convert(image: context.image, by: text, beside: context.method, secondRun: secondRun)
    ]
  }
}

/// The case after this one, and the first after the last.
func next<Case: CaseIterable & Equatable>(after current: Case) -> Case {
  let all = Array(Case.allCases)
  return all[((all.firstIndex(of: current) ?? 0) + 1) % all.count]
}
