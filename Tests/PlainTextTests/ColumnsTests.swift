import PlainText
import Testing

@Suite struct ColumnsTests {
  @Test func paddingNeverCuts() {
    #expect("ab".leftPadded(4) == "  ab")
    #expect("ab".rightPadded(4) == "ab  ")
    #expect("abc".leftPadded(2) == "abc")
    #expect("abc".rightPadded(-1) == "abc")
  }

  @Test func whatIsTooLongEndsInAnEllipsis() {
    #expect(fitted("abcdef", to: 4) == "abc…")
    #expect(fitted("abcd", to: 4) == "abcd")
    #expect(fitted("abcd", to: nil) == "abcd")
    #expect(fitted("abcd", to: 0) == "")
  }

  @Test func breaksAtWhiteSpace() {
    #expect(wrapped("one two  three\nfour", width: 7) == ["one two", "three", "four"])
    #expect(
      wrapped("incomprehensible it is", width: 5) == ["incom", "prehe", "nsibl", "e it", "is"])
    #expect(wrapped("  ", width: 5) == [])
  }

  @Test func entriesStandASeparatorApart() {
    var lines: [String] = []
    for entry in ["one", "two", "three"] {
      append(entry, to: &lines, width: 9, separator: "   ")
    }

    #expect(lines == ["one   two", "three"])
  }

  @Test func dropsBlanksAtTheEnd() {
    #expect(withoutTrailingBlanks("  a b  ") == "  a b")
    #expect(withoutTrailingBlanks("   ") == "")
  }
}
