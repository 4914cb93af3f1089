/// Which neurons are meant: conditions that all must hold, as `conv2 spikes>2 D>=1 local`.
///
/// A condition is a word, `sin`, `local` or `inherited`; a place, `conv2`, `#412` or `conv2#412`; or
/// a column of the SIN table, a comparison and a number.
package struct NeuronFilter: Equatable, Sendable {
  /// A number that a neuron has.
  package enum Column: String, Equatable, Sendable, CaseIterable {
    case spikes, first, last
    case deviation = "D"
    case potential = "v"
    case preactivation = "z"
  }

  package enum Comparison: String, Equatable, Sendable, CaseIterable {
    // The longer ones first: `>=` begins as `>` does.
    case atLeast = ">="
    case atMost = "<="
    case different = "!="
    case more = ">"
    case less = "<"
    case equal = "="
  }

  package enum Condition: Equatable, Sendable {
    case number(Column, Comparison, Float)
    case isSIN
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
    if word == "sin" { return .isSIN }
    if word == "local" { return .isLocal(true) }
    if word == "inherited" { return .isLocal(false) }
    if layers.contains(String(word)) { return .place(layer: String(word), number: nil) }
    let place =
      "'\(word)' in column \(word.base.distance(from: word.base.startIndex, to: word.startIndex) + 1)"
    if word.contains("#") { return try neuron(word, layers: layers, place: place) }
    let name = word.prefix { $0.isLetter }
    let rest = word.dropFirst(name.count)
    guard let column = Column.allCases.first(where: { $0.rawValue == name }) else {
      throw CommandError(
        description: "\(place): the columns are \(columnNames); else type \(words)")
    }
    guard let comparison = Comparison.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else {
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
    guard name.isEmpty || layers.contains(name) else {
      throw CommandError(description: "\(place): the layers are \(layers.joined(separator: ", "))")
    }
    guard let number = Int(parts[1]), number >= 0 else {
      throw CommandError(
        description: "\(place): '\(parts[1])' is not the number of a neuron, as in #412")
    }
    return .place(layer: name.isEmpty ? nil : name, number: number)
  }

  /// What can be typed, in a line.
  static let hint = "as spikes>2 conv2 sin; first, last, D, v, z, local, inherited, #412"

  private static let columnNames = Column.allCases.map(\.rawValue).joined(separator: ", ")
  private static let words = "sin, local, inherited, a layer, #412"

  /// Whether neurons of a layer can match, by its name.
  package func concerns(layer name: String) -> Bool {
    conditions.allSatisfy { condition in
      switch condition {
      case .place(let layer?, _): layer == name
      case .place(nil, _), .number, .isSIN, .isLocal: true
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
    case .first: neuron.firstStep > 0 ? Float(neuron.firstStep) : nil
    case .last: neuron.lastStep > 0 ? Float(neuron.lastStep) : nil
    case .deviation: neuron.deviation
    case .potential: neuron.potential
    case .preactivation: neuron.preactivation
    }
  }
}

extension NeuronFilter.Comparison {
  fileprivate func holds(_ value: Float, _ bound: Float) -> Bool {
    switch self {
    case .more: value > bound
    case .atLeast: value >= bound
    case .less: value < bound
    case .atMost: value <= bound
    case .equal: value == bound
    case .different: value != bound
    }
  }
}
