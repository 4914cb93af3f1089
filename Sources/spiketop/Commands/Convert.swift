import ArgumentParser
import Conversion
import Datasets
import Foundation
import ModelFormats
import Networks

struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a converted network: as a NIR graph, or what the conversion adds as JSON.",
    discussion: """
      With a name that ends in .nir the whole network is written as a NIR graph, which 'watch', \
      'run' and 'evaluate' and other simulators read; what NIR cannot say goes into its metadata, \
      with a warning. Else JSON is written. The weights are those of the model, so it holds what \
      the conversion adds: neuron, threshold, initial potential and bias current of each layer, \
      and weights only where 'advanced --calibrate-weights' changed them. Values per neuron are in \
      the order in which PyTorch flattens a map. '--thresholds' of the other commands takes the \
      file.
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var methods: MethodOptions

  @Option(help: "The conversion method: \(MethodOptions.names).")
  var method = MethodRegistry.usualMethod

  @Option(help: "T, for a method that is made for one.")
  var steps: Int?

  @Option(
    name: [.short, .long],
    help: "Where to write, a .nir or a .json file; - for JSON on standard output.",
    completion: .file(extensions: ["nir", "json"]))
  var output: String

  func validate() throws {
    if let steps, steps < 1 {
      throw ValidationError("'--steps' is \(steps), but must be positive.")
    }
    guard output == "-" || output.hasSuffix(".json") || output.hasSuffix(".nir") else {
      throw ValidationError("'--output' is '\(output)', but must end in .nir or .json, or be -.")
    }
    _ = try choice()
  }

  func run() throws {
    if output != "-" { try OutputFile.checkPlace(of: output) }
    let model = try model.load()
    let analog = try model.analog(for: "'convert' needs")
    let (network, notes) = try converted(model, analog)
    if output.hasSuffix(".nir") {
      let warnings = try NIRWriter.write(
        network, to: output)
      for warning in warnings { writeError("spiketop: warning: \(warning)\n") }
      return
    }
    let converted = ConvertedNetwork(network, of: analog, by: try choice(), notes: notes)
    if output == "-" {
      printJSON(converted, pretty: true)
      return
    }
    try OutputFile.write(jsonData(converted, pretty: true), to: output)
  }

  private func choice() throws -> MethodChoice {
    try methods.choice(named: method, steps: steps ?? MethodRegistry.usualSteps)
  }

  private func converted(
    _ model: LoadedModel, _ analog: AnalogNetwork
  ) throws -> (SpikingNetwork, notes: [String]) {
    let choice = try choice()
    let file = try ThresholdFile(methods.values, for: analog)
    let thresholds = try file?.thresholds(for: choice)
    var source = data
    source.data = data.data ?? data.calibration
    if source.data == nil, !choice.recipe.method.needsImages(givenThresholds: file != nil) {
      var none = Calibration(network: analog)
      let network = try choice.recipe.converted(
        analog, calibration: &none, thresholds: thresholds)
      return (network, [])
    }
    var conversion = try ConversionContext(
      model: model, data: try source.load(for: model), options: methods.values)
    let network = try conversion.converted(by: choice).packed.network
    return (network, conversion.notes)
  }
}
