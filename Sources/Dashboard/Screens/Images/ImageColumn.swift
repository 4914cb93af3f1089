import PlainText
import SpikeStatistics
import TerminalUI

/// A column of the list of images: what it says of one, and by what it sorts.
package enum ImageColumn: String, Equatable, Sendable, CaseIterable {
  case number, label
  case analog = "ann"
  case analogMargin = "annmargin"
  case spiking = "snn"
  case margin
  case settled = "settles"
  case sin, spikes
  case operations = "synops"

  var title: String {
    switch self {
    case .number: "#"
    case .label: "label"
    case .analog: "ANN"
    case .analogMargin: "ANN margin"
    case .spiking: "SNN"
    case .margin: "margin"
    case .settled: "settles"
    case .sin: "SIN"
    case .spikes: "spikes"
    case .operations: "synops"
    }
  }

  /// As the title says, and in a sentence.
  var name: String {
    switch self {
    case .number: "number"
    case .label, .analog, .analogMargin, .sin, .spikes: title
    case .spiking: "SNN's answer"
    case .margin: "SNN margin"
    case .settled: "settling step"
    case .operations: "operations"
    }
  }

  var alignment: Alignment {
    switch self {
    case .label, .analog, .spiking: .left
    case .number, .analogMargin, .margin, .settled, .sin, .spikes, .operations: .right
    }
  }

  /// Whether the first click shows the largest values first.
  var beginsWithLargest: Bool {
    switch self {
    case .settled, .sin, .spikes, .operations: true
    case .number, .label, .analog, .analogMargin, .spiking, .margin: false
    }
  }

  /// What is sorted by; `nil` where there is nothing.
  func value(of outcome: ImageOutcome) -> Double? {
    switch self {
    case .number: Double(outcome.index)
    case .label: outcome.label.map(Double.init)
    case .analog: (outcome.analog?.index).map(Double.init)
    case .analogMargin: (outcome.analog?.margin).map(Double.init)
    case .spiking: (outcome.spiking?.index).map(Double.init)
    case .margin: (outcome.spiking?.margin).map(Double.init)
    case .settled: outcome.settledStep.map(Double.init)
    case .sin: outcome.sinShare
    case .spikes: Double(outcome.spikes)
    case .operations: Double(outcome.operations)
    }
  }

  /// - Parameter className: The name of a class.
  func text(of outcome: ImageOutcome, className: (Int) -> String) -> String {
    switch self {
    case .number: "\(outcome.index)"
    case .label: outcome.label.map(className) ?? "-"
    case .analog: (outcome.analog?.index).map(className) ?? "-"
    case .spiking: (outcome.spiking?.index).map(className) ?? "-"
    case .analogMargin, .margin:
      signed(value(of: outcome).flatMap { $0.isNaN ? nil : $0 }, digits: 2)
    case .settled: outcome.settledStep.map { "t=\($0)" } ?? "-"
    case .sin: percent(outcome.sinShare, digits: 0)
    case .spikes: grouped(outcome.spikes)
    case .operations: siCount(outcome.operations)
    }
  }

  /// Whether it says something of a network that has an analog counterpart only.
  var needsANN: Bool {
    switch self {
    case .analog, .analogMargin, .sin: true
    case .number, .label, .spiking, .margin, .settled, .spikes, .operations: false
    }
  }

  /// The columns for so much room, the most telling ones where there is little.
  static func shown(columns: Int, hasANN: Bool) -> [ImageColumn] {
    let hidden: [ImageColumn] =
      columns >= 112 ? [] : columns >= 78 ? [.spikes] : [.spikes, .analogMargin]
    return allCases.filter { !hidden.contains($0) && (hasANN || !$0.needsANN) }
  }
}
