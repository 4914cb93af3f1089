import PlainText
import Testing

@Suite struct TerminalCharactersTests {
  @Test(arguments: ["a", "é", "θ", "▀", "⠿", "…"] as [Character])
  func takesOneCell(character: Character) {
    #expect(character.terminalScalar == character.unicodeScalars.first)
  }

  /// Escape sequences, line ends, what takes two cells or none.
  @Test(
    arguments: ["\u{1B}", "\n", "\r\n", "\u{9B}", "\u{7F}", "層", "🧠", "\u{200B}"] as [Character])
  func hasNoPlaceInOneCell(character: Character) {
    #expect(character.terminalScalar == nil)
  }

  @Test func dropsCombiningMarks() {
    #expect(Character("e\u{301}").terminalScalar == "e")
  }
}
