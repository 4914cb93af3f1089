import Dashboard
import TerminalUI
import Testing

/// What a session keeps of the dashboard comes back as it was.
@Suite struct SessionTests {
  /// A dashboard in which much was chosen.
  private func busyRun() throws -> ExampleRun {
    var run = try ExampleRun(steps: 20)
    run.go(to: "fc1#5")
    run.type(":mark b why it fires")
    run.type(":t 7")
    run.type(":mark a")
    run.type(":break spikes(fc1#5)")
    run.type(":break every t == 9")
    run.type(":disable 1")
    run.press(.character("+"), .character("+"), .character("w"), .character("2"), .character("Z"))
    run.press(.character("4"))
    run.receive(.line("/"))
    run.receive(.line("spikes>0 fc1"))
    run.press(.character("s"), .character("J"))
    run.press(.character("9"))
    run.receive(.line("/"))
    run.receive(.line("ann right margin<0.5"))
    run.press(.character("s"))
    run.press(.character("5"), .character("s"), .character("2"))
    run.receive(.line("/"))
    run.receive(.line("rate>0.1"))
    return run
  }

  /// Session, dashboard, session.
  @Test func whatIsResumedIsSavedAlike() throws {
    let saved = try busyRun().state.savedView
    #expect(saved.marks.count == 2 && saved.breaks.count == 2 && saved.step == 7)
    #expect(saved.timeZoom == 2 && saved.rasterMode != .sweep && saved.unitsPerDot > 1)
    #expect(saved.search == "rate>0.1" && saved.screen == .layer)
    #expect(saved.settings["sin"]?["filter"] == "spikes>0 fc1")
    #expect(saved.settings["sin"]?["order"] == "first" && saved.settings["sin"]?["layer"] != nil)
    #expect(saved.settings["images"]?["filter"] == "ann right margin<0.5")
    #expect(saved.settings["images"]?["order"] == "label")
    #expect(saved.settings["phase"]?["order"] == "lead")

    var fresh = try ExampleRun()
    #expect(fresh.state.savedView != saved)
    fresh.receiveAndObey(.resume(saved))

    #expect(fresh.state.savedView == saved)
    #expect(fresh.state.message?.text == "the session goes on: 2 marks, 2 breaks")
    fresh.type(":break t == 3")
    #expect(fresh.state.engine?.breakpoints.map(\.number) == [1, 2, 3], "new ones come behind")
  }

  /// On every screen, with nothing chosen.
  @Test(arguments: DashboardRegistry.standard.screens.map(\.name.rawValue))
  func everyScreenComesBack(name: String) throws {
    var run = try ExampleRun(steps: 12)
    run.type(":screen \(name)")
    let saved = run.state.savedView
    #expect(saved.screen.rawValue == name)

    var fresh = try ExampleRun()
    fresh.receiveAndObey(.resume(saved))
    #expect(fresh.state.savedView == saved)
  }

  /// The row that was under the cursor is so again, once there are rows.
  @Test func theRowOfTheNeuronIsSelected() throws {
    var run = try ExampleRun(steps: 20)
    run.type(":screen sin")
    let count = run.state.sinTable.rows.count
    #expect(count > 1)
    run.press(.down, .down)
    let row = try #require(run.state.sinTable.selectedRow)
    let saved = run.state.savedView

    var fresh = try ExampleRun()
    fresh.receiveAndObey(.resume(saved))
    #expect(fresh.state.sinTable.selectedRow == row)
    #expect(fresh.state.layer == row.layer && fresh.state.unit == row.unit)
  }

  /// The rest goes on, and what does not is named.
  @Test func whatThereIsNotIsSaid() throws {
    var saved = try busyRun().state.savedView
    saved.layer = "conv9"
    saved.marks[0].method = "light@64"
    saved.marks[1].mark.place.unit = 1_000_000
    saved.settings["sin"]?["order"] = "beauty"
    saved.search = "conv9"

    var fresh = try ExampleRun()
    fresh.receiveAndObey(.resume(saved))

    let text = fresh.state.message?.text ?? ""
    #expect(fresh.state.message?.isError == true)
    for part in ["conv9", "light@64", "mark b", "order of SIN", "search"] {
      #expect(text.contains(part), "\(part): \(text)")
    }
    #expect(fresh.state.marks.isEmpty && fresh.state.step == 7)
    #expect(fresh.state.savedView.settings["sin"]?["filter"] == "spikes>0 fc1")
  }

  @Test func saveAsksForAFileAndNeverReplacesUnasked() throws {
    var run = try ExampleRun(steps: 3)
    run.type(":save a b.toml")
    #expect(run.effects == [.save(SessionRequest(path: "a b.toml", replaces: false))])
    run.type(":save! a b.toml")
    let request = SessionRequest(path: "a b.toml", replaces: true)
    #expect(run.effects == [.save(request)])
    for text in [":save", ":save session", ":save .toml"] {
      run.type(text)
      #expect(run.effects.isEmpty && run.state.message?.text == "type ':save FILE.toml'")
    }

    run.receive(.saved(request, .exists))
    #expect(run.state.message?.text == "a b.toml exists: ':save! a b.toml' replaces it")
    run.receive(.saved(request, .failed(reason: "no room")))
    #expect(run.state.message?.text == "a b.toml cannot be written: no room")
    run.receive(.saved(request, .written(rows: nil)))
    #expect(run.state.message?.text.contains("watch --session") == true)
  }
}
