import TimeTravel

extension DashboardState {
  /// The second network that is shown or on its way; see `RunContext.SecondRun`.
  var secondRun: String? {
    if let coming { coming.secondRun } else { context?.secondRun?.text }
  }

  /// Shows the comparison; where there is none, or it is shown, asks for a second network.
  mutating func chooseComparison() {
    if secondRun != nil, screen != .compare {
      screen = .compare
    } else if !canChooseMethod {
      let reason =
        hasWeights
        ? "there is no ANN to convert in another way"
        : "these spikes were not computed here, and cannot be converted in another way"
      message = Message(text: "\(reason), and so there is nothing to compare with", isError: true)
    } else if let context {
      let current = context.methodNames.firstIndex { $0 == secondRun } ?? context.method
      overlay = .secondRuns(selected: current)
    }
  }

  /// Runs a second network in lock-step, from the first step to the present.
  ///
  /// - Parameter text: What to compare with; `nil` for nothing.
  mutating func compare(with text: String?) -> [DashboardEffect] {
    guard let context else { return [] }
    if text == nil, secondRun == nil {
      let way = canChooseMethod ? ": c chooses one" : ""
      message = Message(text: "there is no second network\(way)", isError: false)
      return []
    }
    if text != nil {
      screen = .compare
    } else if screen == .compare {
      screen = registry.screens[0].name
    }
    return text == secondRun
      ? []
      : load(
        image: coming?.image ?? context.image, method: coming?.method ?? context.method,
        secondRun: text)
  }

  /// Only what differs, or all spikes; from elsewhere it comes here.
  mutating func toggleDifferences() {
    guard screen == .compare else { return chooseComparison() }
    guard engine?.comparison == nil || comparedDivergence() != nil else { return }
    compareScreen.showsOnlyDifferences.toggle()
  }

  /// Moves what up and down move: a neuron, or the method to compare with.
  mutating func moveComparedCursor(by offset: Int) {
    guard engine?.comparison == nil else { return moveUnitCursor(by: offset) }
    if comparesLayers { return moveLayerCursor(by: offset) }
    selectComparedMethod(compareScreen.method + offset)
  }

  /// Puts the cursor on a layer, or on a method to compare with.
  mutating func selectCompared(_ index: Int) {
    guard engine?.comparison == nil, !comparesLayers else {
      return moveLayerCursor(by: index - layer)
    }
    selectComparedMethod(index)
  }

  private mutating func selectComparedMethod(_ index: Int) {
    let count = context?.methodNames.count ?? 0
    compareScreen.method = min(max(index, 0), max(count - 1, 0))
  }

  /// The neuron under the cursor, or a second network by the method under it.
  mutating func inspectCompared() -> [DashboardEffect] {
    guard engine?.comparison == nil else {
      screen = .neuron
      return []
    }
    if comparesLayers {
      screen = .layer
      return []
    }
    // This leads nowhere.
    _ = trail.popLast()
    guard canChooseMethod, let names = context?.methodNames,
      names.indices.contains(compareScreen.method)
    else { return [] }
    return compare(with: names[compareScreen.method])
  }

  mutating func goToFirstDifference() -> [DashboardEffect] {
    guard let divergence = comparedDivergence() else { return [] }
    guard let first = divergence.first else {
      message = Message(
        text: "no spike differs up to step \(divergence.lastStep); ':until diverge' runs on",
        isError: false)
      return []
    }
    trail.append(place)
    screen = .compare
    select(unit: first.unit, in: first.layer)
    return [.engine(.seek(to: first.step))]
  }

  /// The next or previous step reached in which spikes of the layer under the cursor differ.
  mutating func seekDifference(forward: Bool) -> [DashboardEffect] {
    guard let divergence = comparedDivergence() else { return [] }
    guard let pair = engine?.comparison?.matching.pairs.firstIndex(where: { $0.first == layer })
    else {
      message = Message(text: "the second network has no such layer", isError: false)
      return []
    }
    let differs = { (step: Int) in
      guard let sum = divergence.sum(ofPair: pair, upTo: step),
        let before = divergence.sum(ofPair: pair, upTo: step - 1)
      else { return false }
      return sum != before
    }
    let last = divergence.lastStep
    let found =
      forward
      ? (step + 1..<max(last + 1, step + 1)).first(where: differs)
      : (1..<max(step, 1)).last(where: differs)
    guard let found else {
      let reach = forward ? "between here and step \(last)" : "before here"
      message = Message(text: "no spike of this layer differs \(reach)", isError: false)
      return []
    }
    return [.engine(.seek(to: found))]
  }

  /// Where the networks differ; says so where there is only one, or where spikes of one code stand
  /// beside those of another.
  private mutating func comparedDivergence() -> DivergenceHistory? {
    guard let engine, let comparison = engine.comparison else {
      let way = canChooseMethod ? ": c chooses one" : ""
      message = Message(text: "there is no second network\(way)", isError: false)
      return nil
    }
    guard engine.hasComparableSpikes else {
      message = Message(
        text: "A and B cannot be compared step by step: see their rates and outputs",
        isError: false)
      return nil
    }
    return comparison.divergence
  }
}
