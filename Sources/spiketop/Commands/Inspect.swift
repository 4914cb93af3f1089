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
      Reads a trained network and the card beside it (NAME.json beside NAME.onnx), and shows the \
      network as a conversion takes it: batch normalizations folded into the weights, trained \
      activations recognised, layers under the names that every other command uses. Of a NIR \
      graph it shows populations, their neurons and what drives them.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(
    help: "A trained network in ONNX or of Keras (.keras, .h5), or a NIR graph.",
    completion: .file(extensions: ModelOptions.extensions))
  var model: String

  @Option(
    help: "The model card. Default: NAME.json beside the model.",
    completion: .file(extensions: ["json"]))
  var card: String?

  @OptionGroup var time: TimeOptions
  @OptionGroup var outputs: OutputChoice
  @OptionGroup var output: ShortOutputChoice

  @Option(help: "The size of an image, as 3x224x224, where the model leaves lengths open.")
  var inputShape: LengthList?

  @Option(help: "How to print the facts: text or json.")
  var format = Format.text

  func run() throws {
    var request = ModelRequest(path: model, card: card)
    request.inputShape = inputShape?.lengths
    request.outputs = outputs.names
    output.apply(to: &request)
    time.apply(to: &request)
    let loaded = try LoadedModel(request)
    let cardPath = loaded.card.map { _ in loaded.cardPath }
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
