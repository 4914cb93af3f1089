import Foundation
import TerminalUI
import Testing

@Suite struct ClipboardTests {
  @Test func theSequenceHoldsTheTextInBase64() {
    let sequence = Clipboard.sequence(for: "ä\u{1B}", isInTmux: false)

    #expect(sequence == "\u{1B}]52;c;w6Qb\u{7}")
  }

  /// tmux passes on what stands between, with each ESC twice.
  @Test func tmuxGetsItForItselfAndForTheTerminalAround() {
    let plain = Clipboard.sequence(for: "a", isInTmux: false)
    let both = Clipboard.sequence(for: "a", isInTmux: true)

    #expect(both == plain + "\u{1B}Ptmux;\u{1B}" + plain + "\u{1B}\\")
    #expect(both.dropFirst(plain.count).contains("\u{1B}\u{1B}]52"))
  }
}
