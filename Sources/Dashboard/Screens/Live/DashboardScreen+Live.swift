import TerminalUI

/// What Live remembers of its own.
package struct LiveState: ScreenState, Equatable {
  /// Whether it shows accuracy instead of SIN spikes; `nil` for once there is more than one image.
  package internal(set) var showsAccuracy: Bool?

  package init() {}
}

extension DashboardState {
  package internal(set) var liveScreen: LiveState {
    get { self[LiveState.self] }
    set { self[LiveState.self] = newValue }
  }

  /// Accuracy in place of SIN spikes, and back.
  fileprivate mutating func toggleAccuracy() {
    guard let context else { return showNextLayerPicture() }
    let account = seenAccuracy.account(of: context.methods[context.method])
    liveScreen.showsAccuracy = !(liveScreen.showsAccuracy ?? (account.imageCount > 1))
  }
}

extension ScreenName {
  package static let live: ScreenName = "live"
}

extension DashboardScreen {
  static let live = DashboardScreen(
    .live, title: "Live", keys: [.character("1")], summary: "Live: all layers"
  ) {
    $0.draw = { $0.drawLive(on: &$1) }
    $0.hints = { _ in
      [
        ActionHint("sin-inspector", "SIN"), ActionHint("inspect", "layer"),
        ActionHint("method-menu", "method"),
      ]
    }
    $0.inspect = { state in
      state.screen = .layer
      return []
    }
    $0.nextPicture = { $0.toggleAccuracy() }
    $0.sentences = { $0.liveSentences() }
    $0.readsAfterCursor = false
    $0.numbers = { $0.layerNumbers() }
    $0.panels = ["strips": { $0.layerNumbers() }, "output": { $0.outputNumbers() }]
  }
}
