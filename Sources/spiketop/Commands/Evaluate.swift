import ArgumentParser
import Charts
import Conversion
import Datasets
import Evaluation
import Experiments
import Foundation
import Networks
import OutputFiles
import PlainText
import Runs
import SpikingEngine
import Tensors

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the accuracy of conversion methods over the time steps.",
    discussion: """
      Of detectors (a card that says "task": "detection") it is the average precision of COCO: mAP \
      over overlaps from 0.5 to 0.95, AP50 and AP75, against annotations beside the images or \
      those of --annotations.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv
  }

  @OptionGroup var model: ModelOptions
  @OptionGroup var output: ShortOutputChoice
  @OptionGroup var data: DataOptions
  @OptionGroup var methods: MethodOptions

  @Option(
    help: """
      Conversion methods, separated by commas: \(MethodOptions.names), \
      bistable8 or bistable10-noSN for other phases, ann for the network as trained.
      """)
  var method = OptionDefaults.method

  @Option(help: "Numbers of time steps to read off, separated by commas.")
  var steps: CountList?

  @Option(help: "How many images, from the first on. Default: all.")
  var count: Int?

  @Option(
    help: """
      What weights and potentials are: fp32, or whole numbers with weights of 16 bits (q15), or of \
      8 in layers with at least 128 outputs (int8), for integrate-and-fire neurons.
      """)
  var precision = OptionDefaults.precision

  @Option(help: "How many threads. The results do not depend on it.")
  var threads = processorCount

  @Option(
    help: """
      How to print. csv is a table in long form, one figure per line, with the columns model, \
      method, T, layer, figure and value; figures are named as in the json.
      """)
  var format = Format.table

  @Flag(
    help: """
      Report the accuracy of each class, of the ANN and of each method at its last T; of a \
      detector its average precision.
      """)
  var perClass = false

  @Flag(help: "Report how often a classifier took each class for another, as --per-class.")
  var confusion = false

  @Option(
    help: """
      Write the classes given to each image to a .csv file: index, label, ann, then one column \
      for each method and T. Of a detector one line for each box: those that are annotated, of the \
      ANN, and of each method and T.
      """,
    completion: .file(extensions: ["csv"]))
  var perImage: String?

  @Option(
    help: """
      Draw accuracy over T and SIN per layer to an .svg, .pdf or .png file, as wide as a page. In \
      a terminal the table ends with the same plot in text.
      """,
    completion: .file(extensions: PictureWriters<Drawing>.standard.all.map(\.suffix)))
  var plot: String?

  @Option(
    help: """
      Keep what is done in this file, and go on from it if it exists. The options must be the \
      same, but for --threads and what is printed.
      """,
    completion: .file())
  var resume: String?

  @Option(help: "Save to the file of --resume every so many seconds.")
  var saveEvery = OptionDefaults.saveEvery

  @Option(
    help: "Write the analog network's logits, shape [images, classes], to a .npy file.",
    completion: .file(extensions: ["npy"]))
  var logits: String?

  @OptionGroup var outputs: OutputOptions
  @OptionGroup var kept: CacheOptions

  func validate() throws {
    try checkSteps(steps?.counts.last)
    if let count, count < 1 {
      throw ValidationError("'--count' is \(count), but must be positive.")
    }
    guard threads > 0 else {
      throw ValidationError("'--threads' is \(threads), but must be positive.")
    }
    guard saveEvery.isFinite, saveEvery > 0 else {
      throw ValidationError("'--save-every' is \(saveEvery), but must be positive.")
    }
    if let plot, EvaluationPlot.writer(for: plot) == nil {
      throw ValidationError(
        "'--plot' is '\(plot)', but must end in \(PictureWriters<Drawing>.standard.endings).")
    }
    guard !methodNames.isEmpty else {
      throw ValidationError("'--method' is '\(method)', but must name a method, or ann.")
    }
    let conversions = methodNames.filter { $0 != "ann" }
    for name in conversions { _ = try methods.choice(named: name) }
    try methods.checkReaders(by: conversions)
  }

  func run() throws {
    let files = try EvaluationFiles(self, reading: request.inputs)
    let earlier = try resume.flatMap { try ResumeFile.read($0) }
    var evaluation = try PreparedEvaluation(
      request, needingANNFor: purposeOfANN, cache: kept.cache, display: .standardError)
    if confusion {
      try NetworkKind.classifier.check(["--confusion"], before: evaluation.conversion.model)
    }
    try files.checkAreNotRead()
    let subject = try evaluation.subject(readsData: resume != nil)
    if let resume { try earlier?.check(subject, path: resume) }
    try files.logits?.complete(with: NPYFile.encoded(evaluation.logits()))
    let plan = try evaluation.plan()
    let run = try run(of: plan, subject: subject, earlier: earlier)
    let isInterrupted = InterruptFlag.install()
    try evaluation.carryOut(run, isStopped: isInterrupted)
    // What cannot be saved is told last, after what was found.
    let saved = Result { try run.save() }
    try report(run.results, plan: plan, evaluation, to: files)
    try evaluation.sayDoubts(about: run.results)
    try saved.get()
    if isInterrupted() { throw ExitCode(128 + SIGINT) }
  }

  private var request: EvaluationRequest {
    var network = model.request
    output.apply(to: &network)
    return EvaluationRequest(
      model: network, data: data.request, methods: methodNames, options: methods.values,
      steps: steps?.counts, count: count, precision: precision, threads: threads)
  }

  /// What cannot be done with a spiking network, if it is asked for.
  private var purposeOfANN: String? {
    if logits != nil { return "'--logits' needs" }
    return method == OptionDefaults.method ? nil : "'--method' needs"
  }

  /// Each once, in the user's order.
  private var methodNames: [String] {
    let names = method.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    return names.enumerated().filter { names.firstIndex(of: $1) == $0 && !$1.isEmpty }.map(\.1)
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
    _ results: EvaluationResults, plan: EvaluationPlan, _ evaluation: PreparedEvaluation,
    to files: EvaluationFiles
  ) throws {
    let conversion = evaluation.conversion
    var options = EvaluationReport.Options()
    options.perClass = perClass
    options.confusion = confusion
    options.classNames = conversion.model.classNames
    let report = EvaluationReport(
      results, plan: plan, requested: evaluation.count, notes: conversion.notes, options: options)
    switch format {
    case .json: StandardOutput.print(text: jsonDocument(report))
    case .table:
      StandardOutput.print(lines: EvaluationTable(report).lines)
      if let columns = outputWidth() {
        StandardOutput.print(text: "\n" + EvaluationPlot(report).text(columns: columns))
      }
    case .csv: StandardOutput.print(lines: EvaluationCSV(report).lines)
    }
    if let plot = files.plot {
      try plot.complete(with: EvaluationPlot(report).content(of: plot.path))
    }
    try files.perImage?.complete(
      with: Data(perImageCSV(results, plan: plan, classNames: options.classNames).utf8))
  }
}

/// What an evaluation writes once, opened before its work.
private struct EvaluationFiles {
  let logits: StagedFile?
  let perImage: StagedFile?
  let plot: StagedFile?

  /// - Throws: `OutputFileError`, also where two options name one file.
  init(_ command: Evaluate, reading inputs: [String]) throws(OutputFileError) {
    var staged: [StagedFile] = []
    func stage(_ output: OutputFile?) throws(OutputFileError) -> StagedFile? {
      guard let file = try output?.stage() else { return nil }
      for other in staged { try file.check(differsFrom: other) }
      staged.append(file)
      return file
    }
    func output(_ path: String?) throws(OutputFileError) -> OutputFile? {
      guard let path else { return nil }
      return try command.outputs.file(path, reading: inputs)
    }
    logits = try stage(output(command.logits))
    perImage = try stage(output(command.perImage))
    plot = try stage(output(command.plot))
    // Written again and again, and so not kept open.
    _ = try stage(command.resume.map(ResumeFile.output))
  }

  /// Throws, before the work, where what was found meanwhile is one of them.
  func checkAreNotRead() throws(OutputFileError) {
    for file in [logits, perImage, plot] { try file?.checkIsNotRead() }
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
