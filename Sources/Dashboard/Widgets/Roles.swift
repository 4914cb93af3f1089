import TerminalUI

/// What the roles of a terminal stand for here: nothing else says which colour a quantity has.
extension Style {
  /// A spike of an inactivated neuron.
  static var sinSpike: Style { accent1 }
  /// What the analog network says.
  static var annTarget: Style { accent2 }
  static var threshold: Style { accent3 }

  /// The network, and the second one where two are compared.
  static var firstRun: Style { spike(4) }
  static var secondRun: Style { info }

  /// Ahead of the schedule, and behind it.
  static var lead: Style { positive }
  static var lag: Style { negative }

  /// What the engine does.
  static var running: Style { good }
  static var paused: Style { held }
  static var replay: Style { info }

  /// How many neurons spike.
  ///
  /// - Parameter intensity: 1 to 4.
  static func spike(_ intensity: Int) -> Style { self.intensity(intensity) }
}

extension Glyphs {
  var sinSpike: Character { cross }
  var lead: Character { rightward }
  var lag: Character { leftward }
  var annTarget: Character { dashed }
  var threshold: Character { level }
}
