import PlainText
import Testing

@Suite struct VisibleTextTests {
  @Test(arguments: [
    "", "fc1", "conv 2#7: 'θ ≥ 1.5 µV'", "naïve e\u{301}", "層の名前", "한국어", "शब्द", "שלום",
    #"a \ b \n \u 12"#, "👩\u{200D}🔬 ❤\u{FE0F} 1\u{FE0F}\u{20E3} 🇨🇭 👍🏽", "▀⠿…",
  ])
  func ordinaryTextStaysAsItIs(text: String) {
    #expect(Array(visible(text).unicodeScalars) == Array(text.unicodeScalars))
    #expect(Array(escaped(text).unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test(arguments: [
    ("\u{1B}[2J", #"\u{1B}[2J"#), ("a\nb\r\n", #"a\u{A}b\u{D}\u{A}"#), ("\u{7F}", #"\u{7F}"#),
    ("\u{9B}31m", #"\u{9B}31m"#), ("\u{1B}]0;x\u{7}", #"\u{1B}]0;x\u{7}"#),
    ("a\u{202E}b", #"a\u{202E}b"#), ("a\u{200B}b", #"a\u{200B}b"#), ("\u{FEFF}", #"\u{FEFF}"#),
    ("a\u{200D}b", #"a\u{200D}b"#), ("a\u{FE0F}", #"a\u{FE0F}"#), ("\u{301}a", #"\u{301}a"#),
    ("a\u{E0041}", #"a\u{E0041}"#), ("\u{2028}", #"\u{2028}"#), ("a\u{AD}", #"a\u{AD}"#),
    ("\u{E000}", #"\u{E000}"#), ("\u{3164}", #"\u{3164}"#), ("\u{0}", #"\u{0}"#),
  ])
  func whatATerminalObeysOrHidesIsWrittenAsItsNumber(text: String, shown: String) {
    #expect(visible(text) == shown)
  }

  /// All characters that a terminal may obey, hide or take for a command, each alone and between
  /// others.
  @Test func nothingThatIsNamedGetsThrough() {
    let ranges: [ClosedRange<UInt32>] = [
      0...0x1F, 0x7F...0x9F, 0x61C...0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F,
      0xFEFF...0xFEFF, 0xFFF9...0xFFFB, 0xE000...0xE0FF, 0xE0000...0xE007F, 0xE0100...0xE01EF,
    ]
    for scalar in ranges.joined().compactMap(Unicode.Scalar.init) {
      for text in ["\(scalar)", "a\(scalar)b", "é\(scalar)"] {
        #expect(!visible(text).unicodeScalars.contains(scalar), "\(scalar.value)")
      }
    }
  }

  @Test func whatIsVisibleStaysSo() {
    for scalar in everyPlane {
      let shown = visible("\(scalar)x\(scalar)")
      #expect(visible(shown) == shown)
    }
  }

  @Test func whatWasEscapedComesBack() {
    for scalar in everyPlane {
      for text in ["\(scalar)", "a\(scalar)", "\\\(scalar)u{41}", "\\u{\(scalar)}"] {
        let back = unescaped(escaped(text)[...])
        #expect(Array(back.unicodeScalars) == Array(text.unicodeScalars))
      }
    }
  }

  @Test(arguments: [
    #"\u{1b}"#, #"\u{5C}u{41}"#, #"\\u{41}"#, #"\u{110000}"#, #"\u{}"#, #"\u{D800}"#,
  ])
  func textThatLooksEscapedComesBack(text: String) {
    #expect(unescaped(escaped(text)[...]) == text)
  }

  /// All characters up to U+3000, and some beyond.
  private var everyPlane: [Unicode.Scalar] {
    let beyond = stride(from: UInt32(0x3000), through: 0x10FFFF, by: 97)
    return (Array(0..<0x3000) + beyond).compactMap(Unicode.Scalar.init)
  }
}
