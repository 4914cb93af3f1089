import Foundation
import PlainText
import Testing

/// Names are as different as their bytes.
@Suite struct UnmistakableNameTests {
  /// Texts that mean the same to Swift, of each of which one form stays as it is.
  private func expectDifferent(_ forms: [String]) {
    for one in forms {
      for other in forms {
        let isSame = one.utf8.elementsEqual(other.utf8)
        #expect((unmistakable(one) == unmistakable(other)) == isSame, "\(one) and \(other)")
      }
      #expect(unmistakable(unmistakable(one)).utf8.elementsEqual(unmistakable(one).utf8))
    }
  }

  /// Every character that stands for others, and for which others stand; there are none beyond.
  @Test func everyFormOfACharacterIsANameOfItsOwn() {
    var count = 0
    for scalar in (0x80..<UInt32(0x3_0000)).lazy.compactMap(Unicode.Scalar.init) {
      let (text, parts) = (
        String(scalar), String(scalar).decomposedStringWithCanonicalMapping
      )
      guard !parts.utf8.elementsEqual(text.utf8) else { continue }
      count += 1
      expectDifferent([text, parts, parts.precomposedStringWithCanonicalMapping])
    }
    // Hangul alone has 11,172.
    #expect(count > 13_000)
  }

  @Test func theOrderOfMarksTellsNamesApart() {
    expectDifferent(["a\u{323}\u{302}", "a\u{302}\u{323}", "\u{1EA1}\u{302}", "\u{1EAD}"])
  }

  @Test(arguments: [
    ("conv1", "conv1"), ("", ""), ("caf\u{E9}", "caf\u{E9}"), ("層", "層"), ("😀", "😀"),
    ("'\u{301}", "'\u{301}"), ("cafe\u{301}", #"cafe\u{301}"#),
    ("\u{E9}e\u{301}", #"\u{E9}e\u{301}"#), ("\u{212B}", #"\u{212B}"#),
  ])
  func onlyWhatIsNotComposedIsNumbered(name: String, text: String) {
    #expect(unmistakable(name).utf8.elementsEqual(text.utf8))
  }
}
