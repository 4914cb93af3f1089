import ExampleNetworks
import SpikeStatistics
import Testing

/// What every registry of figures must be.
@Suite struct FiguresTests {
  private let figures = Figures.standard.adding(.throwaway)

  @Test func idsAndWordsAreUnique() {
    let words = figures.all.compactMap(\.word)

    #expect(Set(figures.all.map(\.id)).count == figures.all.count)
    #expect(Set(words).count == words.count)
  }

  @Test func namesRoundTrip() {
    for figure in figures.all {
      #expect(figures[id: figure.id] == figure)
      if let word = figure.word { #expect(figures[word: word] == figure) }
    }
    #expect(figures[id: "no_such_figure"] == nil && figures[word: "no_such_word"] == nil)
  }

  /// Conditions read letters, digits and `_`; files and records want lower case.
  @Test func idsAndWordsCanBeTyped() {
    for figure in figures.all {
      #expect(figure.id.allSatisfy { ("a"..."z").contains($0) || $0 == "_" }, "\(figure.id)")
      let word = figure.word ?? "x"
      #expect(word.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }, "\(figure.id)")
      #expect(word.first?.isLetter == true, "\(figure.id)")
    }
  }

  @Test func everyFigureSaysWhatItIs() {
    for figure in figures.all {
      #expect(!figure.title.isEmpty && !figure.help.isEmpty, "\(figure.id)")
      #expect((1...7).contains(figure.columnTitle.count), "\(figure.id)")
      // Facts have so much room for their names.
      #expect(figure.title.count <= 12 || figures.arranged.contains(figure), "\(figure.id)")
      #expect(figure.layer != nil || figure.neuron != nil || figure.network != nil)
    }
  }

  @Test func whatIsAddedComesLast() {
    #expect(figures.further == Figures.standard.further + [.throwaway])
    #expect(figures.arranged == Figures.standard.arranged)
    #expect(figures.all.last == .throwaway)
  }

  @Test func valuesAreWrittenAsTheScreensDo() {
    #expect(Figure.spikes.format.text(12_544) == "12,544")
    #expect(Figure.rate.format.text(0.0625) == "0.063")
    #expect(Figure.deviation.format.text(0.005) == "+0.01")
    #expect(Figure.sinRatio.format.text(0.123) == "12.3%")
    #expect(Figures.standard.all.allSatisfy { $0.format.text(nil) == "-" })
  }
}
