import ArgumentParser
import Conversion
import Datasets
import Experiments
import Foundation
import ModelFormats
import Networks
import OutputFiles
import PlainText
import Runs

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
      thresholds of the file. NAME.json beside NAME.onnx is the model's card, which is never \
      replaced: choose another name.
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var methods: MethodOptions

  @Option(help: "The conversion method: \(MethodOptions.names).")
  var method = OptionDefaults.method

  @Option(help: "T, for a method that is made for one.")
  var steps: Int?

  @Option(
    name: [.short, .long],
    help: "Where to write, a .nir or a .json file; - for JSON on standard output.",
    completion: .file(extensions: ["nir", "json"]))
  var output: String

  @OptionGroup var outputs: OutputOptions
  @OptionGroup var kept: CacheOptions

  func validate() throws {
    try checkSteps(steps)
    guard output == "-" || output.hasSuffix(".json") || output.hasSuffix(".nir") else {
      throw ValidationError("'--output' is '\(output)', but must end in .nir or .json, or be -.")
    }
    _ = try methods.choice(named: method, steps: steps ?? OptionDefaults.steps)
    try methods.checkReaders(by: [method])
  }

  func run() throws {
    let file = try stagedOutput()
    let conversion = try NetworkConversion(
      request, cache: kept.cache, display: .standardError)
    if let file, output.hasSuffix(".nir") {
      let (content, untold) = try NIRWriter.encoded(conversion.network)
      try file.complete(with: content)
      for warning in untold { StandardError.say("spiketop: warning: \(warning)") }
      return
    }
    let converted = ConvertedNetwork(
      conversion.network, of: conversion.analog, by: conversion.choice, notes: conversion.notes)
    if let file {
      try file.complete(with: Data(jsonDocument(converted).utf8))
    } else {
      StandardOutput.print(text: jsonDocument(converted))
    }
  }

  /// The file, opened before long work; `nil` for standard output.
  private func stagedOutput() throws -> StagedFile? {
    guard output != "-" else { return nil }
    return try outputs.file(output, reading: request.inputs).stage()
  }

  private var request: RunRequest {
    RunRequest(
      model: model.request, data: data.request, method: methods.request(method), steps: steps)
  }
}
