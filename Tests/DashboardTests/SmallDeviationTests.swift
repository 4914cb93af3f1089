import Conversion
import Dashboard
import PlainText
import TerminalUI
import Testing

/// What has a colour is not nothing, and is not written as nothing.
@Suite struct SmallDeviationTests {
  @Test(arguments: [
    (0.0021, "2.1e-3", "+2.1e-3", "2e-3"), (0.12, "0.12", "+0.12", "0.12"),
    (0, "0.00", "0.00", "0.00"),
    (-0.0021, "-2.1e-3", "-2.1e-3", "-2e-3"), (0.00996, "0.01", "+0.01", "0.01"),
    (0.004999, "5e-3", "+5e-3", "5e-3"), (3e-7, "3e-7", "+3e-7", "3e-7"),
  ])
  func smallDeviationsHaveDigits(value: Double, text: String, withSign: String, short: String) {
    #expect(visibleDecimal(value) == text)
    #expect(visibleSigned(value) == withSign)
    #expect(visibleDecimal(value, columns: 5) == short)
  }

  /// Nothing is the only value that is written as nothing, and the sign is that of the value.
  @Test func onlyNothingIsWrittenAsNothing() {
    for exponent in -12...2 {
      for digit in 1...9 {
        let value = Double(digit) * power(of: exponent)
        for columns in [5, 6, .max] {
          let (plain, negative) = (
            visibleDecimal(value, columns: columns), visibleSigned(-value, columns: columns)
          )
          let read = Double(plain) ?? 0
          let most = value >= 0.005 ? 0.005 : 0.5 * power(of: exponent)
          #expect(read > 0 && abs(read - value) <= most * 1.001, "\(plain)")
          #expect(negative.hasPrefix("-") && (Double(negative) ?? 0) < 0)
          #expect(visibleSigned(value, columns: columns).hasPrefix("+"))
        }
      }
    }
  }

  /// Where neurons are a little off, the strip of their mean has an end that is not 0.
  @Test(arguments: [(24, 80), (45, 160), (60, 200)])
  func theEndOfAScaleIsNotNothing(rows: Int, columns: Int) throws {
    for method in [Bistable(phases: 8), Robust()] as [any ConversionMethod] {
      var run = try ExampleRun(method: method, steps: 64)
      run.press(.character("5"))
      let text = run.canvas(rows: rows, columns: columns).text
      #expect(!text.contains("full at 0.00"), "\(text)")
    }
  }
}
