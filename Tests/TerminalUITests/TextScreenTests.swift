import TerminalUI
import Testing

@Suite struct TextScreenTests {
  @Test func playsItsScriptAndKeepsTheFrames() {
    var screen = TextScreen(
      size: Size(rows: 1, columns: 9),
      steps: [.key(.character("a")), .key(.up), .frame, .resize(Size(rows: 1, columns: 3))])

    var keys: [Key] = []
    while !screen.isAtEnd {
      while let key = screen.nextKey() { keys.append(key) }
      var canvas = Canvas(size: Size(rows: 2, columns: 9))
      canvas.write("\(keys.count) keys", row: 0)
      screen.show(canvas)
    }

    #expect(keys == [.character("a"), .up, .resized])
    #expect(screen.frames == ["2 keys", "3 k"])
    #expect(screen.size == Size(rows: 1, columns: 3))
  }
}
