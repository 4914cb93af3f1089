import Dashboard
import Networks
import Tasks
import TerminalUI
import Testing

/// Which box of one network stands beside which of the other, and what is said of them.
@Suite struct MatchedBoxTests {
  private func found(_ label: Int, x: Double, score: Double = 0.5) -> DetectedObject {
    DetectedObject(box: Box(x: x, y: 0, width: 10, height: 10), label: label, score: score)
  }

  /// A box of the ANN under one of another class is not alone, nor is it the same.
  @Test func anotherClassInTheSamePlaceIsToldApart() throws {
    let matches = MatchedBox.matches(
      spiking: [found(3, x: 0)], analog: [found(1, x: 1), found(1, x: 50)])

    #expect(matches.count == 2)
    #expect(matches[0].differs && !matches[0].isSame)
    #expect(try #require(matches[0].overlap) > 0.5)
    #expect(matches[1].spiking == nil && matches[1].overlap == nil)
  }

  /// The class goes before the place: what is the same in both stays so.
  @Test func theSameClassComesFirst() {
    let matches = MatchedBox.matches(
      spiking: [found(3, x: 0, score: 0.9), found(1, x: 2)], analog: [found(1, x: 0)])

    #expect(matches.map(\.isSame) == [false, true])
    #expect(matches[0].analog == nil)
  }

  /// Each box of both networks is in one row, whatever there is.
  @Test(arguments: 0..<20)
  func eachBoxStandsOnce(seed: Int) {
    let spiking = (0..<seed % 5).map { found(($0 + seed) % 3, x: Double($0 * seed % 7)) }
    let analog = (0..<seed % 4).map { found(($0 * seed) % 3, x: Double($0 * seed % 5)) }

    let matches = MatchedBox.matches(spiking: spiking, analog: analog)

    #expect(matches.compactMap(\.spiking) == spiking)
    #expect(matches.count { $0.analog != nil } == analog.count)
    for match in matches where match.spiking != nil && match.analog != nil {
      #expect(match.isSame != match.differs && match.overlap ?? 0 >= 0.5)
    }
  }

  /// The ANN's box is of another class there: list and picture name both.
  @Test func bothClassesAreNamed() throws {
    // Seven channels in each of four places, channel by channel: the second class is likelier.
    let analog = (0..<28).map { index -> Float in
      switch index {
      case 1: 5
      case 21: -5
      case 25: 5
      case 0, 2, 3: -5
      default: 0
      }
    }
    let run = try TaskRun(TaskRun.detection, steps: 4, analogOutput: analog)

    let text = run.lines(rows: 45, columns: 160).joined(separator: "\n")

    #expect(text.contains("one (ANN two)"), "\(text)")
  }

  /// Over time boxes are judged by what is annotated, where anything is.
  @Test func theCourseIsF1AgainstTheLabels() throws {
    let run = try TaskRun(TaskRun.detection, steps: 4)

    #expect(run.lines(rows: 45, columns: 160).joined().contains("F1 against the labels"))
  }
}
