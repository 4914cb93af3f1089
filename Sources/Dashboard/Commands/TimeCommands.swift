extension Command {
  /// The name of the command that goes to a step; a step alone is as good.
  static let stepName = "t"

  static let time: [Command] = [
    Command(
      stepName, .number("STEP", in: 0...1_000_000), does: "go to a step; ':STEP' does, too",
      effect: { [.engine(.seek(to: $1))] }),
    Command(
      "step", letter: "s", .number("[-]STEPS", in: -1_000_000...1_000_000),
      does: "so many steps on, or back", effect: { [.engine(.move(by: $1))] }),
    Command(
      "run", letter: "r", .none, does: "run to the end, or to a break",
      effect: { _, _ in [.engine(.run)] }),
    Command("pause", .none, does: "stop here", effect: { _, _ in [.engine(.pause)] }),
    Command(
      "speed", .speed, does: "so many steps per second",
      effect: { $0.setSpeed($1) }),
  ]
}

extension ArgumentForm<Double> {
  /// In steps per second; infinity for as fast as possible.
  fileprivate static var speed: ArgumentForm {
    ArgumentForm("STEPS|max") { call throws(CommandError) in
      if call.argument == "max" { return .infinity }
      guard let speed = Double(call.argument) else { return nil }
      guard (0.1...1_000_000).contains(speed) else {
        throw CommandError(
          description:
            "speed \(call.argument) is not between 0.1 and 1000000 steps per second")
      }
      return speed
    }.completed { _ in ["max"] }
  }
}
