import Foundation
import SpikingEngine

/// Gives dropped memory back to the system from time to time.
///
/// What is dropped leaves holes in the heap that nothing fits into, and that would stay in memory.
struct HeapCare {
  /// How much may be dropped before it is looked for, in bytes.
  private let portion: Int

  private var seen = 0
  private var lastTime = Date.now

  /// Looking takes a few milliseconds, so that it is done no more often than this.
  private static let seconds = 2.0

  /// - Parameter limit: How much is kept at most, in bytes.
  init(limit: Int) {
    portion = max(limit / 16, 1 << 20)
  }

  /// - Parameter dropped: How much was dropped so far, in bytes.
  mutating func look(at dropped: Int) {
    guard dropped - seen >= portion, Date.now.timeIntervalSince(lastTime) >= Self.seconds
    else { return }
    FreedMemory.leavesNow()
    (seen, lastTime) = (dropped, .now)
  }
}
