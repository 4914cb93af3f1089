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
    let totals = try #require(report["totals"] as? [String: Any])
    for key in ["parameters", "neurons", "multiply_accumulates"] {
      #expect(layers.reduce(0) { $0 + ($1[key] as? Int ?? -1) } == totals[key] as? Int)
    }
    #expect(totals["connectivity"] as? Double == 1)
    #expect(report["input_shape"] as? [Int] == [1, 28, 28] && report["outputs"] as? Int == 10)
    #expect(report["card_path"] as? String == Program.card)
  }

  /// One weight in fifty of each convolution is left, and its simulation says so, too.
  @Test func aPrunedNetworkShowsItsConnectivity() throws {
    let scratch = try Scratch()
    _ = try scratch.file(
      "net.json", String(contentsOf: URL(filePath: Program.card), encoding: .utf8))
    let model = try Models.save("net.onnx", in: scratch) { graph in
      for index in graph.initializer.indices where graph.initializer[index].dims.count == 4 {
        var values = graph.initializer[index].rawData.withUnsafeBytes { bytes in
          Array(bytes.bindMemory(to: Float.self))
        }
        for position in values.indices where position % 50 != 0 { values[position] = 0 }
        graph.initializer[index].rawData = values.withUnsafeBytes { Data($0) }
      }
    }

    let text = try output(of: ["inspect", model])
    #expect(text.contains("nonzero") && text.contains("2.00 %") && text.contains("100.0 %"))
    let whole = try output(of: ["inspect", Program.model])
    #expect(!whole.contains("nonzero"))

    let report = try object(
      try output(
        of: [
          "evaluate", model, "--data", Program.images, "--calibration-count", "8", "--count", "3",
          "--steps", "8", "--format", "json",
        ]))
    let methods = try #require(report["methods"] as? [String: [String: Any]])
    let connectivity = try #require(methods["robust"]?["connectivity"] as? [Double])
    #expect(connectivity.count == 4 && connectivity[3] == 1)
    for fraction in connectivity.dropLast() { #expect(abs(fraction - 0.02) < 0.002) }
    let silent = try #require(methods["robust"]?["never_fired_share"] as? [String: [Double]])
    #expect(silent["8"]?.count == 4)
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
