import ArgumentParser
import Conversion
import Experiments
import Foundation
import ModelFormats
import Networks
import PlainText
import Runs

struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the layers of a model: shapes, parameters, neurons and operations.",
    discussion: """
      Reads an ONNX model and the card beside it (NAME.json beside NAME.onnx), and shows the \
      network as a conversion takes it: batch normalizations folded into the weights, trained \
      activations recognised, layers under the names that every other command uses. Of a NIR \
      graph it shows populations, their neurons and what drives them.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: "An ONNX model or a NIR graph.", completion: .file(extensions: ["onnx", "nir"]))
  var model: String

  @OptionGroup var time: TimeOptions

  @Option(help: "How to print the facts: text or json.")
  var format = Format.text

  func run() throws {
    let loaded = try LoadedModel(
      ModelRequest(path: model, timeStep: time.dt, reset: time.reset))
    let cardPath = loaded.card.map { _ in ModelCard.path(besideModel: model) }
    let report: InspectReport
    if let spiking = loaded.spiking {
      report = InspectReport(spiking, model: model, card: loaded.card, cardPath: cardPath)
    } else {
      report = InspectReport(
        try loaded.analog(for: "'inspect' needs"), model: model, card: loaded.card,
        cardPath: cardPath)
    }
    for warning in loaded.warnings { ProgressDisplay.standardError.warn(warning) }
    switch format {
    case .text: StandardOutput.print(lines: report.lines(width: outputWidth()))
    case .json: StandardOutput.print(text: report.json)
    }
  }

}

/// The columns of the terminal, or `nil` if the output goes elsewhere and nothing need be cut.
func outputWidth() -> Int? {
  var size = winsize()
  guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0,
    size.ws_col > 0
  else { return nil }
  return Int(size.ws_col)
}
