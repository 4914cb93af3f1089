import Charts
import PlainText
import Testing

/// Ticks, places of values, and how numbers are written.
@Suite struct ScaleTests {
  @Test(
    arguments: [
      ([0, 1], ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      ([0, 0.67], ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"]),
      ([3, 47], ["0", "10", "20", "30", "40", "50"]),
      ([-1.5, 2], ["-1.5", "-1.0", "-0.5", "0.0", "0.5", "1.0", "1.5", "2.0"]),
      ([0, 2_400_000], ["0", "0.5M", "1.0M", "1.5M", "2.0M", "2.5M"]),
      ([0, 9_000], ["0", "2000", "4000", "6000", "8000", "10000"]),
      ([0, 3e-9], ["0", "5e-10", "1e-9", "1.5e-9", "2e-9", "2.5e-9", "3e-9"]),
    ] as [([Double], [String])])
  func ticksStandAtSensibleNumbers(values: [Double], labels: [String]) {
    let scale = AxisScale(Axis("y"), values: values, tickLimit: 8, ends: .onTicks)

    #expect(scale.ticks.map(\.label) == labels)
  }

  /// Half a time step means nothing.
  @Test(
    arguments: [
      ([1, 3], ["1", "2", "3"]), ([1], ["1"]), ([1, 2, 100], ["20", "40", "60", "80", "100"]),
      ([1, 2.5], ["1.0", "1.5", "2.0", "2.5"]),
    ] as [([Double], [String])])
  func wholeNumbersHaveWholeTicks(values: [Double], labels: [String]) {
    let scale = AxisScale(Axis("step"), values: values, tickLimit: 6, ends: .onData)

    #expect(scale.ticks.map(\.label) == labels)
  }

  @Test func percentShowsFractionsOfOne() {
    let axis = Axis("accuracy", unit: .percent)

    let scale = AxisScale(axis, values: [0.1, 0.93], tickLimit: 6, ends: .onTicks)

    #expect(scale.ticks.map(\.label) == ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"])
    #expect(axis.text(of: 0.9236) == "92.4 %")
  }

  @Test(
    arguments: [
      ([16, 32, 256], 9, ["16", "32", "64", "128", "256"]),
      ([1, 65536], 5, ["1", "16", "256", "4096", "65536"]),
      ([48, 300], 9, ["64", "128", "256"]),
      ([40, 50], 9, ["32", "64"]),
      ([64], 9, ["32", "64", "128"]),
      ([0.25, 4], 9, ["0.25", "0.5", "1", "2", "4"]),
    ] as [([Double], Int, [String])])
  func logarithmicTicksArePowersOfTwo(values: [Double], limit: Int, labels: [String]) {
    let axis = Axis("T", scale: .log2)

    let scale = AxisScale(axis, values: values, tickLimit: limit, ends: .onData)

    #expect(scale.ticks.map(\.label) == labels)
  }

  @Test func doublingsAreEquallyFarApart() throws {
    let axis = Axis("T", scale: .log2)
    let scale = AxisScale(axis, values: [16, 256], tickLimit: 9, ends: .onData)

    let places = try [16, 32, 64, 128, 256].map { try #require(scale.fraction(of: $0)) }

    #expect(places == [0, 0.25, 0.5, 0.75, 1])
  }

  @Test func anAxisHoldsItsLeastRangeAndWhatLiesBeyond() throws {
    let axis = Axis("SIN ratio", including: 0...1)
    let scale = AxisScale(axis, values: [0.2, 1.4], tickLimit: 6, ends: .onTicks)

    #expect(scale.ticks.first?.value == 0)
    #expect(try #require(scale.ticks.last?.value) >= 1.4)
  }

  @Test func aValueWithoutAPlaceHasNoFraction() {
    let linear = AxisScale(Axis("y"), values: [.nan, 1, .infinity, 2], tickLimit: 5, ends: .onData)
    let doubling = AxisScale(
      Axis("T", scale: .log2), values: [0, -4, 1, 2], tickLimit: 5, ends: .onData)

    #expect(linear.fraction(of: 1) == 0)
    #expect(linear.fraction(of: 2) == 1)
    #expect([.nan, .infinity, -.infinity, 1e300].allSatisfy { linear.fraction(of: $0) == nil })
    #expect(doubling.fraction(of: 0) == nil)
    #expect(doubling.fraction(of: -4) == nil)
  }

  /// Whatever the values, there are at least one and at most so many ticks in ascending order, and
  /// every value has a place.
  @Test(arguments: [Axis.Scale.linear, .log2], [AxisScale.Ends.onTicks, .onData])
  func everyRangeHasTicks(scale kind: Axis.Scale, ends: AxisScale.Ends) throws {
    let magnitudes = [0, 1e-300, 1e-30, 1e-9, 0.1, 0.3, 1, 7, 64, 999.5, 1e6, 1e15, 1e30]
    let values = magnitudes + magnitudes.map { -$0 }
    for (low, high) in values.flatMap({ low in values.map { (low, $0) } }) {
      for limit in [0, 3, 5, 12] {
        let axis = Axis("", scale: kind)
        let scale = AxisScale(axis, values: [low, high], tickLimit: limit, ends: ends)
        let ticks = scale.ticks.map(\.value)
        #expect((1...max(limit, 3)).contains(ticks.count), "\(low) to \(high)")
        #expect(ticks.allSatisfy { $0.isFinite })
        #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0 < $1 }, "\(low) to \(high)")
        for value in [low, high] where axis.holds(value) {
          let fraction = try #require(scale.fraction(of: value))
          #expect((0...1).contains(fraction), "\(value) in \(low) to \(high)")
        }
      }
    }
  }

  @Test(arguments: [
    (0.0, "0"), (0.1234567, "0.1235"), (12.5, "12.5"), (99.996, "100"), (-3, "-3"),
    (1234.5, "1235"), (65_536, "65536"), (2.5e-7, "2.5e-7"), (3e20, "3e20"), (-0.00001, "-0.00001"),
  ])
  func aSingleValueHasFourSignificantDigits(value: Double, text: String) {
    #expect(Axis("y").text(of: value) == text)
  }

  @Test func decimalsAreFixed() {
    #expect(fixed(1.005, decimals: 1) == "1.0")
    #expect(fixed(-0.04, decimals: 1) == "0.0")
    #expect(fixed(0.96, decimals: 1) == "1.0")
    #expect(fixed(-12.25, decimals: 2) == "-12.25")
    #expect(fixed(7, decimals: 0) == "7")
  }

  /// Scales of colours end at numbers that can be read, and hold all that they are made for.
  @Test(
    arguments: [
      (0.5156, 0.52), (1.826, 1.9), (0.16, 0.16), (99, 99), (99.01, 100), (3e-7, 3e-7), (0, 1),
      (12_345, 13_000),
    ] as [(Double, Double)])
  func scalesOfColoursEndAtReadableNumbers(most: Double, end: Double) {
    #expect(ColorScale.amount(of: [0, most, .nan], label: "").range == 0...end)
    #expect(ColorScale.difference(of: [-most, 0], label: "").range == -end...end)
  }
}
