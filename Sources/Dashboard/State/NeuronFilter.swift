/// Which neurons are meant: conditions that all must hold, as `conv2 spikes>2 D>=1 local`.
///
/// A condition is a word, `off` (inactivated), `spiked`, `sin` (both), `local` or `inherited`; a
/// place, `conv2`, `layer=conv2`, `#412` or `conv2#412`; or a number that neurons have, compared
/// with one.
package struct NeuronFilter: Equatable, Sendable {
  /// A number that a neuron has.
  package enum Column: String, Equatable, Sendable, CaseIterable {
    case spikes, rate, first, last
    case deviation = "D"
    case potential = "v"
    case preactivation = "z"
  }

  package enum Condition: Equatable, Sendable {
    case number(Column, FilterComparison, Float)
    case isSIN, isOff, hasSpiked
    case isLocal(Bool)
    /// A layer by its name, a neuron by its number, or both.
    case place(layer: String?, number: Int?)
  }

  package let conditions: [Condition]

  /// As typed.
  package let text: String

  package init() {
    conditions = []
    text = ""
  }

  package var isEmpty: Bool { conditions.isEmpty }

  /// - Parameters:
  ///   - text: Conditions with blanks between them; none at all for every neuron.
  ///   - layers: The names that layers go by.
  package init(_ text: String, layers: [String]) throws(CommandError) {
    var conditions: [Condition] = []
    for word in text.split(separator: " ") {
      conditions.append(try NeuronFilter.condition(word, layers: layers))
    }
    self.conditions = conditions
    self.text = text.split(separator: " ").joined(separator: " ")
  }

  private static func condition(
    _ word: Substring, layers: [String]
  ) throws(CommandError) -> Condition {
    if let condition = words[String(word)] { return condition }
    let column = word.base.distance(from: word.base.startIndex, to: word.startIndex) + 1
    let place = "'\(word)' in column \(column)"
    let isLayer = word.hasPrefix(layerSign)
    let name = isLayer ? word.dropFirst(layerSign.count) : word
    if layers.contains(String(name)) { return .place(layer: String(name), number: nil) }
    if isLayer || word.contains("#") { return try neuron(name, layers: layers, place: place) }
    return try number(word, place: place)
  }

  private static func number(
    _ word: Substring, place: String
  ) throws(CommandError) -> Condition {
    let name = word.prefix { $0.isLetter }
    let rest = word.dropFirst(name.count)
    guard let column = Column.allCases.first(where: { $0.rawValue == name }) else {
      throw CommandError(
        description: "\(place): the columns are \(columnNames); else type \(otherWords)")
    }
    guard let comparison = FilterComparison(beginning: rest) else {
      throw CommandError(description: "\(place): compare as in \(name)>2 (>, >=, <, <=, =, !=)")
    }
    let number = rest.dropFirst(comparison.rawValue.count)
    guard let value = Float(number), value.isFinite else {
      throw CommandError(description: "\(place): '\(number)' is not a number")
    }
    return .number(column, comparison, value)
  }

  private static func neuron(
    _ word: Substring, layers: [String], place: String
  ) throws(CommandError) -> Condition {
    let parts = word.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard (name.isEmpty && parts.count == 2) || layers.contains(name) else {
      throw CommandError(description: "\(place): the layers are \(layers.joined(separator: ", "))")
    }
    guard parts.count == 2 else { return .place(layer: name, number: nil) }
    guard let number = Int(parts[1]), number >= 0 else {
      throw CommandError(
        description: "\(place): '\(parts[1])' is not the number of a neuron, as in #412")
    }
    return .place(layer: name.isEmpty ? nil : name, number: number)
  }

  /// What can be typed, in a line.
  static let hint =
    "as rate>0.3 conv2 off; sin, spiked, spikes, first, last, D, v, z, local, inherited, #412"

  private static let columnNames = Column.allCases.map(\.rawValue).joined(separator: ", ")
  private static let otherWords = "off, spiked, sin, local, inherited, a layer, #412"
  private static let layerSign = "layer="

  private static let words: [String: Condition] = [
    "sin": .isSIN, "off": .isOff, "spiked": .hasSpiked, "local": .isLocal(true),
    "inherited": .isLocal(false),
  ]

  /// Whether neurons of a layer can match, by its name.
  package func concerns(layer name: String) -> Bool {
    conditions.allSatisfy { condition in
      switch condition {
      case .place(let layer?, _): layer == name
      case .place(nil, _), .number, .isSIN, .isOff, .hasSpiked, .isLocal: true
      }
    }
  }

  /// Whether a neuron matches, of a layer that `concerns(layer:)` has let pass.
  ///
  /// What a neuron does not have matches no condition on it.
  package func matches(_ neuron: NeuronFacts) -> Bool {
    conditions.allSatisfy { condition in
      switch condition {
      case .isSIN: neuron.isSIN
      case .isOff: neuron.isOff
      case .hasSpiked: neuron.firstStep > 0
      case .isLocal(let isLocal): neuron.isLocal == isLocal
      case .place(_, let number): number == nil || number == neuron.number
      case .number(let column, let comparison, let bound):
        value(column, of: neuron).map { comparison.holds($0, bound) } ?? false
      }
    }
  }

  private func value(_ column: Column, of neuron: NeuronFacts) -> Float? {
    switch column {
    case .spikes: Float(neuron.spikes)
    case .rate: neuron.steps > 0 ? Float(neuron.spikes) / Float(neuron.steps) : nil
    case .first: neuron.firstStep > 0 ? Float(neuron.firstStep) : nil
    case .last: neuron.lastStep > 0 ? Float(neuron.lastStep) : nil
    case .deviation: neuron.deviation
    case .potential: neuron.potential
    case .preactivation: neuron.preactivation
    }
  }
}
