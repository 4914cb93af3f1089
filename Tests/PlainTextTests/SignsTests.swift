import PlainText
import Testing

/// Signs are found as programs find them that read bytes, whatever combines with them.
@Suite struct SignsTests {
  private static let signs: [Unicode.Scalar] = [
    "'", "\"", "/", "\r", "\n", "a", "\u{301}", "\u{200D}",
  ]

  /// All texts of up to three of them, and none.
  private static let texts: [String] = [""] + texts(1) + texts(2) + texts(3)

  private static func texts(_ length: Int) -> [String] {
    let shorter = length == 1 ? [""] : texts(length - 1)
    return shorter.flatMap { text in signs.map { text + String($0) } }
  }

  @Test(arguments: ["'", "\"", "/", "\n"] as [Unicode.Scalar])
  func everySignIsFound(sign: Unicode.Scalar) {
    let byte = UInt8(ascii: sign)
    for text in Self.texts {
      let bytes = Array(text.utf8)
      let replaced = bytes.flatMap { $0 == byte ? Array("<>".utf8) : [$0] }
      let parts = bytes.split(separator: byte, omittingEmptySubsequences: false).map(Array.init)

      #expect(Array(text.replacing(sign: sign, with: "<>").utf8) == replaced)
      #expect(text.parts(between: sign).map { Array($0.utf8) } == parts)
      #expect(text.begins(with: sign) == (bytes.first == byte))
      #expect(text.ends(with: sign) == (bytes.last == byte))
    }
  }
}
