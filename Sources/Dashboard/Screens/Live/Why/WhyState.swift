import SpikeStatistics
import TerminalUI

/// What Live remembers of why the network answers so.
package struct WhyState: ScreenState {
  /// Whether it has the place of the layers, and the cursor.
  package internal(set) var isShown = false

  /// The row under the cursor.
  package internal(set) var row = 0

  /// `nil` while no screen shows it.
  package internal(set) var inspection: WhyInspection?

  package init() {}
}

/// From so many columns and rows on it stands beside the layers, if others leave it room.
private let leastBesideLayers = Size(rows: 38, columns: 140)

extension DashboardState {
  package internal(set) var whyScreen: WhyState {
    get { self[WhyState.self] }
    set { self[WhyState.self] = newValue }
  }

  /// Why there is no such sum at any step of the run at hand; `nil` where there is one.
  private var whyObstacle: AnswerMargin.Obstacle? {
    guard let engine, let context else { return nil }
    guard case .failure(let obstacle) = WhyInspection(engine, context: context).result,
      !obstacle.passes
    else { return nil }
    return obstacle
  }

  /// Whether the run at hand is of a kind that can say why it answers so; of spikes without their
  /// model nothing is to be asked.
  var canAskWhy: Bool {
    guard context?.answersByClass == true, let network else { return false }
    return engine?.runState.simulation.isReplay != true && AnswerMargin.obstacle(in: network) == nil
  }

  fileprivate mutating func refreshWhy() {
    guard let engine, let context,
      whyScreen.isShown || size.hasRoomForWhy && context.answersByClass
    else {
      whyScreen.inspection = nil
      return
    }
    let old = whyScreen.inspection
    if old?.picture != PictureSource(engine) {
      whyScreen.inspection = WhyInspection(engine, context: context, after: old)
    }
    let count = whyScreen.inspection?.margin?.terms.count ?? 0
    whyScreen.row = min(whyScreen.row, max(count - 1, 0))
  }

  /// Shows it where the layers were, unless there is nothing to show.
  mutating func showWhy() {
    guard whyObstacle == nil, context?.answersByClass == true else { return }
    (whyScreen.isShown, whyScreen.row) = (true, 0)
  }

  /// What was chosen on Live.
  var liveView: LiveView {
    whyScreen.isShown ? .why : liveScreen.showsAccuracy ? .accuracy : .layers
  }

  /// Shows that on Live.
  ///
  /// - Throws: `CommandError` where the run at hand does not answer so that it can be asked why.
  mutating func showOnLive(_ view: LiveView) throws(CommandError) {
    if view == .why {
      guard canAskWhy, whyObstacle == nil else {
        let reason = whyObstacle.map { ": \($0.text)" } ?? ""
        throw CommandError(description: "no \"why this answer\"\(reason)")
      }
      whyScreen.row = 0
    }
    whyScreen.isShown = view == .why
    liveScreen.showsAccuracy = view == .accuracy
  }

  /// Whether there is no room for accuracy beside the output.
  private var isNarrowOnLive: Bool { size.columns < liveColumnsForTwo }

  /// What Live shows of what was chosen: accuracy needs no choice where it has room.
  private var shownOnLive: LiveView {
    liveView == .accuracy && !isNarrowOnLive ? .layers : liveView
  }

  /// What comes after what is shown: why the network answers so, accuracy where that has no place
  /// of its own, and the layers again; the same where there is nothing else.
  ///
  /// - Parameter asksWhy: Whether there is a sum to show.
  private func nextLiveView(asksWhy: Bool) -> LiveView {
    var views = [LiveView.layers]
    if asksWhy { views.append(.why) }
    if isNarrowOnLive, knowsAccuracy { views.append(.accuracy) }
    let place = views.firstIndex(of: shownOnLive) ?? 0
    return views[around(place + 1, of: views.count)]
  }

  /// Whether any answer will ever be right or wrong.
  private var knowsAccuracy: Bool {
    guard let engine, let context else { return false }
    return ScreenView(state: self, context: context, engine: engine).knowsAccuracy
  }

  /// The key that shows what comes next, with its name.
  var nextOnLiveHints: [ActionHint] {
    let (now, next) = (shownOnLive, nextLiveView(asksWhy: canAskWhy))
    guard next != now else { return [] }
    let words =
      switch next {
      case .why: "why"
      case .accuracy: "accuracy"
      // Accuracy has the place of the output, and why the network answers so that of the layers.
      case .layers: now == .accuracy ? "output" : "layers"
      }
    return [ActionHint("next-picture", words)]
  }

  /// From the layers to why the network answers so, to accuracy where that has no room, and back.
  mutating func showNextOnLive() {
    let obstacle = whyObstacle
    if let obstacle, shownOnLive == .layers {
      message = Message(text: "no \"why this answer\": \(obstacle.text)", isError: false)
    }
    let next = nextLiveView(asksWhy: obstacle == nil && context?.answersByClass == true)
    liveScreen.showsAccuracy = next == .accuracy
    whyScreen.isShown = false
    if next == .why { showWhy() }
  }

  /// Up and down: neurons by what they moved, or layers.
  mutating func moveOnLive(by offset: Int) {
    guard whyScreen.isShown else { return moveLayerCursor(by: offset) }
    let count = whyScreen.inspection?.margin?.terms.count ?? 0
    whyScreen.row = min(max(whyScreen.row + offset, 0), max(count - 1, 0))
  }

  mutating func selectOnLive(_ index: Int) {
    moveOnLive(by: index - (whyScreen.isShown ? whyScreen.row : layer))
  }

  /// To the neuron of the row under the cursor, or to the layer.
  mutating func inspectOnLive() {
    guard whyScreen.isShown else {
      screen = .layer
      return
    }
    guard let terms = whyScreen.inspection?.margin?.terms, terms.indices.contains(whyScreen.row)
    else {
      trail.removeLast()
      message = Message(text: "no neuron moves this answer", isError: false)
      return
    }
    let term = terms[whyScreen.row]
    select(unit: term.unit, in: term.layer)
    screen = .neuron
  }
}

extension Size {
  /// Whether it may stand beside the layers on Live.
  var hasRoomForWhy: Bool {
    rows >= leastBesideLayers.rows && columns >= leastBesideLayers.columns
  }
}

extension Computation {
  /// Why the network answers so.
  static let why = Computation("why") {
    $0.refresh = { $0.refreshWhy() }
    $0.forget = { $0.whyScreen.inspection = nil }
  }
}
