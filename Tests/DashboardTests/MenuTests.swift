import Dashboard
import TerminalUI
import Testing

/// Lists to choose from that are longer than there are digits.
@Suite struct MenuTests {
  private func run() throws -> ExampleRun {
    var run = try ExampleRun(steps: 20)
    var context = try #require(run.state.context)
    context.methods = (1...12).map { "method \($0)" }
    context.methodNames = (1...12).map { "m\($0)" }
    run.receive(.loaded(context))
    return run
  }

  /// A number beside a line is a key that takes it.
  @Test func onlyWhatAKeyCanTakeHasANumber() throws {
    var run = try run()
    run.press(.character("M"))

    let lines = run.canvas().text.split(separator: "\n").filter { $0.contains("method ") }
    #expect(lines.count { $0.contains(/\ 9 +method 9/) } == 1)
    #expect(!lines.contains { $0.contains(/1[012] +method 1/) })
    #expect(lines.contains { $0.contains("method 12") })
  }

  @Test(arguments: 2...12)
  func everyLineIsReachedWithTheCursor(line: Int) throws {
    var run = try run()
    run.press(.character("M"))
    for _ in 1..<line { run.press(.down) }
    run.press(.enter)

    #expect(run.effects == [.load(image: 3, method: line - 1)])
  }

  /// Letters narrow the list; numbers, Enter and Backspace are about what is left.
  @Test func linesAreFilteredWhileTyped() throws {
    var run = try run()
    run.press(.character("M"))
    for character in "d 1" where character != "1" { run.press(.character(character)) }
    #expect(run.state.overlay == .methods(selected: 0, filter: "d "))
    run.press(.character("4"))
    #expect(run.effects == [.load(image: 3, method: 3)])

    run = try self.run()
    run.press(.character("M"), .character("x"))
    #expect(run.canvas().text.contains("nothing matches"))
    run.press(.backspace)
    #expect(run.state.overlay == .methods(selected: 0))
    run.press(.character("x"), .enter)
    #expect(run.effects.isEmpty && run.state.overlay == nil)
  }

  @Test(arguments: 2...12)
  func aLineOfLineModeNamesAnyNumber(line: Int) throws {
    var run = try run()
    run.receive(.line("method-menu"))
    run.receive(.line("\(line)"))
    #expect(run.effects == [.load(image: 3, method: line - 1)])

    run = try self.run()
    run.press(.character("c"))
    run.receive(.line("\(line)"))
    #expect(run.effects == [.load(image: 3, method: 0, secondRun: "m\(line)")])
  }

  @Test(arguments: ["13", "-1", "999999999999"])
  func aNumberThatIsNotListedIsRefused(text: String) throws {
    var run = try run()
    run.receive(.line("method-menu"))
    run.receive(.line(text))

    #expect(run.effects.isEmpty && run.state.overlay == nil)
    #expect(run.state.message?.text == "there is no \(text), only 1 to 12")
  }
}

/// What the last line says of something that lies over the screen is so.
@Suite struct OverlayHintTests {
  @Test(arguments: ["M", "c", "b", ":", "/", "g", "m", "?"])
  func whatTheLastLineNamesDoesSomething(key: Character) throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character(key))
    let last = try #require(run.canvas(columns: 160).text.split(separator: "\n").last)

    #expect(last.hasSuffix("Esc close") || last.contains("Esc close "), "\(last)")
    #expect(key != "m" || last.contains("Space with a note"))
    #expect(key != ":" || last.contains("Tab complete"))
    #expect("Mcb".contains(key) == last.contains("1-9 at once"), "\(last)")
  }

  /// Keys that mean nothing in a menu leave it open.
  @Test(arguments: [Key.left, .right, .tab, .backtab, .delete, .function(5), .control("a")])
  func aMenuStaysOpen(key: Key) throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("M"))
    let before = run.state.overlay
    run.press(key)

    #expect(before != nil && run.state.overlay == before)
  }

  @Test func pagesMoveInAMenu() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("b"), .pageDown)
    let last = run.state.breakProposals.count - 1
    #expect(run.state.overlay == .breaks(selected: min(10, last)))
    run.press(.pageUp)
    #expect(run.state.overlay == .breaks(selected: 0))
  }
}
