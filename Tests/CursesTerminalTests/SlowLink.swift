import Foundation

/// A link between a program and a terminal that answers, as over ssh: so many bytes per second, a
/// delay in both directions, and a buffer that takes all that the program writes at once.
final class SlowLink {
  private let process: TerminalProcess
  private let bytesPerSecond: Double
  /// One way, in seconds.
  private let delay: Double
  private let clock = ContinuousClock()
  private let start = ContinuousClock.now

  /// On the way to the terminal, and when they get there.
  private var downward: [(bytes: ArraySlice<UInt8>, time: Double)] = []
  private var isFreeAt = 0.0
  /// On the way to the program.
  private var upward: [(text: String, time: Double)] = []

  private var sent = MarkCounter(mark: "\u{1b}[5n")
  private var arrived = MarkCounter(mark: "\u{1b}[5n")
  private var answersTaken = 0

  /// The most questions that the program had open at a time.
  private(set) var mostOpenQuestions = 0
  /// The most bytes that were on their way at a time, and the most between two questions.
  private(set) var mostBytesUnderWay = 0
  private(set) var largestFrame = 0
  /// What has arrived at the terminal since `forget`.
  private(set) var seen: [UInt8] = []

  init(_ process: TerminalProcess, bytesPerSecond: Double, roundTrip: Double) {
    self.process = process
    self.bytesPerSecond = bytesPerSecond
    delay = roundTrip / 2
  }

  var frameCount: Int { arrived.count }

  var now: Double { start.duration(to: .now) / .seconds(1) }

  /// Lets the user type.
  func type(_ text: String) {
    upward.append((text, now + delay))
  }

  func forget() { seen = [] }

  /// Lets time pass; until a byte arrives if one is named.
  ///
  /// - Returns: Whether it did.
  @discardableResult func pass(seconds: Double, until byte: UInt8? = nil) -> Bool {
    let end = now + seconds
    while now < end {
      take(process.nextBytes(milliseconds: 1))
      deliver()
      if let byte, seen.contains(byte) { return true }
    }
    return false
  }

  private func take(_ bytes: ArraySlice<UInt8>) {
    guard !bytes.isEmpty else { return }
    isFreeAt = max(isFreeAt, now) + Double(bytes.count) / bytesPerSecond
    downward.append((bytes, isFreeAt + delay))
    largestFrame = max(largestFrame, sent.take(bytes))
    mostOpenQuestions = max(mostOpenQuestions, sent.count - answersTaken)
    let underWay = downward.reduce(0) { $0 + $1.bytes.count }
    mostBytesUnderWay = max(mostBytesUnderWay, underWay)
  }

  private func deliver() {
    while let first = downward.first, first.time <= now {
      downward.removeFirst()
      seen += first.bytes
      let before = arrived.count
      arrived.take(first.bytes)
      for _ in before..<arrived.count { upward.append(("\u{1b}[0n", now + delay)) }
    }
    while let first = upward.first, first.time <= now {
      upward.removeFirst()
      if first.text == "\u{1b}[0n" { answersTaken += 1 }
      process.send(first.text)
    }
  }
}

/// Counts a text in a stream of bytes.
private struct MarkCounter {
  private let mark: [UInt8]
  private var matched = 0
  private var length = 0
  private(set) var count = 0

  init(mark: String) {
    self.mark = Array(mark.utf8)
  }

  /// - Returns: The most bytes up to a mark, of those that end here.
  @discardableResult mutating func take(_ bytes: ArraySlice<UInt8>) -> Int {
    var longest = 0
    for byte in bytes {
      length += 1
      matched = byte == mark[matched] ? matched + 1 : byte == mark[0] ? 1 : 0
      guard matched == mark.count else { continue }
      count += 1
      longest = max(longest, length)
      (matched, length) = (0, 0)
    }
    return longest
  }
}
