import PlainText
import TimeTravel

extension DashboardState {
  /// Where the dashboard is now, to come back to.
  package var savedView: SavedView {
    var view = SavedView(screen: screen)
    let layers = network?.firingLayers ?? []
    let (layer, unit) = shownNeuron
    if layers.indices.contains(layer) {
      view.layer = layers[layer].name
      view.neuron = layers[layer].shape.unitNumber(ofIndex: unit)
    }
    view.step = step
    view.timeZoom = rasterView.timeZoom
    view.rasterMode = rasterView.mode
    view.unitsPerDot = rasterView.unitsPerDot
    view.search = search.text
    for screen in registry.screens {
      for setting in screen.settings {
        view.settings[screen.name.rawValue, default: [:]][setting.name] = setting.text(self)
      }
    }
    view.settings = view.settings.filter { !$0.value.isEmpty }
    let methods = context?.methodNames ?? []
    view.marks = marks.compactMap { mark in
      methods.indices.contains(mark.method) ? SavedMark(mark, method: methods[mark.method]) : nil
    }
    view.breaks = (engine?.breakpoints ?? []).map {
      SavedBreak(condition: $0.condition.text, isEnabled: $0.isEnabled)
    }
    return view
  }

  /// Goes back to where a session was saved; says what of it there is not any more.
  mutating func resume(_ view: SavedView) -> [DashboardEffect] {
    guard engine != nil, context != nil else { return [] }
    var problems: [String] = []
    resumeSettings(of: view, problems: &problems)
    resumeMarks(of: view, problems: &problems)
    var effects = resumeBreaks(of: view, problems: &problems)
    resumeCursor(of: view, problems: &problems)
    if view.step > 0 { effects.append(.engine(.seek(to: view.step))) }
    let (marks, breaks) = (self.marks.count, view.breaks.count)
    let count = { (number: Int, word: String) in "\(number) \(word)\(number == 1 ? "" : "s")" }
    message = Message(
      text: problems.isEmpty
        ? "the session goes on: \(count(marks, "mark")), \(count(breaks, "break"))"
        : "not all of the session is there: \(problems.joined(separator: "; "))",
      isError: !problems.isEmpty)
    return effects
  }

  private mutating func resumeSettings(of view: SavedView, problems: inout [String]) {
    rasterView.restore(
      mode: view.rasterMode, timeZoom: view.timeZoom, unitsPerDot: view.unitsPerDot)
    for screen in registry.screens {
      for setting in screen.settings {
        guard let text = view.settings[screen.name.rawValue]?[setting.name] else { continue }
        do {
          try setting.apply(&self, text)
        } catch {
          problems.append("\(setting.name) of \(screen.title): \(error.description)")
        }
      }
    }
    do {
      search = try NeuronFilter(view.search, layers: spikingLayerNames)
    } catch {
      problems.append("search: \(error.description)")
    }
  }

  private mutating func resumeMarks(of view: SavedView, problems: inout [String]) {
    let methods = context?.methodNames ?? []
    let screens = Set(registry.screens.map(\.name))
    marks = view.marks.compactMap { saved -> Mark? in
      var mark = saved.mark
      guard let method = methods.firstIndex(of: saved.method) else {
        problems.append("mark \(mark.letter) is of the method \(saved.method)")
        return nil
      }
      mark.method = method
      let isHere = method == context?.method
      let layers = network?.firingLayers ?? []
      let isThere =
        !isHere
        || layers.indices.contains(mark.place.layer)
          && mark.place.unit < layers[mark.place.layer].shape.count
      guard screens.contains(mark.place.screen), isThere else {
        problems.append("mark \(mark.letter) is of a neuron or a screen that there is not")
        return nil
      }
      return mark
    }.sorted { $0.letter < $1.letter }
  }

  private mutating func resumeBreaks(
    of view: SavedView, problems: inout [String]
  ) -> [DashboardEffect] {
    var effects: [DashboardEffect] = []
    for saved in view.breaks {
      do {
        let condition = try StopCondition(saved.condition, figures: registry.figures)
        breakNumber += 1
        effects.append(
          .engine(.breaks(.set(Breakpoint(number: breakNumber, condition: condition)))))
        if !saved.isEnabled {
          effects.append(.engine(.breaks(.enable(number: breakNumber, false))))
        }
      } catch {
        problems.append("break \(saved.condition): \(error.description)")
      }
    }
    return effects
  }

  private mutating func resumeCursor(of view: SavedView, problems: inout [String]) {
    if registry.screens.contains(where: { $0.name == view.screen }) {
      screen = view.screen
    } else {
      problems.append("there is no screen \(view.screen.rawValue)")
    }
    guard let name = view.layer else { return }
    let layers = network?.firingLayers ?? []
    guard let layer = layers.firstIndex(where: { $0.name == name }) else {
      let names = layers.map(\.name)
      problems.append(
        "there is no layer '\(name)'; "
          + (nearestWord(to: name, among: names).map { "did you mean \($0)?" }
            ?? "there are \(names.joined(separator: ", "))"))
      return
    }
    let shape = layers[layer].shape
    let number = view.neuron ?? 0
    guard (0..<shape.count).contains(number) else {
      problems.append("\(name) has no neuron \(number)")
      return
    }
    let unit = shape.populationIndex(ofUnit: number)
    select(unit: unit, in: layer)
    sinTable.sought = SINTable.Neuron(layer: layer, unit: unit)
    takeComputations()
  }

  /// Says what became of the file of a session.
  mutating func take(_ outcome: ExportOutcome, of request: SessionRequest) {
    switch outcome {
    case .written:
      message = Message(
        text: "\(request.path) written: 'spiketop watch --session \(request.path)' goes on here",
        isError: false)
    case .exists:
      message = Message(
        text: "\(request.path) exists: ':save! \(request.path)' replaces it", isError: true)
    case .failed(let reason):
      message = Message(text: "\(request.path) cannot be written: \(reason)", isError: true)
    }
  }
}
