import ArgumentParser
import Conversion
import Foundation
import ModelFormats
import Networks

struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the layers of a model: shapes, parameters, neurons and operations.",
    discussion: """
      Reads an ONNX model and the card beside it (NAME.json beside NAME.onnx), and shows the \
      network as a conversion takes it: batch normalizations folded into the weights, trained \
      activations recognised, layers under the names that every other command uses.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: "An ONNX model.", completion: .file(extensions: ["onnx"]))
  var model: String

  @Option(help: "How to print the facts: text or json.")
  var format = Format.text

  func run() throws {
    let network = try ONNXReader.network(at: model)
    let card = try ModelCard.card(besideModel: model)
    let cardPath = ModelCard.path(besideModel: model)
    try card?.validate(for: network, file: cardPath)
    let report = InspectReport(
      network, model: model, card: card, cardPath: card == nil ? nil : cardPath)
    switch format {
    case .text: print(report.text(width: outputWidth()), terminator: "")
    case .json: print(try report.json())
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
