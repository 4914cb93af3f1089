extension DashboardState {
  /// Opens the list, and starts a diagnosis unless there is one of the method in use at the T of
  /// the run.
  ///
  /// - Parameter steps: Another T.
  mutating func showDiagnosis(again: Bool, steps wanted: Int? = nil) -> [DashboardEffect] {
    guard let context, let engine else { return [] }
    guard context.hasANN else {
      message = Message(
        text: "a diagnosis holds a network against its ANN, and there is none", isError: true)
      return []
    }
    let known = diagnosis.flatMap { $0.method == context.method && again ? $0.steps : nil }
    let steps = wanted ?? known ?? engine.horizon
    overlay = .diagnosis(selected: 0)
    if let diagnosis, (diagnosis.method, diagnosis.steps) == (context.method, steps), !again,
      diagnosis.isRunning || diagnosis.report != nil
    {
      return []
    }
    diagnosis = Diagnosis(method: context.method, steps: steps, outcome: .running)
    return [.diagnose(method: context.method, steps: steps)]
  }

  mutating func take(_ outcome: Diagnosis.Outcome) {
    diagnosis?.outcome = outcome
    if case .diagnosis = overlay { return }
    switch outcome {
    case .running: break
    case .found(let report):
      let text = report.isSound ? "sound" : "\(report.findings.count) found"
      message = Message(
        text: "diagnosis of \(report.method): \(text); :diagnose shows it", isError: false)
    case .failed(let reason):
      message = Message(text: reason, isError: true)
    }
  }

  /// To the layer that a row is about.
  mutating func jump(toRow selected: Int) {
    guard let diagnosis, diagnosis.rows.indices.contains(selected) else { return }
    overlay = nil
    guard let name = diagnosis.layerName(of: diagnosis.rows[selected]) else {
      message = Message(text: "this is not about a single layer", isError: false)
      return
    }
    guard let layer = network?.firingLayers.firstIndex(where: { $0.name == name }) else {
      message = Message(text: "\(name) does not spike: no layer to show", isError: false)
      return
    }
    trail.append(place)
    select(unit: units[layer], in: layer)
    screen = .layer
  }
}
