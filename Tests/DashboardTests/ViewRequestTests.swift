import Conversion
import Dashboard
import TerminalUI
import Testing

/// Whatever is chosen on whichever screen, the command line that `Y` gives opens the same view, and
/// so does a session.
@Suite struct ViewRequestTests {
  /// What settings can be that are text or numbers.
  private static let texts: [String: [String]] = [
    "zoom": ["2", "-1"], "neurons-per-dot": ["4"], "search": ["rate>0.1"],
    "sin.filter": ["spikes>0 fc1"], "images.filter": ["ann right margin<0.5"],
    "images.order": ["-margin", "label"], "graph.edge": ["1"],
  ]

  private static let names = DashboardRegistry.standard.settingsByName.map(\.name)

  /// With and without an ANN, and beside a second network.
  private static let kinds = ["converted", "trained", "compared"]

  /// The Log shows what happened, which no command repeats, and keys of Images move its cursor to
  /// images that are not open.
  private static let screensOfRuns = DashboardRegistry.standard.screens.map(\.name.rawValue)
    .filter { $0 != "log" && $0 != "images" }

  private func run(_ kind: String) throws -> ExampleRun {
    try ExampleRun(
      secondRun: kind == "compared" ? Max() : nil, isTrainedSpiking: kind == "trained")
  }

  /// The lines that the options of a command line lead to.
  private func lines(of words: [String]) throws -> [String] {
    var request = ViewRequest()
    for (option, value) in zip(words, words.dropFirst()).enumerated()
      .compactMap({ $0.offset % 2 == 0 ? $0.element : nil })
    {
      switch option {
      case "--screen": request.screen = value
      case "--set": request.settings.append(value)
      case "--at":
        let sign = try #require(value.lastIndex(of: "@"))
        request.place = String(value[..<sign])
        request.step = Int(value[value.index(after: sign)...])
      default: Issue.record("\(option)")
      }
    }
    return request.lines
  }

  @Test(arguments: names, kinds)
  func theCommandOfAViewOpensIt(name: String, kind: String) throws {
    let setting = try #require(
      DashboardRegistry.standard.settingsByName.first { $0.name == name }?.setting)
    let screen = name.contains(".") ? String(name.prefix { $0 != "." }) : "layer"
    let values = try setting.values(run(kind).state) + (Self.texts[name] ?? [])
    #expect(!values.isEmpty, "no value is known of \(name)")
    for value in values {
      var run = try run(kind)
      run.go(to: "fc1#5")
      run.type(":t 20")
      run.type(":screen \(screen)")
      run.type(":set \(name)=\(value)")
      // Not every network has all that can be chosen.
      if run.state.message?.isError == true, kind == "trained" { continue }
      #expect(run.state.message == nil, "\(name)=\(value): \(run.state.message?.text ?? "")")
      // Whether the neuron was there before the list is said until the screen is shown again.
      run.type(":screen \(screen)")
      let isUsual = setting.text(run.state) == nil
      let saved = run.state.savedView
      let view = run.canvas(rows: 40, columns: 120).text
      run.press(.character("Y"))
      guard case .copy(.view(let words))? = run.effects.first else {
        Issue.record("nothing is copied of \(name)")
        continue
      }
      #expect(words.contains("\(name)=\(value)") == !isUsual)

      var opened = try self.run(kind)
      for line in try lines(of: words) {
        opened.receiveAndObey(.line(line))
        #expect(opened.state.message?.isError != true, "\(opened.state.message?.text ?? "")")
      }
      #expect(opened.state.viewRequest == run.state.viewRequest)
      #expect(opened.state.savedView == saved)
      #expect(opened.canvas(rows: 40, columns: 120).text == view, "\(name)=\(value), \(kind)")

      var resumed = try self.run(kind)
      resumed.receiveAndObey(.resume(saved))
      #expect(resumed.state.savedView == saved)
      #expect(resumed.state.viewRequest == run.state.viewRequest)
    }
  }

  /// What keys choose on a screen that shows the run is a setting: after any `v`, `s`, `o`, `Z`,
  /// `w`, `+` or `d` the view that is opened is the one that was left.
  @Test(arguments: screensOfRuns, kinds)
  func whatKeysChooseIsInTheCommand(screen: String, kind: String) throws {
    for key in "vsoZw+d" {
      var run = try run(kind)
      run.go(to: "fc1#5")
      run.type(":t 20")
      run.type(":screen \(screen)")
      run.press(.character(key))
      guard run.state.screen.rawValue == screen, run.state.overlay == nil else { continue }
      let words = run.state.viewRequest.words
      run.type(":screen \(screen)")

      var opened = try self.run(kind)
      for line in try lines(of: words) { opened.receiveAndObey(.line(line)) }
      #expect(
        opened.canvas(rows: 24, columns: 80).text == run.canvas(rows: 24, columns: 80).text,
        "\(key) on \(screen), \(kind)")
    }
  }

  /// What is not understood changes nothing, and is said.
  @Test(arguments: [
    ("live.view=beauty", "'view' can be layers, why, accuracy"),
    ("zoom=much", "whole number"), ("sin.layer=conv9", "no layer conv9"),
    ("compare.neurons=perhaps", "no or yes"), ("nothing=1", "no setting 'nothing'"),
    ("zoom", "SCREEN.NAME=VALUE"),
  ])
  func whatThereIsNotIsSaid(text: String, words: String) throws {
    var run = try run("converted")
    let before = run.state.savedView
    run.type(":set \(text)")
    #expect(run.state.message?.isError == true)
    #expect(run.state.message?.text.contains(words) == true, "\(run.state.message?.text ?? "")")
    #expect(run.state.savedView == before)
  }
}
