/// The figures of a layer that an evaluation knows, in the order of its long form.
///
/// A new figure is a file beside this one and a line in `standard`.
package struct TallyFigures: Sendable {
  /// Those for which the tables have a place of their own.
  package let arranged: [TallyFigure]

  /// Those that every output adds at its end.
  package let further: [TallyFigure]

  /// - Precondition: No two have the same `id`.
  package init(arranged: [TallyFigure], further: [TallyFigure] = []) {
    self.arranged = arranged
    self.further = further
    let ids = all.map(\.id)
    precondition(Set(ids).count == ids.count, "two figures have one id: \(ids)")
  }

  /// Every figure, the further ones last.
  package var all: [TallyFigure] { arranged + further }

  /// These and some more.
  package func adding(_ figures: TallyFigure...) -> TallyFigures {
    TallyFigures(arranged: arranged, further: further + figures)
  }

  /// What the program knows; a new figure is one line here.
  package static let standard = TallyFigures(
    arranged: [
      .sinRatio,
      .sinShare,
      .sinPurity,
      .sinLoad,
      .missedRatio,
      .silentShare,
      .neverFiredShare,
      .saturatedShare,
      .synapticOperations,
      .fitCurve,
      .fitBound,
    ],
    further: [])
}
