import AnalogPass
import ArgumentParser
import Charts
import Conversion
import Datasets
import Evaluation
import Foundation
import Networks
import SpikingEngine
import Tensors

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the accuracy of conversion methods over the time steps.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv
  }

  @OptionGroup var model: ModelOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var methods: MethodOptions

  @Option(
    help: """
      Conversion methods, separated by commas: \(MethodOptions.names), \
      bistable8 or bistable10-noSN for other phases, ann for the network as trained.
      """)
  var method = Evaluate.usualMethod

  @Option(help: "Numbers of time steps to read off, separated by commas.")
  var steps: CountList?

  @Option(help: "How many images, from the first on. Default: all.")
  var count: Int?

  @Option(
    help: """
      What weights and potentials are: fp32, or whole numbers with weights of 16 bits (q15), or of \
      8 in layers with at least 128 outputs (int8), for integrate-and-fire neurons.
      """)
  var precision = Precision.fp32

  @Option(help: "How many threads. The results do not depend on it.")
  var threads = processorCount

  @Option(
    help: """
      How to print. csv is a table in long form, one figure per line, with the columns model, \
      method, T, layer, figure and value; figures are named as in the json.
      """)
  var format = Format.table

  @Flag(help: "Report the accuracy of each class, of the ANN and of each method at its last T.")
  var perClass = false

  @Flag(help: "Report how often each class was taken for another, as --per-class.")
  var confusion = false

  @Option(
    help: """
      Write the classes given to each image to a .csv file: index, label, ann, then one column \
      for each method and T.
      """,
    completion: .file(extensions: ["csv"]))
  var perImage: String?

  @Option(
    help: """
      Draw accuracy over T and SIN per layer to an .svg or .png file. In a terminal the table ends \
      with the same plot in text.
      """,
    completion: .file(extensions: ["svg", "png"]))
  var plot: String?

  @Option(
    help: """
      Keep what is done in this file, and go on from it if it exists. The options must be the \
      same, but for --threads and what is printed.
      """,
    completion: .file())
  var resume: String?

  @Option(help: "Save to the file of --resume every so many seconds.")
  var saveEvery = 5.0

  @Option(help: "Write the analog network's logits, shape [images, classes], to a .npy file.")
  var logits: String?

  func validate() throws {
    if let count, count < 1 {
      throw ValidationError("'--count' is \(count), but must be positive.")
    }
    guard threads > 0 else {
      throw ValidationError("'--threads' is \(threads), but must be positive.")
    }
    guard saveEvery.isFinite, saveEvery > 0 else {
      throw ValidationError("'--save-every' is \(saveEvery), but must be positive.")
    }
    if let plot, EvaluationFigure.writer(for: plot) == nil {
      let endings = PictureWriters<Figure>.standard.all.map { ".\($0.suffix)" }
      throw ValidationError(
        "'--plot' is '\(plot)', but must end in \(endings.joined(separator: " or ")).")
    }
    guard !methodNames.isEmpty else {
      throw ValidationError("'--method' is '\(method)', but must name a method, or ann.")
    }
    for name in methodNames where name != "ann" { _ = try methods.choice(named: name) }
  }

  func run() throws {
    for path in [logits, perImage, plot, resume].compactMap(\.self) {
      try OutputFile.checkPlace(of: path)
    }
    let earlier = try resume.flatMap { try ResumeFile.read($0) }
    let model = try model.load()
    if model.analog == nil, method != Self.usualMethod || logits != nil {
      _ = try model.analog(for: logits == nil ? "'--method' needs" : "'--logits' needs")
    }
    let data = try data.load(for: model)
    var conversion = try ConversionContext(
      model: model, data: data, options: methods.values, threads: threads)
    let count = min(count ?? data.images.count, data.images.count)
    let subject = try EvaluationFingerprint.Subject(
      conversion, count: count, methods: model.analog == nil ? ["nir"] : methodNames)
    if let resume { try earlier?.check(subject, path: resume) }
    if let logits { try writeLogits(to: logits, count: count, conversion: conversion) }
    let plan = try plan(for: &conversion)
    let run = try run(of: plan, subject: subject, earlier: earlier)
    let isInterrupted = InterruptFlag.install()
    let (images, prepared) = (data.images, model)
    try run.evaluate(
      threads: threads,
      image: { (try images.input(at: $0, for: prepared), images.label(at: $0)) },
      isStopped: isInterrupted)
    // What cannot be saved is told last, after what was found.
    let saved = Result { try run.save() }
    try report(run.results, plan: plan, requested: count, conversion: conversion)
    try saved.get()
    if isInterrupted() { throw ExitCode(128 + SIGINT) }
  }

  private static let usualMethod = MethodRegistry.usualMethod
  private static let usualSteps = [16, 32, 64, 128]

  /// Where a network is read that was trained for a T: at every step of a short run.
  private static func readings(upTo steps: Int) -> [Int] {
    steps <= 16 ? Array(1...steps) : [steps]
  }

  /// Each once, in the user's order.
  private var methodNames: [String] {
    let names = method.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    return names.enumerated().filter { names.firstIndex(of: $1) == $0 && !$1.isEmpty }.map(\.1)
  }

  private func plan(for conversion: inout ConversionContext) throws -> EvaluationPlan {
    var entries: [EvaluationPlan.Entry] = []
    if let trained = conversion.trained() {
      let steps = steps?.counts ?? trained.steps.map(Self.readings) ?? Self.usualSteps
      return EvaluationPlan(
        trained: EvaluationPlan.Entry(
          label: trained.label, title: precision.title(of: trained.title),
          packed: try trained.packed.asked(for: precision), thresholds: [], steps: steps))
    }
    let analog = try conversion.model.analog(for: "a conversion needs")
    let steps = steps?.counts ?? Self.usualSteps
    for name in methodNames where name != "ann" {
      for choice in try methods.choices(named: name, steps: steps) {
        let converted = try conversion.converted(by: choice)
        entries.append(
          EvaluationPlan.Entry(
            label: name, title: precision.title(of: choice.recipe.title),
            packed: try converted.packed.asked(for: precision),
            thresholds: converted.thresholds, steps: choice.steps))
      }
    }
    return EvaluationPlan(analog: analog, entries: entries)
  }

  /// From the start, or from where an earlier one came to.
  private func run(
    of plan: EvaluationPlan, subject: EvaluationFingerprint.Subject, earlier: ResumeFile?
  ) throws -> EvaluationRun {
    guard let resume else {
      return EvaluationRun(
        plan, count: subject.count, results: EvaluationResults(plan), saving: nil)
    }
    let fingerprint = EvaluationFingerprint(subject, plan: plan)
    let results = try earlier?.results(for: plan, fingerprint, path: resume)
    return EvaluationRun(
      plan, count: subject.count, results: results ?? EvaluationResults(plan),
      saving: EvaluationRun.Saving(path: resume, fingerprint: fingerprint, interval: saveEvery))
  }

  /// Prints what was found, and writes the files about it.
  private func report(
    _ results: EvaluationResults, plan: EvaluationPlan, requested: Int,
    conversion: ConversionContext
  ) throws {
    var options = EvaluationReport.Options()
    options.perClass = perClass
    options.confusion = confusion
    options.classNames = conversion.model.classNames
    let report = EvaluationReport(
      results, plan: plan, requested: requested, notes: conversion.notes, options: options)
    switch format {
    case .json: printJSON(report, pretty: true)
    case .table:
      for line in EvaluationTable(report).lines { print(line) }
      if let columns = outputWidth() {
        print("\n" + EvaluationFigure(report).text(columns: columns))
      }
    case .csv: for line in EvaluationCSV(report).lines { print(line) }
    }
    if let plot { try EvaluationFigure(report).write(to: plot) }
    if let perImage {
      try OutputFile.write(Data(perImageCSV(results, plan: plan).utf8), to: perImage)
    }
  }

  private func writeLogits(to path: String, count: Int, conversion: ConversionContext) throws {
    let progress = Progress("computing logits", unit: "images", total: count)
    defer { progress.finish() }
    var pass = ForwardPass(try conversion.model.analog(for: "'--logits' needs"))
    var elements: [Float] = []
    for index in 0..<count {
      elements += pass.activations(of: try conversion.input(at: index)).logits
      progress.advance(by: 1)
    }
    try NPYFile.write(
      Tensor(shape: [count, elements.count / count], elements: elements), to: path)
  }
}

/// Whole positive numbers separated by commas.
struct CountList: ExpressibleByArgument {
  let counts: [Int]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let counts = parts.compactMap { Int($0) }
    guard !counts.isEmpty, counts.count == parts.count, counts.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    self.counts = Set(counts).sorted()
  }
}
