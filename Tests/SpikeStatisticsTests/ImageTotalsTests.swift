import Foundation
import SpikeStatistics
import Testing

/// Many images before one network, by hand and by laws.
@Suite struct ImageTotalsTests {
  /// T = 4, three classes, two layers.
  private let outcomes = [
    outcome(0, label: 1, analog: 1, course: [(1, 0), (3, 1)], sin: [(1, 4), (0, 0)]),
    outcome(1, label: 1, analog: 1, course: [(1, 1), (2, 2)], sin: [(4, 4), (1, 2)]),
    outcome(2, label: 0, analog: 2, course: [(2, 2)], sin: [(0, 4), (0, 2)]),
    outcome(3, label: nil, analog: 2, course: [(1, 2)], sin: [(2, 4), (2, 2)]),
    outcome(4, label: 2, analog: 2, course: [], sin: [(0, 4), (0, 2)]),
  ]

  private func totals(_ outcomes: some Sequence<ImageOutcome>) -> ImageTotals {
    var totals = ImageTotals(steps: 4, classes: 3, layers: 2)
    for outcome in outcomes { totals.add(outcome) }
    return totals
  }

  @Test func countsAreThoseByHand() {
    let totals = totals(outcomes)

    #expect(totals.images == 5 && totals.labelled == 5)
    #expect(totals.analogRight == 4 && totals.right == 2)
    // Images 1 and 4; what the ANN gets wrong is not lost.
    #expect(totals.lost == 2)
    #expect(totals.rightByStep == [2, 1, 2, 2] && totals.answeredByStep == [3, 4, 4, 4])
    #expect(totals.settled == [1, 2, 1, 0])
    #expect(totals.classCounts == [1, 2, 2] && totals.analogRightByClass == [0, 2, 2])
    #expect(totals.confusion == [[0, 0, 1], [0, 1, 1], [0, 0, 1]])
    #expect(totals.sin[0].reduce(0, +) == 5 && totals.sin[1].reduce(0, +) == 4)
    #expect(totals.sin[0][0] == 2 && totals.sin[0][5] == 1 && totals.sin[0][10] == 1)
    #expect(totals.sin[0][19] == 1, "all of them are in the last bin")
    #expect(totals.meanSIN(ofLayer: 0) == 0.35 && totals.meanSIN(ofLayer: 1) == 0.375)
  }

  @Test func theOrderOfTheImagesChangesNothing() {
    #expect(totals(outcomes) == totals(outcomes.reversed()))
  }

  @Test func ofNoImagesThereIsNothing() {
    #expect(totals([]).meanSIN(ofLayer: 0) == nil && totals([]).right == 0)
  }

  @Test func anOutcomeSurvivesAFile() throws {
    let all =
      outcomes + [
        ImageOutcome(
          index: 5, label: 0, analog: nil, spiking: .init(index: 0, margin: .nan),
          course: [.init(step: 1, answer: 0)], sin: [], spikes: 7, operations: 9)
      ]

    let read = try JSONDecoder().decode([ImageOutcome].self, from: JSONEncoder().encode(all))

    #expect(read.dropLast() == outcomes[...])
    #expect(read[5].spiking?.margin.isNaN == true && read[5].analog == nil)
    #expect(read[5].operations == 9 && read[5].sin.isEmpty)
  }

  /// What a file says is looked at before it is believed.
  @Test(arguments: [
    "[9,1,1,0.5,1,0.5,1,1,[1,1],[1,4]]", "[0,3,1,0.5,1,0.5,1,1,[1,1],[1,4]]",
    "[0,1,1,0.5,2,0.5,1,1,[1,1],[1,4]]", "[0,1,1,0.5,1,0.5,1,1,[5,1],[1,4]]",
    "[0,1,1,0.5,1,0.5,1,1,[2,0,2,1],[1,4]]", "[0,1,1,0.5,1,0.5,1,1,[0,1],[1,4]]",
    "[0,1,1,0.5,1,0.5,1,1,[1,1],[5,4]]", "[0,1,1,0.5,1,0.5,-1,1,[1,1],[1,4]]",
    "[0,1,1,0.5,1,0.5,1,1,[1,1],[1,4,1,4]]", "[0,1,1,0.5,-1,null,1,1,[1,1],[1,4]]",
  ])
  func whatCannotBeDoesNotFit(text: String) throws {
    let whole = "[0,1,1,0.5,1,0.5,1,1,[1,1],[1,4]]"
    let fits = { (text: String) throws in
      try JSONDecoder().decode(ImageOutcome.self, from: Data(text.utf8))
        .fits(images: 2, classes: 3, steps: 4, layers: 1)
    }

    #expect(try fits(whole))
    #expect(try !fits(text))
  }

  /// Values of R's `prop.test(correct = FALSE)`.
  @Test(arguments: [
    (0, 10, 0, 0.277_532_8), (10, 10, 0.722_467_2, 1), (50, 100, 0.403_831_5, 0.596_168_5),
    (1, 1, 0.206_549_3, 1),
  ])
  func wilsonIntervalsAreThoseOfR(count: Int, total: Int, low: Double, high: Double) throws {
    let interval = try #require(wilsonInterval(count, of: total))

    #expect(abs(interval.lowerBound - low) < 1e-6 && abs(interval.upperBound - high) < 1e-6)
    #expect(wilsonInterval(0, of: 0) == nil && wilsonInterval(2, of: 1) == nil)
  }
}

private func outcome(
  _ index: Int, label: Int?, analog: Int, course: [(Int32, Int32)], sin: [(Int32, Int32)]
) -> ImageOutcome {
  ImageOutcome(
    index: index, label: label, analog: .init(index: analog, margin: 0.5),
    spiking: course.last.map { .init(index: Int($0.1), margin: -0.25) },
    course: course.map { .init(step: $0.0, answer: $0.1) },
    sin: sin.map { .init(neurons: $0.0, inactive: $0.1) }, spikes: 3, operations: 30)
}
