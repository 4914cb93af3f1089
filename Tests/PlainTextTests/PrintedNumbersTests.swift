import PlainText
import Testing

@Suite struct PrintedNumbersTests {
  /// Where `decimal` rounds away from zero.
  @Test func roundsATieToTheEvenDigit() {
    #expect(printedDecimal(0.0625, digits: 3) == "0.062")
    #expect(printedDecimal(2.5, digits: 0) == "2")
  }

  @Test func whatIsNotThereIsADash() {
    #expect(printedDecimal(nil, digits: 3) == "-")
    #expect(printedPercent(nil, digits: 1) == "-")
    #expect(printedSignificant(nil, digits: 4) == "-")
    #expect(fourDigits(nil) == "-")
    #expect(fourDigits(.infinity) == "-" && fourDigits(.nan) == "-")
    #expect(siAmount(nil) == "-")
  }

  @Test func percentHasTheUnitOfItsReport() {
    #expect(printedPercent(0.1234, digits: 2) == "12.34%")
    #expect(printedPercent(0.1234, digits: 1, unit: " %") == "12.3 %")
  }

  @Test func fewDigitsHaveAnExponent() {
    #expect(printedSignificant(123.456, digits: 4) == "123.5")
    #expect(printedSignificant(1e-7, digits: 4) == "1e-07")
    #expect(printedSignificant(12, digits: 6) == "12")
  }

  @Test(arguments: [
    (1234, "1234"), (123.44, "123.4"), (1.5, "1.500"), (0.012345, "0.01235"), (0, "0.00000"),
  ])
  func showsFourDigitsOfAnySize(value: Double, text: String) {
    #expect(fourDigits(value) == text)
  }

  @Test(arguments: [
    (0, ""), (999, "999"), (1000, "1.00k"), (12_340, "12.3k"), (123_400, "123k"),
    (5_000_000, "5.00M"), (7_250_000_000, "7.25G"),
  ])
  func countsHaveThreeDigits(number: Int, text: String) {
    #expect(siCount(number) == text)
  }

  @Test(arguments: [
    (0.5, "0.500"), (9999, "9999.0"), (10_000, "10.00k"), (123_400, "123.4k"), (2e6, "2.00M"),
    (3.5e9, "3.50G"),
  ])
  func amountsHaveAPrefixFromTenThousandOn(value: Double, text: String) {
    #expect(siAmount(value) == text)
  }
}
