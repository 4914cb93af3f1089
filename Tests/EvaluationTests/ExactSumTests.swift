import Evaluation
import ExampleNetworks
import Foundation
import Testing

@Suite struct ExactSumTests {
  private func sum(_ values: [Double]) -> ExactSum {
    values.reduce(into: ExactSum()) { $0 += ExactSum($1) }
  }

  /// Floating-point sums of these differ from order to order.
  @Test func theOrderOfTheNumbersDoesNotMatter() {
    var random = SeededGenerator(seed: 5)
    let values =
      random.floats(500).map { Double(abs($0)) * 1e6 } + (1...500).map { 1e-7 / Double($0) }

    let orders = [values, values.reversed(), values.sorted(), values.shuffled(using: &random)]

    #expect(Set(orders.map { $0.reduce(0, +) }).count > 1)
    for order in orders { #expect(sum(order) == sum(values)) }
  }

  @Test func wholeNumbersAndBinaryFractionsAreExact() {
    #expect(sum([1, 0.5, 0x1p-64, 0x1p-64, 3]).value == 4.5 + 0x1p-63)
    #expect(sum([0x1p62, 0x1p61, 0.25]).value == 0x1p62 + 0x1p61 + 0.25)
    #expect(sum([]).value == 0)
  }

  @Test func whatIsBeyondTheRangeIsUnknownAndStaysSo() {
    for extreme in [0x1p63, .infinity, .nan] {
      #expect(sum([1, extreme, 2]).value == nil)
      #expect(sum([extreme, 1]) == sum([1, extreme]))
    }
    #expect(sum([0x1p62, 0x1p62]).value == nil)
  }

  @Test func aSumSurvivesAFile() throws {
    for value in [sum([]), sum([0.1, 7e8]), sum([.infinity])] {
      let data = try JSONEncoder().encode([value])
      #expect(try JSONDecoder().decode([ExactSum].self, from: data) == [value])
    }
    for text in [#"["-1"]"#, #"["many"]"#, "[1]"] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode([ExactSum].self, from: Data(text.utf8))
      }
    }
  }
}
