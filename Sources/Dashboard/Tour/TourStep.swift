import SpikeStatistics
import TimeTravel

/// A step of the tour: what is to be seen, what to press, and how it is known that this was done.
///
/// It counts as done by what the dashboard shows then, so any way there is as good as the key.
package struct TourStep: Sendable {
  package let title: String

  /// What is to be seen, and what to press, by its name in this key map.
  package let text: @Sendable (DashboardState) -> String

  /// What is known when it has been done.
  package let isDone: @Sendable (DashboardState, TourStart) -> Bool
}

/// What was shown when a step of the tour began, and has been since.
package struct TourStart: Equatable, Sendable {
  /// The first and the last of the steps of the run at which it was since then.
  package var lowestStep: Int
  package var highestStep: Int
  package var image: Int?
  package var method: Int?
  /// Whether something was searched for in the help.
  package var hasSearched = false

  init(_ state: DashboardState) {
    (lowestStep, highestStep) = (state.step, state.step)
    image = state.context?.image
    method = state.context?.method
  }

  mutating func take(_ state: DashboardState) {
    lowestStep = min(lowestStep, state.step)
    highestStep = max(highestStep, state.step)
    if case .help(let filter, _) = state.overlay, !filter.isEmpty { hasSearched = true }
  }
}

extension DashboardState {
  /// The key of an action, as the tour names it.
  fileprivate func key(_ action: Action.Name) -> String {
    keyMap.key(for: action).map(name(of:)) ?? "'\(action.rawValue)' of the help"
  }

  /// Whether the neuron under the cursor fires in this step.
  fileprivate var isAtSpike: Bool {
    guard let engine, layer < layerCount, step > 0 else { return false }
    let layerStep = engine.runState.layerStep(layer, setting: engine.setting)
    return (Figure.spikes.neuron?(layerStep, unit) ?? 0) > 0
  }
}

/// So many steps show what running is.
private let stepsToSee = 16

extension TourStep {
  /// In their order.
  package static let standard: [TourStep] = [
    TourStep(
      title: "run it",
      text: {
        "A trained network, converted to spiking neurons, looks at a picture. Each row is a layer, "
          + "dots are spikes, time goes to the right. Press \($0.key("toggle-run")): it runs, and "
          + "stops when you press it again. Let it take \(stepsToSee) steps."
      },
      isDone: { $0.step >= $1.lowestStep + stepsToSee }),
    TourStep(
      title: "go back",
      text: {
        "The second line says what the ANN answers and what the spikes answer so far. Time goes "
          + "both ways, exactly: press \($0.key("step-back")) to take a step back "
          + "(\($0.key("step-forward")): one forward)."
      },
      isDone: { $0.step < $1.highestStep }),
    TourStep(
      title: "spikes that should not be",
      text: {
        "Orange: spikes of neurons that the ANN leaves at zero on this picture (SIN, spikes of "
          + "inactivated neurons). They cost accuracy. Press \($0.key("sin-inspector")): which "
          + "neurons these are, the worst first."
      },
      isDone: { state, _ in state.screen == .sin }),
    TourStep(
      title: "why it fired",
      text: {
        "Each row is such a neuron: how often it fired, when first, how far ahead (D). Press "
          + "\($0.key("inspect")): where the marked one fired first, and why."
      },
      isDone: { state, _ in state.screen == .neuron }),
    TourStep(
      title: "from spike to spike",
      text: {
        "Its potential climbs to theta, a spike resets it; below, the inputs add up exactly to "
          + "what drove it. Press \($0.key("next-spike")): its next spike."
      },
      isDone: { $0.screen == .neuron && $0.step > $1.lowestStep && $0.isAtSpike }),
    TourStep(
      title: "where spikes go",
      text: {
        "Spikes come from the layer before. Press \($0.key("show-graph")): the network as boxes "
          + "and arrows, with the spikes that go along each arrow and how many of them are SIN."
      },
      isDone: { state, _ in state.screen == .graph }),
    TourStep(
      title: "what figures mean",
      text: {
        "The cursor follows the arrows (\($0.key("cursor-down")), \($0.key("cursor-up"))). What do "
          + "'rate' and 'SIN' mean? Press \($0.key("explain")): each figure with definition, unit "
          + "and source; so does a click on one."
      },
      isDone: { state, _ in
        if case .definitions = state.overlay { true } else { false }
      }),
    TourStep(
      title: "convert it otherwise",
      text: {
        "Esc closes the list. Then press \($0.key("method-menu")) and choose another method by its "
          + "number, as half, which starts every neuron at half its threshold: the run goes to the "
          + "same step, with other spikes."
      },
      isDone: { $0.context?.method != $1.method }),
    TourStep(
      title: "another picture",
      text: {
        "Press \($0.key("next-image")): the next picture before the same network. Later, "
          + "\($0.key("next-mistake")) finds one that the ANN gets right and the spikes wrong, and "
          + "\($0.key("show-images")) lists them all."
      },
      isDone: { $0.context?.image != $1.image }),
    TourStep(
      title: "find anything",
      text: {
        "Press \($0.key("help")) and type a word, as sin: keys, commands and definitions that have "
          + "to do with it. Enter does what the marked line says, Esc closes it."
      },
      isDone: { $1.hasSearched && $0.overlay == nil }),
  ]
}
