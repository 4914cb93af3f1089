import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `evaluate --plot`: a figure of what the table says.
@Suite struct PlotTests {
  private let arguments = [
    "evaluate", Program.model, "--data", Program.images, "--calibration-count", "8", "--count",
    "20", "--method", "robust,half", "--steps", "2,8",
  ]

  /// Every mark of a figure says its value.
  @Test func theMarksAreTheAccuraciesAndRatios() throws {
    let scratch = try Scratch()
    let figure = scratch.path("accuracy.svg")
    let outcome = try Program.run(arguments + ["--format", "json", "--plot", figure])
    let methods = try #require(try object(outcome.output)["methods"] as? [String: [String: Any]])
    let svg = try XMLDocument(contentsOf: URL(filePath: figure))

    let texts = try svg.nodes(forXPath: "//*").compactMap(\.stringValue)
    for method in ["robust", "half"] {
      let accuracies = try #require(methods[method]?["accuracy"] as? [String: Double])
      #expect(Set(accuracies.keys) == ["2", "8"])
      for (step, accuracy) in accuracies {
        let value = String(format: "%.1f", 100 * accuracy)
        #expect(texts.contains("\(method), \(step): \(value) %"))
      }
    }
    #expect(texts.contains { $0.contains("20 images") })
    #expect(texts.contains { $0.contains("conv3") })
  }

  @Test func aPNGIsOne() throws {
    let scratch = try Scratch()
    let figure = scratch.path("accuracy.PNG")

    _ = try output(of: arguments + ["--plot", figure])

    let data = try Data(contentsOf: URL(filePath: figure))
    #expect(data.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    #expect(data.suffix(8).starts(with: Data("IEND".utf8)))
  }

  /// Only a terminal gets the plot in text; a file gets the table alone.
  @Test func theTableInAFileHasNoPlot() throws {
    let lines = try output(of: arguments).split(separator: "\n")

    #expect(lines.contains { $0.contains("robust") })
    #expect(!lines.contains { $0.contains("time steps T") })
  }

  @Test func otherFormatsAreRefusedBeforeTheWork() throws {
    let scratch = try Scratch()

    try expectRefusal(
      arguments + ["--plot", scratch.path("a.ps")], 64, "a.ps", ".svg, .pdf or .png")
    try expectRefusal(
      arguments + ["--plot", scratch.path("absent/a.svg")], 73, "a.svg", "another place")
  }
}
