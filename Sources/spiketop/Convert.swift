import ArgumentParser
import Conversion
import Datasets
import Foundation
import Networks

struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a converted network: thresholds and the parameters of its neurons, as JSON.",
    discussion: """
      The weights are those of the model, so the file holds what the conversion adds: neuron, \
      threshold, initial potential and bias current of each layer, and weights only where \
      'advanced --calibrate-weights' changed them. Values per neuron are in the order in which \
      PyTorch flattens a map. '--thresholds' of the other commands takes the file.
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var methods: MethodOptions

  @Option(help: "The conversion method: \(ConversionMethods.names.joined(separator: ", ")).")
  var method = "robust"

  @Option(help: "T, for a method that is made for one.")
  var steps: Int?

  @Option(
    name: [.short, .long], help: "Where to write, a .json file; - for standard output.",
    completion: .file(extensions: ["json"]))
  var output: String

  func validate() throws {
    if let steps, steps < 1 {
      throw ValidationError("'--steps' is \(steps), but must be positive.")
    }
    guard output == "-" || output.hasSuffix(".json") else {
      throw ValidationError("'--output' is '\(output)', but must end in .json, or be -.")
    }
    _ = try choice()
  }

  func run() throws {
    if output != "-" { try OutputFile.checkPlace(of: output) }
    let model = try model.load()
    let converted = try converted(model)
    if output == "-" {
      printJSON(converted, pretty: true)
      return
    }
    try OutputFile.write(jsonData(converted, pretty: true), to: output)
  }

  private func choice() throws -> MethodChoice {
    try methods.choice(named: method, steps: steps ?? MethodOptions.usualSteps)
  }

  private func converted(_ model: LoadedModel) throws -> ConvertedNetwork {
    let choice = try choice()
    let file = try methods.thresholds.map { try ThresholdFile(at: $0, for: model.network) }
    let thresholds = try file?.thresholds(for: choice)
    var source = data
    source.data = data.data ?? data.calibration
    if source.data == nil, !choice.recipe.method.needsImages(givenThresholds: file != nil) {
      var none = Calibration(network: model.network)
      let network = try choice.recipe.converted(
        model.network, calibration: &none, thresholds: thresholds)
      return ConvertedNetwork(network, of: model, by: choice, notes: [])
    }
    var workbench = try Workbench(
      model: model, data: try source.load(for: model), methods: methods)
    let network = try workbench.converted(by: choice).packed.network
    return ConvertedNetwork(network, of: model, by: choice, notes: workbench.notes)
  }
}
