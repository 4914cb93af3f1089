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

  init(_ state: DashboardState) {
    (lowestStep, highestStep) = (state.step, state.step)
    image = state.context?.image
    method = state.context?.method
  }

  mutating func take(step: Int) {
    lowestStep = min(lowestStep, step)
    highestStep = max(highestStep, step)
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
        "A trained network was converted to spiking neurons and looks at one picture. Each row is "
          + "a layer, each dot a spike, time goes to the right. Press \($0.key("toggle-run")): it "
          + "runs, and stops when you press it again. Let it take \(stepsToSee) steps."
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
        "Orange spikes come from neurons that the ANN leaves at zero on this picture: spikes of "
          + "inactivated neurons, SIN. They cost accuracy. Press \($0.key("sin-inspector")): which "
          + "neurons these are, the worst first."
      },
      isDone: { state, _ in state.screen == .sin }),
    TourStep(
      title: "why it fired",
      text: {
        "A row is a neuron: how often it fired, when first, and by how much it is ahead (D). "
          + "Press \($0.key("inspect")): to the step in which the marked one fired first, and why."
      },
      isDone: { state, _ in state.screen == .neuron }),
    TourStep(
      title: "from spike to spike",
      text: {
        "Its potential climbs to the threshold and is reset by a spike; the inputs are listed with "
          + "what each has added, and they add up exactly. Press \($0.key("next-spike")): its next "
          + "spike."
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
          + "'rate' and 'SIN' mean exactly? Press \($0.key("explain")): every figure here with its "
          + "definition, unit and source. A click on a figure does the same."
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
          + "to do with it. Enter does what the line under the cursor says."
      },
      isDone: { state, _ in
        if case .help(let filter, _) = state.overlay { !filter.isEmpty } else { false }
      }),
  ]
}
