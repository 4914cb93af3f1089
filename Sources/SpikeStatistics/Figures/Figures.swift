/// The figures that a program knows.
///
/// A new figure is a file beside this one and a line among the `further` ones of `standard`.
package struct Figures: Sendable {
  /// Those that each output selects, orders and names as its form demands.
  package let arranged: [Figure]

  /// Those that every output adds at its end, under their `id` and title.
  package let further: [Figure]

  /// - Precondition: No two have the same `id`, or the same word in conditions.
  package init(arranged: [Figure], further: [Figure] = []) {
    self.arranged = arranged
    self.further = further
    let ids = all.map(\.id)
    let words = all.compactMap(\.word)
    precondition(Set(ids).count == ids.count, "two figures have one id: \(ids)")
    precondition(Set(words).count == words.count, "two figures have one word: \(words)")
  }

  /// Every figure, the further ones last.
  package var all: [Figure] { arranged + further }

  /// Those that conditions can ask for, in the order in which the help lists them.
  package var words: [Figure] { all.filter { $0.word != nil } }

  /// The figure of a key; `nil` for none.
  package subscript(id id: String) -> Figure? { all.first { $0.id == id } }

  /// The figure that conditions call so; `nil` for none.
  package subscript(word word: String) -> Figure? { all.first { $0.word == word } }

  /// These and some more.
  package func adding(_ figures: Figure...) -> Figures {
    Figures(arranged: arranged, further: further + figures)
  }
}

extension Figures {
  /// What the program knows; a new figure is one line, the last of `further`.
  package static let standard = Figures(
    arranged: [
      .sinSpikes,
      .spikes,
      .rate,
      .deviation,
      .potential,
      .stepRate,
      .totalSpikes,
      .silentShare,
      .saturatedShare,
      .intervalMean,
      .intervalVariation,
      .synchrony,
      .burstIndex,
      .inactiveNeurons,
      .sinNeurons,
      .sinRatio,
      .totalSINSpikes,
      .missedRatio,
      .lead,
      .lag,
      .leadingNeurons,
      .laggingNeurons,
      .activePotential,
      .inactivePotential,
    ],
    further: [])
}

/// A quotient, or `nil` of nothing.
package func ratio(_ part: Int, of whole: Int) -> Double? {
  whole == 0 ? nil : Double(part) / Double(whole)
}
