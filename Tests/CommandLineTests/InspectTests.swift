import Foundation
import Testing

@Suite struct InspectTests {
  @Test func textShowsLayersTotalsAndTheCard() throws {
    let text = try output(of: ["inspect", Program.model])

    #expect(text.hasPrefix("fashion-lenet  1x28x28 → 10\n28,106 parameters, 22,016 neurons"))
    for word in ["conv1", "/0/Conv", "total", "Fashion-MNIST"] { #expect(text.contains(word)) }
  }

  @Test func jsonParsesAndAddsUp() throws {
    let report = try object(try output(of: ["inspect", Program.model, "--format", "json"]))

    let layers = try #require(report["layers"] as? [[String: Any]])
    let totals = try #require(report["totals"] as? [String: Int])
    for key in ["parameters", "neurons", "multiply_accumulates"] {
      #expect(layers.reduce(0) { $0 + ($1[key] as? Int ?? -1) } == totals[key])
    }
    #expect(report["input_shape"] as? [Int] == [1, 28, 28] && report["outputs"] as? Int == 10)
    #expect(report["card_path"] as? String == Program.card)
  }

  @Test func aModelNeedsNoCard() throws {
    let scratch = try Scratch()
    let model = try Models.save("bare.onnx", in: scratch) { _ in }

    let report = try object(try output(of: ["inspect", model, "--format", "json"]))

    #expect(report["name"] as? String == "bare" && report["card"] == nil)
  }

  @Test(arguments: ["", "demo", "watch", "run", "evaluate", "inspect", "convert", "diagnose"])
  func everyCommandHasHelp(command: String) throws {
    let arguments = command.isEmpty ? ["--help"] : [command, "--help"]
    let text = try output(of: arguments)

    #expect(text.contains("OVERVIEW: ") && text.contains("USAGE: spiketop"))
  }
}
