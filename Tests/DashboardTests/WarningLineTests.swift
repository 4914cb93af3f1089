import Dashboard
import Foundation
import TerminalUI
import Testing

/// The second line says what is the matter before where.
@Suite struct WarningLineTests {
  private func line(_ warning: String, columns: Int) throws -> String {
    var run = try ExampleRun(steps: 20)
    var context = try #require(run.state.context)
    context.notes = ["warning: \(warning)"]
    run.receive(.loaded(context))
    return run.canvas(rows: 40, columns: columns).text.split(separator: "\n").map(String.init)[1]
  }

  @Test(arguments: [100, 120, 140, 160, 200, 300])
  func theMatterComesFirst(columns: Int) throws {
    let file = "/a/long/way/to/the/models/network.json"
    let text = try line(
      "\(file): 'neuron' is unknown and not used; did you mean x?", columns: columns)

    let warning = try #require(text.range(of: "warning: "))
    let said = text[warning.upperBound...]
    #expect(said.hasPrefix("'neuron' is unknown and not used") || said.hasPrefix("see Log"))
    #expect(!said.contains("/a/long") || said.contains("did you mean"))
  }

  /// What begins with no file stays as it is.
  @Test func othersStayAsTheyAre() throws {
    let text = try line("3 boxes: no finite place", columns: 200)
    #expect(text.contains("warning: 3 boxes: no finite place"))
  }
}
