import Dashboard
import TerminalUI
import Testing

/// What is typed before there is a run is not played once it comes.
@Suite struct BeforeTheRunTests {
  private let keys: [Key] =
    (32..<127).map { Key.character(Character(Unicode.Scalar($0))) }
    + [.enter, .backspace, .left, .right, .up, .down, .home, .end, .pageDown, .pageUp, .tab]

  @Test func noKeyReachesTheEngine() {
    for key in keys {
      var state = DashboardState()
      for effect in state.update(.key(key)) {
        switch effect {
        case .quit, .open, .stopDiagnosis, .stopEvaluation, .stopRecording, .keepTour,
          .measureMemory:
          break
        default: Issue.record("\(key): \(effect)")
        }
      }
    }
  }

  @Test func quittingAndHelpWork() {
    var state = DashboardState()
    #expect(state.update(.key(.character("q"))) == [.quit])
    _ = state.update(.key(.character("?")))
    #expect(state.overlay != nil)
  }
}
