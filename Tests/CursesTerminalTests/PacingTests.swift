import CursesTerminal
import Testing

@Suite struct PacingTests {
  @Test func aFrameIsHeldUntilTheAnswer() {
    var pacing = Pacing()
    #expect(pacing.mayShow(at: 0))

    pacing.frameSent(at: 0)

    #expect(!pacing.mayShow(at: 0.5))
    pacing.answered(at: 0.5)
    #expect(pacing.mayShow(at: 0.5))
  }

  @Test func aHeldFrameIsReleasedAfterASecond() {
    var pacing = Pacing()

    pacing.frameSent(at: 0)

    #expect(pacing.mayShow(at: 1))
    #expect(pacing.delay(at: 0.25) == 0.75)
  }

  /// The rate is the reciprocal of one and a half answer times, between 2 and the maximum.
  @Test(arguments: [(0.001, 30.0), (0.1, 1 / 0.15), (0.2, 1 / 0.3), (0.9, 2)])
  func theAnswerTimeSetsTheRate(roundTrip: Double, rate: Double) {
    var pacing = Pacing(maximumFramesPerSecond: 30)

    for frame in 0..<50 {
      let seconds = Double(frame)
      pacing.checkAnswers(at: seconds)
      pacing.frameSent(at: seconds)
      pacing.answered(at: seconds + roundTrip)
    }

    #expect(abs(pacing.pace.framesPerSecond - rate) < 1e-6)
    #expect(abs((pacing.pace.roundTripMilliseconds ?? 0) - roundTrip * 1000) < 1e-6)
  }

  @Test(arguments: [(0.0, 2.0), (1, 2), (30, 30), (60, 60), (1000, 60)])
  func theMaximumIsBounded(wished: Double, maximum: Double) {
    #expect(Pacing(maximumFramesPerSecond: wished).pace.framesPerSecond == maximum)
  }

  /// Waiting in whole milliseconds and drawing make each frame a little late, but do not add up.
  @Test(arguments: [30.0, 60])
  func lateFramesDoNotDelayTheNext(rate: Double) {
    var pacing = Pacing(maximumFramesPerSecond: rate)
    var (now, frames) = (0.0, 0)
    while now < 10 {
      now += (pacing.delay(at: now) * 1000).rounded(.up) / 1000 + 0.002
      pacing.frameSent(at: now)
      pacing.answered(at: now + 0.0005)
      frames += 1
    }

    #expect(abs(frames - Int(10 * rate)) <= 2, "\(frames)")
  }

  /// After a pause frames are not made up for.
  @Test func missedFramesAreMissed() {
    var pacing = Pacing(maximumFramesPerSecond: 30)
    pacing.frameSent(at: 0)
    pacing.answered(at: 0.001)
    pacing.frameSent(at: 5)
    pacing.answered(at: 5.001)

    #expect(abs(pacing.delay(at: 5.001) - (1 / 30.0 - 0.001)) < 1e-9)
  }

  /// A limit that is set later is that of the first frame, and open questions stay open.
  @Test func theMaximumCanBeChanged() {
    var pacing = Pacing(maximumFramesPerSecond: 30)
    pacing.frameSent(at: 0)

    pacing.limit(framesPerSecond: 5)

    #expect(!pacing.mayShow(at: 0.1))
    pacing.answered(at: 0.1)
    #expect(pacing.pace.framesPerSecond == 5)
    pacing.limit(framesPerSecond: 100)
    #expect(abs(pacing.pace.framesPerSecond - 1 / 0.15) < 1e-9)
  }

  @Test func twoMissesOpenTheLoopAtTenFrames() {
    var pacing = Pacing()
    for seconds in [0.0, 1, 2] {
      #expect(pacing.isClosedLoop)
      #expect(pacing.mayShow(at: seconds))
      pacing.frameSent(at: seconds)
      pacing.checkAnswers(at: seconds + 1)
      if !pacing.isClosedLoop { break }
    }

    #expect(!pacing.isClosedLoop)
    #expect(pacing.pace == .init(framesPerSecond: 10))
    pacing.frameSent(at: 3)
    #expect(pacing.mayShow(at: 3))
    #expect(abs(pacing.delay(at: 3) - 0.1) < 1e-9)
  }

  @Test func oneMissDoesNotOpenTheLoop() {
    var pacing = Pacing()
    pacing.frameSent(at: 0)
    pacing.checkAnswers(at: 1.5)
    pacing.frameSent(at: 1.5)
    pacing.answered(at: 1.6)

    pacing.frameSent(at: 2)
    pacing.checkAnswers(at: 3.5)

    #expect(pacing.isClosedLoop)
  }

  @Test func aLostAnswerDoesNotSlowTheScreenDown() {
    var pacing = Pacing()
    pacing.frameSent(at: 0)
    pacing.checkAnswers(at: 1)
    pacing.frameSent(at: 1)

    pacing.answered(at: 1.001)

    #expect(pacing.pace.framesPerSecond == 30)
    #expect(pacing.mayShow(at: 1.002))
  }

  @Test func aLateAnswerClosesTheLoopAgain() {
    var pacing = Pacing()
    for seconds in [0.0, 1] { pacing.frameSent(at: seconds) }
    pacing.checkAnswers(at: 2)
    #expect(!pacing.isClosedLoop)

    pacing.answered(at: 3)

    #expect(pacing.isClosedLoop)
    #expect(pacing.pace.framesPerSecond == 2)
  }

  @Test func aKeyMakesTheNextFrameDueAtOnce() {
    var pacing = Pacing(maximumFramesPerSecond: 10)
    pacing.frameSent(at: 0)
    pacing.answered(at: 0.001)
    #expect(abs(pacing.delay(at: 0.04) - 0.06) < 1e-9)

    pacing.hurry()

    #expect(pacing.delay(at: 0.04) == 0)
  }

  /// A frame that is wanted soon is due soon, once, and never before the answer.
  @Test func aFrameCanBeWantedByATime() {
    var pacing = Pacing(maximumFramesPerSecond: 10)
    pacing.frameSent(at: 0)
    pacing.hurry(by: 0.02)
    #expect(!pacing.mayShow(at: 0.02) && pacing.delay(at: 0.02) == 0.98)
    pacing.answered(at: 0.001)

    #expect(abs(pacing.delay(at: 0.005) - 0.015) < 1e-9)
    pacing.hurry(by: 0.05)
    #expect(abs(pacing.delay(at: 0.005) - 0.015) < 1e-9)
    pacing.frameSkipped(at: 0.02)
    #expect(abs(pacing.delay(at: 0.02) - 0.1) < 1e-9)
    pacing.hurry(by: 0.5)
    #expect(abs(pacing.delay(at: 0.02) - 0.1) < 1e-9, "not later than without")
  }

  @Test func aKeyDoesNotOvertakeTheAnswer() {
    var pacing = Pacing()
    pacing.frameSent(at: 0)

    pacing.hurry()

    #expect(pacing.delay(at: 0.25) == 0.75)
    #expect(!pacing.mayShow(at: 0.25))
  }

  @Test func answersThatNobodyAskedForChangeNothing() {
    var pacing = Pacing()
    let before = pacing

    pacing.answered(at: 5)

    #expect(pacing == before)
  }

  /// At most one question is open on a terminal that answers, whatever the order of events.
  @Test func theDelayIsNeverNegative() {
    var pacing = Pacing()
    for tick in 0..<2000 {
      let seconds = Double(tick) * 0.013
      #expect(pacing.delay(at: seconds) >= 0)
      pacing.checkAnswers(at: seconds)
      if pacing.mayShow(at: seconds), pacing.delay(at: seconds) == 0 {
        pacing.frameSent(at: seconds)
      }
      if tick % 7 == 0 { pacing.answered(at: seconds) }
      if tick % 11 == 0 { pacing.hurry() }
    }
  }
}
