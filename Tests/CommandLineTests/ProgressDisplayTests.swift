import Conversion
import Experiments
import Synchronization
import Testing

@Suite struct ProgressDisplayTests {
  private func said(of lines: [String?], every pause: Duration) -> [String] {
    let said = Mutex<[String]>([])
    let show = ProgressDisplay.listed(every: pause) { line in
      said.withLock { $0.append(line) }
    }
    for line in lines { show(line) }
    return said.withLock(\.self)
  }

  @Test func linesThatCannotBeTakenBackAreFew() {
    #expect(said(of: ["one", nil, "two"], every: .zero) == ["one", "two"])
    #expect(said(of: ["one", nil, "two"], every: .seconds(1000)).isEmpty)
  }

  /// What is done again, for another T, begins anew: there are never more done than there are.
  @Test func aTaskThatIsRepeatedBeginsAnew() async throws {
    let said = Mutex<[String]>([])
    let display = ProgressDisplay(
      show: { line in said.withLock { $0.append(line ?? "") } }, say: { _ in })
    let lines = ProgressLines(on: display)
    for _ in 0..<6 {
      // A line is shown at most ten times a second.
      try await Task.sleep(for: .milliseconds(120))
      lines.show(CalibrationProgress(task: .thresholds(of: 3), done: 1), images: 3)
    }
    let shown = said.withLock(\.self).filter { !$0.isEmpty }
    #expect(shown.contains { $0.hasPrefix("fitting thresholds 3 of 3 images") })
    #expect(!shown.contains { $0.contains(" 4 of 3") || $0.contains("-") }, "\(shown)")
  }
}
