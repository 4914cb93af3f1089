import Conversion
import Dashboard
import ExampleNetworks
import Networks
import SpikingEngine
import TerminalUI
import Testing

/// What is kept from one picture to the next must not be seen in it.
@Suite struct FreshnessTests {
  /// Keys that walk through time, screens, neurons and their orders.
  private static let keys: [Key] =
    [
      ".", ".", ".", ",", ",", "1", "2", "3", "4", "5", "6", "8", "s", "v", "w", "]", "[", "d",
    ].map { .character($0) } + [.up, .down, .tab, .enter, .backspace, .home, .end]

  private static let walks: [(method: any ConversionMethod, corrector: SpikeCorrector?)] = [
    (Robust(), nil), (Burst(maximumSpikes: 3), nil), (Bistable(phases: 3), nil),
    (Robust(), .negativeSpikes(allowance: 0)),
  ]

  /// A random walk of commands, after each of which the screen is that of a dashboard without
  /// memory.
  @Test(arguments: walks.indices, [false, true])
  func aScreenDoesNotDependOnTheWayToIt(walk: Int, hasSecondRun: Bool) throws {
    let (method, corrector) = Self.walks[walk]
    var run = try ExampleRun(
      method: method, corrector: corrector, steps: 9, secondRun: hasSecondRun ? Max() : nil)
    var random = SeededGenerator(seed: 17 + walk)
    let memo = RasterMemo()
    let size = Size(rows: 60, columns: 200)
    for number in 0..<400 {
      switch Int.random(in: 0..<12, using: &random) {
      case 0: run.go(to: "\(Int.random(in: 0...64, using: &random))")
      case 1:
        // Often to the step at which the last image was seen.
        let step = Bool.random(using: &random) ? run.state.step : 5
        try run.load(image: Int.random(in: 0..<5, using: &random), at: step)
      default: run.press(Self.keys.randomElement(using: &random) ?? .up)
      }
      let kept = draw(run.state, size: size, memo: memo)
      let anew = draw(run.state.computedAnew(), size: size)

      #expect(kept == anew, "after command \(number) of walk \(walk): \(run.state.screen)")
      #expect(
        run.state.plottedNumbers() == run.state.computedAnew().plottedNumbers(),
        "the numbers after command \(number) of walk \(walk)")
      guard kept == anew else { return }
    }
  }
}
