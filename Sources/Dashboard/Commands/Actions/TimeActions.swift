import PlainText
import TimeTravel

/// How many steps a page is.
private let pageLength = 16

/// Steps per second of `=`.
package let normalSpeed = 16.0

extension Action {
  /// What moves in time; moves are relative, so that quick presses add up.
  static let time: [Action] = [
    Action(
      "toggle-run", .time, [.character(" ")], "run, pause (Images: run all images, stop)",
      effect: { $0.shown.toggle(&$0) }),
    Action(
      "step-forward", .time, [.character("."), .character("l")], "one step forward",
      effect: { _ in [.engine(.move(by: 1))] }),
    Action(
      "step-back", .time, [.character(","), .character("h")],
      "one step back, exact, statistics included", effect: { $0.step(back: 1) }),
    Action(
      "cursor-right", .time, [.right],
      "one step forward; among pictures and in the confusion: to the right",
      effect: { $0.shown.moveAcross(&$0, 1) ? [] : [.engine(.move(by: 1))] }),
    Action(
      "cursor-left", .time, [.left],
      "one step back; among pictures and in the confusion: to the left",
      effect: { $0.shown.moveAcross(&$0, -1) ? [] : $0.step(back: 1) }),
    Action(
      "page-forward", .time, [.character("L")], "16 steps forward",
      effect: { _ in [.engine(.move(by: pageLength))] }),
    Action(
      "page-back", .time, [.character("H")], "16 steps back",
      effect: { $0.step(back: pageLength) }),
    Action(
      "first-step", .time, [.character("^"), .home], "before the first step",
      effect: { _ in [.engine(.seek(to: 0))] }),
    Action(
      "last-step", .time, [.character("$"), .end], "the last step reached, which may be before T",
      effect: { $0.seekLastStep() }),
    Action(
      "next-spike", .time, [.character("]")],
      "next spike of the neuron (Compare: next step where the layer differs)",
      effect: { $0.shown.seekSpike(&$0, true) }),
    Action(
      "previous-spike", .time, [.character("[")],
      "previous spike of the neuron (Compare: previous such step)",
      effect: { $0.shown.seekSpike(&$0, false) }),
    Action(
      "previous-stop", .time, [.character("R")],
      "back to the last step where a break would stop a run", effect: { $0.runBack(to: nil) }),
    Action(
      "faster", .time, [.character(">")], "twice as fast",
      effect: { $0.setSpeed(faster($0.engine?.speed ?? normalSpeed)) }),
    Action(
      "slower", .time, [.character("<")], "half as fast",
      effect: { $0.setSpeed(slower($0.engine?.speed ?? normalSpeed)) }),
    Action(
      "normal-speed", .time, [.character("=")], "16 steps per second",
      effect: { $0.setSpeed(normalSpeed) }),
    Action(
      "follow", .time, [.character("f")], "attach: show what is sent as it comes",
      effect: { $0.follow() }),
    Action(
      "maximum-speed", .time, [.character("0")], "as fast as possible",
      effect: { $0.setSpeed(.infinity) }),
  ]
}

extension DashboardState {
  fileprivate mutating func step(back count: Int) -> [DashboardEffect] {
    if step == 0, engine?.activity == .paused {
      message = Message(text: "this is the start: no step has been taken", isError: false)
      return []
    }
    return [.engine(.move(by: -count))]
  }

  /// To the next or previous spike of the neuron under the cursor.
  mutating func seekSpike(forward: Bool) -> [DashboardEffect] {
    let (layer, unit) = shownNeuron
    guard layer < layerCount else { return [] }
    return [.engine(.seekSpike(unit: unit, layer: layer, forward: forward))]
  }

  mutating func setSpeed(_ speed: Double) -> [DashboardEffect] {
    // The next press may come before the engine says so.
    engine?.speed = speed
    // A narrow first line has no room for it.
    let words = speed.isInfinite ? "as fast as possible" : "\(speedNumber(speed)) steps per second"
    message = Message(text: words, isError: false)
    return [.engine(.setSpeed(stepsPerSecond: speed))]
  }
}

/// A number of steps per second, with digits only where it is less than one.
func speedNumber(_ speed: Double) -> String { decimal(speed, digits: speed < 1 ? 2 : 0) }

/// From a step in four seconds to thousands per second, then without bound.
private func faster(_ speed: Double) -> Double {
  speed >= 4096 ? .infinity : speed * 2
}

private func slower(_ speed: Double) -> Double {
  speed.isInfinite ? 4096 : max(speed / 2, 0.25)
}
