import PlainText
import Testing

@Suite struct DecimalsTests {
  @Test(arguments: [
    (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (12_544, "12,544"),
    (-1_234_567, "-1,234,567"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func groupsThousands(number: Int, text: String) {
    #expect(grouped(number) == text)
  }

  @Test func nothingMayBeLeftOut() {
    #expect(groupedUnlessZero(0) == "")
    #expect(groupedUnlessZero(1) == "1")
  }

  @Test func roundsHalfAwayFromZero() {
    #expect(decimal(0.0625) == "0.063")
    #expect(decimal(-0.0625) == "-0.063")
    #expect(decimal(2.5, digits: 0) == "3")
  }

  @Test func whatRoundsToNothingHasNoSign() {
    #expect(decimal(-0.0004) == "0.000")
    #expect(signed(0.004) == "0.00")
    #expect(signed(-0.004) == "0.00")
    #expect(signed(0.005) == "+0.01")
    #expect(signed(-0.125) == "-0.13")
  }

  @Test func whatIsNotThereIsADash() {
    #expect(decimal(nil) == "-")
    #expect(decimal(.nan) == "-")
    #expect(signed(.infinity) == "-")
    #expect(percent(nil) == "-")
  }

  @Test func boundsWhatIsTooLarge() {
    #expect(decimal(1e13) == ">1e12")
    #expect(decimal(-1e13) == "<-1e12")
  }

  @Test func sharesAreHundredths() {
    #expect(percent(0.1234) == "12.3%")
    #expect(percent(1, digits: 0) == "100%")
  }

  /// What would be rounded to all or none of it is not said to be that.
  @Test(arguments: [
    (0.9996, 0, ">99%"), (0.9996, 1, ">99.9%"), (0.9994, 1, "99.9%"), (0.994, 0, "99%"),
    (0.0004, 0, "<1%"), (0.0004, 1, "<0.1%"), (0.006, 0, "1%"), (0.0, 0, "0%"), (0.0, 1, "0.0%"),
    (1.0, 1, "100.0%"), (1 - 1e-12, 1, "100.0%"), (1e-17, 1, "0.0%"), (1.004, 0, "100%"),
  ])
  func onlyAllIsAllAndOnlyNoneIsNone(share: Double, digits: Int, text: String) {
    #expect(percent(share, digits: digits) == text)
    #expect(printedPercent(share, digits: digits) == text)
  }
}
