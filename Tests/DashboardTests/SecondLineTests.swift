import Dashboard
import TerminalUI
import Testing

/// The second line: model, method, image, and what the networks answer.
@Suite struct SecondLineTests {
  private func line(_ run: ExampleRun, columns: Int) -> String {
    let rows = run.canvas(rows: 24, columns: columns).text.split(
      separator: "\n", omittingEmptySubsequences: false)
    return rows.count > 1 ? String(rows[1]) : ""
  }

  private func run(model: String) throws -> ExampleRun {
    var run = try ExampleRun(steps: 40)
    var context = try #require(run.state.context)
    context.model = model
    run.receive(.loaded(context))
    run.receive(.engine(run.engine.status))
    return run
  }

  /// At the least size that is designed for, the model stands first, the image behind the method,
  /// and both answers are whole.
  @Test(arguments: [
    "example", "cifar-resnet20", "fashion-snn-tdbn", "imagenet-mobilenet-v2-quantized",
    "a_model_with_a_name_without_any_parts",
  ])
  func theModelComesFirst(model: String) throws {
    let run = try run(model: model)
    for columns in [80, 100, 120, 200] {
      let line = line(run, columns: columns)
      let parts = line.components(separatedBy: " · ")
      #expect(parts.count == 3, "\(line)")
      let name = parts[0].dropFirst()
      #expect(name == model || name.contains("…") || model.hasSuffix(name), "\(line)")
      #expect(name.count >= min(8, model.count), "\(line)")
      #expect(line.contains("image 3") && line.contains("ANN one ") && line.contains("SNN one "))
      #expect(columns < 120 || model.count > 20 || name == model, "\(line)")
    }
    let last = model.split(separator: "-").last.map(String.init) ?? model
    if last.count <= 12 { #expect(line(run, columns: 80).contains(last)) }
  }

  /// What is said of the model only grows with the terminal.
  @Test func theNameOnlyGrows() throws {
    let run = try run(model: "cifar-resnet20")
    var least = 0
    for columns in 60...200 {
      let parts = line(run, columns: columns).components(separatedBy: " · ")
      let name = parts.count == 3 ? parts[0].count : 0
      #expect(name >= least, "\(columns): \(parts)")
      least = max(least, name)
    }
  }

  /// Where there is no image none is named, and where no answer can come none is missed.
  @Test(arguments: [60, 80, 120, 200])
  func streamsOfSpikesNameNoImage(columns: Int) throws {
    let line = try line(KindOfRun.streamed.run(), columns: columns)
    #expect(line.contains("live"))
    #expect(!line.contains("image") && !line.contains("SNN"), "\(line)")
    #expect(line.last { $0 != " " } != "·")
  }
}
