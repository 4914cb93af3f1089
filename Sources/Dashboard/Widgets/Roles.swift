import TerminalUI

/// What the roles of a terminal stand for here: nothing else says which colour a quantity has.
extension Style {
  /// A spike of an inactivated neuron.
  static var sinSpike: Style { accent1 }
  /// What the analog network says.
  static var annTarget: Style { accent2 }
  static var threshold: Style { accent3 }

  /// The network, and the second one where two are compared.
  static var firstRun: Style { firstOfTwo }
  static var secondRun: Style { secondOfTwo }

  /// Ahead of the schedule, and behind it.
  static var lead: Style { positive }
  static var lag: Style { negative }

  /// What an answer is worth: the right one, one that was given in its place, and all others.
  static var right: Style { good }
  static var wrong: Style { warning }
  static var neutral: Style { label }

  /// Of an answer that is given; plain where nothing says whether it is right.
  static func verdict(_ isRight: Bool?) -> Style { isRight.map { $0 ? right : wrong } ?? plain }

  /// What the engine does.
  static var running: Style { good }
  static var paused: Style { held }
  static var replay: Style { info }

  /// The share of neurons that fire in a step, on the scale that rates have everywhere, and the
  /// share of their spikes that are SIN.
  static func spikes(rate: Double, sinShare: Double) -> Style {
    mixed(rateFraction(rate), accent: sinShare)
  }
}

extension Glyphs {
  var sinSpike: Character { cross }
  var lead: Character { rightward }
  var lag: Character { leftward }
  var annTarget: Character { dashed }
  var threshold: Character { level }
}

/// Where a rate stands on its scale of colours: the root of spikes per neuron and step, so that low
/// rates, which most neurons have, can be told apart. (This project's own.)
func rateFraction(_ rate: Double) -> Double { rate > 0 ? min(rate, 1).squareRoot() : 0 }
