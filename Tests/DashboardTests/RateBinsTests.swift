import Dashboard
import TerminalUI
import Testing

/// Bins that invent no peaks, and columns that leave in order.
@Suite struct RateBinsTests {
  /// After t steps with as many neurons at each rate there is, all bins but the last are as full.
  @Test(arguments: 1...40, [1, 2, 5, 13, 14, 24, 40])
  func whatIsEvenLooksEven(steps: Int, most: Int) {
    for highest in 1...steps {
      let rates = (1...highest).map { Double($0) / Double(steps) }
      let bins = RateBins(
        highest: rates.last ?? 0, quantum: 1 / Double(steps), most: most)
      let counts = bins.counts(of: rates)

      #expect(counts.count == bins.count && bins.count <= most)
      #expect(counts.reduce(0, +) == highest)
      #expect(bins.end == rates.last, "an axis names a rate that a neuron has")
      #expect(Set(counts.dropLast()).count <= 1, "\(highest) of \(steps): \(counts)")
      #expect((1...(counts.first ?? 1)).contains(counts.last ?? 0), "\(counts)")
      for rate in rates {
        let bin = bins.bin(of: rate)
        #expect(rate <= bins.width * Double(bin + 1) * (1 + 1e-9))
        #expect(rate > bins.width * Double(bin) * (1 + 1e-9))
      }
    }
  }

  /// Silent neurons, and what is no number, are in no bin; others are in one, however large.
  @Test func onlyWhatFiresIsCounted() {
    let bins = RateBins(highest: 1, quantum: 0.25, most: 10)
    #expect(bins.counts(of: [0, 0, -1, .nan, .infinity]) == [0, 0, 0, 0])
    #expect(bins.counts(of: [0.25, 0.5, 0.5, 1, 7]) == [1, 2, 0, 2])
    let any = RateBins(highest: 0.7, quantum: nil, most: 7)
    #expect(any.count == 7 && any.counts(of: [0.01, 0.7]) == [1, 0, 0, 0, 0, 0, 1])
  }

  /// With more room no column goes, and what leaves last is there as long as any that leaves.
  @Test func columnsLeaveInTheirOrder() {
    let titles = ["layer", "neurons", "D A", "D B", "differ"]
    let table = TextTable(
      columns: titles.map { TextTable.Column($0, width: 7, alignment: .right) },
      rows: [titles.map { TextTable.Entry($0) }, [TextTable.Entry("only")]])
    let groups = [["neurons"], ["D A", "D B"]]
    var before: [String] = []
    for columns in 0...60 {
      let fitting = table.fitting(columns: columns, leaving: groups)
      let kept = fitting.columns.map(\.title)

      #expect(Set(before).isSubset(of: kept), "\(columns)")
      #expect(kept.contains("D A") == kept.contains("D B"))
      #expect(kept.first == "layer" && kept.last == "differ")
      #expect(!kept.contains("neurons") || kept.contains("D A"))
      #expect(fitting.rows[0].map(\.text) == kept && fitting.rows[1].map(\.text) == ["only"])
      before = kept
    }
    #expect(before == titles)
  }
}
