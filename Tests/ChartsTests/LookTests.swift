import Charts
import Foundation
import Testing

/// What tells series apart, for every reader.
@Suite struct LookTests {
  @Test func curvesDifferFarBeyondTheNumberOfMethods() {
    let looks = (0..<42).map { SeriesLook($0) }

    #expect(Set(looks.map { "\($0.color) \($0.marker)" }).count == 42)
    #expect(Set(looks.prefix(28).map { "\($0.color) \($0.texture)" }).count == 28)
  }

  /// Without colour the first six curves differ by their markers, the first four bars by texture.
  @Test func theFirstSeriesDifferWithoutColour() {
    let looks = (0..<6).map { SeriesLook($0) }

    #expect(Set(looks.map(\.marker)).count == 6)
    #expect(Set(looks.map { $0.marker.character(unicode: true) }).count == 6)
    #expect(Set(looks.map { $0.marker.character(unicode: false) }).count == 6)
    #expect(Set(looks.prefix(4).map(\.texture)).count == 4)
  }

  /// Graphics need a contrast of 3 to be seen (WCAG 2.1, 1.4.11); the two palest of the palette
  /// stay somewhat below it, and no series stands on colour alone.
  @Test func coloursStandOutFromTheGround() {
    let contrasts = (0..<7).map { 1.05 / (luminance(SeriesLook($0).color) + 0.05) }

    #expect(contrasts.allSatisfy { $0 > 2 })
    #expect(contrasts.prefix(3).allSatisfy { $0 > 3 })
  }

  /// The same on the dark ground.
  @Test func coloursStandOutFromTheDarkGround() {
    let contrasts = (0..<7).map {
      (luminance(SeriesLook($0, on: .dark).color) + 0.05) / (luminance(Color(18, 18, 18)) + 0.05)
    }

    #expect(contrasts.allSatisfy { $0 > 4 })
  }

  /// More is lighter, or darker, all the way: the order is seen without colour, too.
  @Test(arguments: PlotStyle.Theme.allCases)
  func rampsGoOneWay(theme: PlotStyle.Theme) {
    let lights = { (ramp: ColorRamp, range: ClosedRange<Double>) in
      stride(from: range.lowerBound, through: range.upperBound, by: 0.05)
        .map { luminance(ramp.color($0, on: theme)) }
    }
    let isOneWay = { (values: [Double]) in
      let steps = zip(values, values.dropFirst()).map { $1 - $0 }
      return steps.allSatisfy { $0 > 0 } || steps.allSatisfy { $0 < 0 }
    }

    #expect(isOneWay(lights(.amount, 0...1)))
    #expect(isOneWay(lights(.share, theme == .light ? 0...1 : 0.25...1)))
    if theme == .light {
      #expect(isOneWay(lights(.difference, 0...0.5)))
      #expect(isOneWay(lights(.difference, 0.5...1)))
    }
  }

  private func luminance(_ color: Color) -> Double {
    let parts = [color.red, color.green, color.blue].map { part -> Double in
      let value = Double(part) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
