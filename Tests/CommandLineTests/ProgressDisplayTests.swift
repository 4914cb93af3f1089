import Experiments
import Synchronization
import Testing

@Suite struct ProgressDisplayTests {
  private func said(of lines: [String?], every pause: Duration) -> [String] {
    let said = Mutex<[String]>([])
    let display = ProgressDisplay.listed(every: pause) { line in
      said.withLock { $0.append(line) }
    }
    for line in lines { display.show(line) }
    return said.withLock(\.self)
  }

  @Test func linesThatCannotBeTakenBackAreFew() {
    #expect(said(of: ["one", nil, "two"], every: .zero) == ["one", "two"])
    #expect(said(of: ["one", nil, "two"], every: .seconds(1000)).isEmpty)
  }
}
