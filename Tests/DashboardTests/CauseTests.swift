import Dashboard
import PlainText
import SpikeStatistics
import Testing

/// Why a neuron is off schedule, in words.
@Suite struct CauseTests {
  private static let kinds: [(SpikeCause.Term.Kind, words: String, initials: String)] = [
    (.excitationAhead, "excitation ahead", "E ahead"),
    (.excitationLate, "excitation late", "E late"),
    (.inhibitionAhead, "inhibition ahead", "I ahead"),
    (.inhibitionOwed, "inhibition owed", "I owed"),
  ]

  /// Of a neuron that leads and of one that lags each kind of input is named with its sum, none is
  /// called other, and the rows below have the same names.
  @Test(arguments: [(24, 80), (40, 120), (45, 160), (60, 200)])
  func eachKindOfInputIsNamed(rows: Int, columns: Int) throws {
    var signs: Set<Bool> = []
    for number in 0..<12 {
      var run = try ExampleRun(steps: 20)
      run.go(to: "fc1#\(number)")
      let cause = try #require(run.state.inspection?.cause)
      signs.insert(cause.deviation > 0)
      let text = run.canvas(rows: rows, columns: columns).text
        .split { $0 == "\n" || $0 == " " || $0 == "│" }.joined(separator: " ")
      #expect(!text.contains("other +") && !text.contains("other -"), "\(text)")
      for (kind, words, initials) in Self.kinds {
        let sum = Double(cause.sum(of: kind))
        let forms = [3, 1].map { signed(sum, digits: $0) }
          .flatMap { ["\(words) \($0)", "\(initials) \($0)"] }
        #expect(
          forms.contains { text.contains($0) } == (abs(sum) >= 0.0005),
          "\(words) \(sum) of #\(number): \(text)")
        for term in cause.terms where term.kind == kind {
          #expect((term.contribution > 0) == (sum > 0))
        }
      }
    }
    #expect(signs == [true, false], "the law is of both")
  }
}
