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
    } else if let context, !context.hasMethods {
      message = Message(
        text: "there is no ANN to convert in another way, and so nothing to compare with",
        isError: true)
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
      message = Message(text: "there is no second network: c chooses one", isError: false)
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
    compareScreen.showsAll.toggle()
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

  /// Where the networks differ; says so where there is only one.
  private mutating func comparedDivergence() -> DivergenceHistory? {
    if engine?.comparison == nil {
      message = Message(text: "there is no second network: c chooses one", isError: false)
    }
    return engine?.comparison?.divergence
  }
}
