import PlainText
import Testing

@Suite struct CSVFieldsTests {
  @Test(arguments: [
    ("conv1", "conv1"), ("", ""), ("a,b", "\"a,b\""), ("say \"so\"", "\"say \"\"so\"\"\""),
    (" a", "\" a\""), ("two\nlines", #"two\u{A}lines"#), ("two\r\nlines", #"two\u{D}\u{A}lines"#),
    ("\u{1B}[31m", #"\u{1B}[31m"#),
  ])
  func quotesWhatMustBeQuoted(text: String, field: String) {
    #expect(csvField(text) == field)
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("@a", "'@a"), ("+a", "'+a"), ("-a", "'-a"), ("-1.5", "'-1.5"),
    ("+2", "'+2"), ("-2+3", "'-2+3"),
    ("=a,b", "\"'=a,b\""), ("'=a", "''=a"), ("'a", "'a"), ("'-1", "''-1"), ("-", "'-"),
    ("\t=a", #"\u{9}=a"#), ("＝1", "'＝1"),
  ])
  func spreadsheetsComputeNothing(text: String, field: String) {
    #expect(csvField(text) == field)
  }

  @Test func aTextComesBackAsItWas() {
    let parts = [
      "", "a", "'", "=", "-1", "+", "@", "\u{1B}", "\n", #"\u{41}"#, "\u{202E}", "\u{301}",
    ]
    for text in parts.flatMap({ one in parts.flatMap { two in parts.map { one + two + $0 } } }) {
      #expect(csvValue(csvField(text)[...]).utf8.elementsEqual(text.utf8))
    }
  }

  /// A quote with an accent is a quote to whoever reads the table: it would end the field, and what
  /// follows would be a cell of its own.
  @Test func noFieldEndsBeforeItsText() {
    let parts = ["", "a", "\"", "\u{301}", ",", "=1+1", " "]
    for text in parts.flatMap({ one in parts.flatMap { two in parts.map { one + two + $0 } } }) {
      let field = Array(csvField(text).utf8)
      guard field.first == UInt8(ascii: "\"") else {
        #expect(!field.contains(UInt8(ascii: "\"")) && !field.contains(UInt8(ascii: ",")))
        continue
      }
      let quotes = field.dropFirst().dropLast().split(
        omittingEmptySubsequences: true, whereSeparator: { $0 != UInt8(ascii: "\"") })
      #expect(field.count > 1 && field.last == UInt8(ascii: "\""))
      #expect(quotes.allSatisfy { $0.count.isMultiple(of: 2) }, "\(csvField(text))")
    }
  }

  @Test func aLineJoinsItsFields() {
    #expect(csvLine(["1", "a,b", ""]) == "1,\"a,b\",")
  }

  /// A name may look like a number, and a spreadsheet that is given it would compute it.
  @Test func onlyNumbersKeepABareSign() {
    #expect(
      csvLine([-1, -2.5, Float(-0.5), csvNumber(-3), CSVNumber(Int?.none), "-1", "+1", "a"])
        == "-1,-2.5,-0.5,-3,,'-1,'+1,a")
  }

  @Test func wholeNumbersHaveNoPoint() {
    #expect(csvNumber(3).description == "3")
    #expect(csvNumber(0.1).description == "0.1")
    #expect(csvNumber(1e300).description == "1e+300")
    #expect(csvNumber(nil).description == "")
  }
}
