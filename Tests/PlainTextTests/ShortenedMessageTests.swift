import PlainText
import Testing

@Suite struct ShortenedMessageTests {
  private let advice = ": is of an unknown type; build the network without"

  @Test func ordinaryMessagesStayAsTheyAre() {
    for message in ["", "a.onnx: node 'x'" + advice, String(repeating: "word ", count: 200)] {
      #expect(shortened(message) == message)
    }
  }

  @Test func aLongNameIsShownByItsBeginningAndItsLength() {
    let name = String(repeating: "x", count: 10_000)

    let message = shortened("a.onnx: node '\(name)'" + advice)

    let beginning = String(repeating: "x", count: 64)
    #expect(message == "a.onnx: node '\(beginning)… (10,000 characters)'" + advice)
  }

  @Test func aLongNameWithBlanksLeavesBeginningAndEnd() {
    let name = String(repeating: "x y ", count: 2_500)

    let message = shortened("a.onnx: node '\(name)'" + advice)

    #expect(message.hasPrefix("a.onnx: node 'x y x") && message.hasSuffix("x y '" + advice))
    #expect(message.contains("… (10,065 characters) …") && message.count < 1100)
  }

  /// One character for a reader, and megabytes for a terminal.
  @Test func marksOnMarksAreNotEndless() {
    let message = shortened("a" + String(repeating: "\u{301}", count: 100_000))

    #expect(message.unicodeScalars.count < 100)
  }
}
