import PlainText
import Testing

@Suite struct CSVFieldsTests {
  @Test(arguments: [
    ("conv1", "conv1"), ("", ""), ("a,b", "\"a,b\""), ("say \"so\"", "\"say \"\"so\"\"\""),
    ("two\nlines", "\"two\nlines\""), ("two\r\nlines", "\"two\r\nlines\""),
  ])
  func quotesWhatMustBeQuoted(text: String, field: String) {
    #expect(csvField(text) == field)
  }

  @Test func aLineJoinsItsFields() {
    #expect(csvLine(["1", "a,b", ""]) == "1,\"a,b\",")
  }

  @Test func wholeNumbersHaveNoPoint() {
    #expect(csvNumber(3) == "3")
    #expect(csvNumber(0.1) == "0.1")
    #expect(csvNumber(1e300) == "1e+300")
    #expect(csvNumber(nil) == "")
  }
}
