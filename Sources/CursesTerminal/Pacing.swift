import TerminalUI

/// When to send the next frame.
///
/// Each frame ends in a question to the terminal, and the next one is held until the answer shows
/// that the terminal, and the link to it, has taken the last: at most one frame is under way. The
/// time of the answer sets the frame rate. A terminal that does not answer gets frames at a low,
/// fixed rate. All times are in seconds, of a clock that never goes back.
package struct Pacing: Equatable, Sendable {
  private static let answerLimit = 1.0
  private static let openLoopFramesPerSecond = 10.0

  private var maximumFramesPerSecond: Double
  /// When the questions since the last answer were sent; at most two.
  private var openQuestions: [Double] = []
  /// A moving mean, in seconds.
  private var roundTrip: Double?
  private var lastFrame = -Double.infinity
  private var isUrgent = true
  /// When the next frame is due at the latest.
  private var wanted = Double.infinity

  /// Whether the terminal answers; if not, do not ask it.
  package private(set) var isClosedLoop = true

  package init(maximumFramesPerSecond: Double = 30) {
    self.maximumFramesPerSecond = min(max(maximumFramesPerSecond, 2), 60)
  }

  /// Changes the maximum, and leaves all else.
  package mutating func limit(framesPerSecond: Double) {
    maximumFramesPerSecond = min(max(framesPerSecond, 2), 60)
  }

  package var pace: Pace {
    let rate = min(framesPerSecond, isClosedLoop ? 60 : Pacing.openLoopFramesPerSecond)
    return Pace(
      framesPerSecond: rate,
      roundTripMilliseconds: isClosedLoop ? roundTrip.map { $0 * 1000 } : nil)
  }

  /// Whether an answer may still come.
  package func isAwaitingAnswer(at now: Double) -> Bool {
    openQuestions.last.map { now - $0 < Pacing.answerLimit } ?? false
  }

  /// Whether a frame may be sent.
  package func mayShow(at now: Double) -> Bool {
    !isClosedLoop || !isAwaitingAnswer(at: now)
  }

  /// How long to wait for a key or an answer before the next frame.
  package func delay(at now: Double) -> Double {
    let due = isUrgent ? now : min(lastFrame + 1 / pace.framesPerSecond, wanted)
    guard !mayShow(at: now), let asked = openQuestions.last else { return max(due - now, 0) }
    return max(due, asked + Pacing.answerLimit) - now
  }

  /// Makes the next frame due at once.
  package mutating func hurry() {
    isUrgent = true
  }

  /// Makes the next frame due at a time, if it is not before.
  package mutating func hurry(by time: Double) {
    wanted = min(wanted, time)
  }

  /// A frame was found to equal the last one, so nothing was sent.
  package mutating func frameSkipped(at now: Double) {
    // A frame that is a little late does not delay those after it: drawing and waiting in whole
    // milliseconds would cost 4 frames of 60.
    let period = 1 / pace.framesPerSecond
    let due = lastFrame + period
    lastFrame = (due - 0.001..<due + period).contains(now) ? due : now
    isUrgent = false
    wanted = .infinity
  }

  /// A frame was sent; a question too if `isClosedLoop` was true before the call.
  package mutating func frameSent(at now: Double) {
    frameSkipped(at: now)
    guard isClosedLoop else { return }
    openQuestions.append(now)
  }

  /// Opens the loop if two questions in a row went unanswered; call it before each frame.
  package mutating func checkAnswers(at now: Double) {
    guard isClosedLoop, let asked = openQuestions.last, now - asked >= Pacing.answerLimit
    else { return }
    if openQuestions.count >= 2 { isClosedLoop = false }
  }

  /// The terminal answered; a late answer closes the loop again.
  ///
  /// It counts as the answer to the latest question and settles all: an answer that got lost must
  /// neither be waited for nor be taken for a slow link.
  package mutating func answered(at now: Double) {
    guard let asked = openQuestions.last else { return }
    let time = now - asked
    roundTrip = roundTrip.map { $0 + 0.2 * (time - $0) } ?? time
    openQuestions = []
    isClosedLoop = true
  }

  /// Forgets all questions, for example because the terminal was away for a while.
  package mutating func restart() {
    self = Pacing(maximumFramesPerSecond: maximumFramesPerSecond)
  }

  private var framesPerSecond: Double {
    guard let roundTrip, roundTrip > 0 else { return maximumFramesPerSecond }
    return min(max(1 / (1.5 * roundTrip), 2), maximumFramesPerSecond)
  }
}
