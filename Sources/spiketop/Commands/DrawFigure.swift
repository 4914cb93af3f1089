import ArgumentParser
import Charts
import Experiments
import Foundation
import OutputFiles
import PlainText
import RunPlots
import Runs
import SpikeFiles
import TimeTravel

struct DrawFigure: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figure",
    abstract: "Draw a run as a figure for a paper: SVG, PDF or PNG.",
    discussion: """
      The network runs as with 'run', to the step that '--steps' says, and what it did is drawn: \
      \(RunPlot.all.map { "\($0.name): \($0.summary)" }.joined(separator: "; ")). \
      A recording, a file that ends in .snn, is taken as it is. Sizes are those on paper, letters \
      can be selected, and the same run gives the same file. The dashboard draws the same with \
      ':figure'.
      """)

  @Argument(
    help: ArgumentHelp("What to draw: \(RunPlot.all.map(\.name).joined(separator: ", "))."))
  var kind: RunPlot

  @OptionGroup var context: RunOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file to write, which ends in \(PictureWriters<Drawing>.standard.endings); '-' writes "
        + "to standard output."),
    completion: .file(extensions: PictureWriters<Drawing>.standard.all.map(\.suffix)))
  var output: String

  @Option(help: "svg, pdf or png. Default: as the name of the file ends; '-o -' needs it.")
  var format: FigureFormat?

  @Option(
    help: ArgumentHelp(
      "The layer that is drawn, as conv2, or the neuron, as conv2#412. For "
        + "\(RunPlot.namesWithPlace)."))
  var of: String?

  @Option(
    help: "How wide the figure is: \(PlotStyle.widthWords). Default: 85mm, a column.",
    transform: { try FigureWidth(typed: $0) })
  var width: FigureWidth?

  @Option(help: "The colours: light or dark.")
  var theme = PlotStyle.Theme.light

  @Option(
    help: ArgumentHelp(
      "The steps that axes of time show, as 1-64. Default: all. For \(RunPlot.namesWithWindow)."),
    transform: { try StepRange(typed: $0) })
  var window: StepRange?

  @OptionGroup var outputs: OutputOptions
  @OptionGroup var damage: DamageOptions
  @OptionGroup var kept: CacheOptions

  func validate() throws {
    guard output != "-" || format != nil else {
      throw ValidationError("'--output' is '-', which says no format; add --format.")
    }
    guard writer != nil else {
      throw ValidationError(
        "'--output' is '\(output)', but must end in \(PictureWriters<Drawing>.standard.endings).")
    }
    do throws(RunPlotError) {
      try kind.check(place: of, window: window?.steps)
    } catch {
      throw ValidationError("\(error).")
    }
    if let lack = kind.scope.lack(in: of) {
      throw ValidationError("'\(kind.name)' is about one \(lack).")
    }
    try context.checkReaders()
    if isRecording, let option = typedOptionsOfModels.first {
      throw ValidationError("a recording knows its network and its image; leave out \(option).")
    }
    if !isRecording, damage.lenient {
      throw ValidationError(
        "'--lenient' is about recordings, and '\(context.model.model)' is a network; leave it out.")
    }
  }

  func run() throws {
    let file = try output == "-" ? nil : outputs.file(output, reading: inputs).stage()
    let drawing = try plot().drawing(
      PlotStyle(width: width?.millimetres ?? PlotStyle.column, theme: theme))
    let content = try (writer ?? .svg).content(drawing)
    if let file {
      try file.complete(with: content)
    } else {
      StandardOutput.write(content)
    }
  }

  /// The format that is asked for, or that the end of the name asks for.
  private var writer: PictureWriter<Drawing>? {
    PictureWriters<Drawing>.standard[format?.suffix ?? URL(filePath: output).pathExtension]
  }

  private var isRecording: Bool { context.model.model.hasSuffix(".snn") }

  private var inputs: [String] {
    isRecording ? [context.model.model] : context.request.inputs
  }

  /// What a recording decides, and was typed all the same.
  private var typedOptionsOfModels: [String] {
    TypedOptions(of: RunOptions.self).names(in: Spiketop.origin.arguments).filter {
      $0 != "--steps"
    }
  }

  /// Of a recording where it holds what is asked for, else of the run.
  private func plot() throws -> Plot {
    let memory = MemoryLimits()
    guard isRecording else {
      let source = try DashboardSource(
        context.request, memory: memory, probes: LayerList(), by: Spiketop.origin,
        cache: kept.cache, display: .standardError)
      return try kind.plot(of: subject(of: source.loader, image: context.index))
    }
    let run = try ReplayedRun.open(context.model.model, reading: SpikeReading())
    let image = run.description.image
    if holdsAll(run) {
      // What the file has is drawn as it is, whatever has become of its model.
      let subject = try subject(of: RecordedSource(run, memory: memory), image: image)
      try damage.report(run.report().damage, of: context.model.model)
      if let plot = try? kind.plot(of: subject) { return plot }
    }
    let source = try run.shownSource(
      isComputed: true, memory: memory, cache: kept.cache, progress: .standardError)
    let subject = try subject(of: source, image: image)
    if !holdsAll(run) { try damage.report(run.report().damage, of: context.model.model) }
    return try kind.plot(of: subject)
  }

  /// Whether a recording has the steps that are asked for, and the potentials.
  private func holdsAll(_ run: ReplayedRun) -> Bool {
    let layer = of?.prefix { $0 != "#" }
    return context.steps ?? 1 <= run.source.lastStep
      && (kind.scope != .neuron || run.knowsPotentials(ofLayer: layer ?? ""))
  }

  /// The run after its last step.
  private func subject(of source: some RunSource, image: Int) throws -> PlotSubject {
    var source = source
    let loaded = try source.load(image: image, method: 0, secondRun: nil)
    var engine = EngineStepper(loaded.engine)
    engine.seek(to: context.steps ?? loaded.engine.horizon)
    var subject = PlotSubject(engine.status, of: loaded.facts)
    if let of { try subject.look(at: of) }
    subject.window = window?.steps
    return subject
  }
}

extension PlotSubject {
  fileprivate init(_ status: EngineStatus, of facts: RunFacts) {
    self.init(
      status, model: facts.model, method: facts.methods[facts.method].title,
      dataset: facts.dataset, image: facts.image, label: facts.label,
      classNames: facts.classNames, logits: facts.logits)
  }
}

extension RunPlot.Scope {
  /// What is not said of what is drawn; `nil` where all is.
  ///
  /// - Parameter place: As `conv2` or `conv2#412`.
  fileprivate func lack(in place: String?) -> String? {
    switch self {
    case .network, .layers: nil
    case .layer: place == nil ? "layer; name it with --of, as '--of conv2'" : nil
    case .neuron:
      place?.contains("#") == true ? nil : "neuron; name it with --of, as '--of conv2#412'"
    }
  }
}

/// A width on paper, as `85mm`.
struct FigureWidth {
  let millimetres: Double

  /// - Parameter text: As on the command line.
  init(typed text: String) throws(ValidationError) {
    guard let width = PlotStyle.width(from: text) else {
      throw ValidationError("give a width of \(PlotStyle.widthWords)")
    }
    millimetres = width
  }
}

/// A format of figures, by the end of its files' names.
struct FigureFormat: ExpressibleByArgument {
  let suffix: String

  init?(argument: String) {
    guard let writer = PictureWriters<Drawing>.standard[argument] else { return nil }
    suffix = writer.suffix
  }

  static var allValueStrings: [String] { PictureWriters<Drawing>.standard.all.map(\.suffix) }

  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

extension RunPlot: ExpressibleByArgument {
  package init?(argument: String) {
    guard let known = RunPlot.named(argument) else { return nil }
    self = known
  }

  package static var allValueStrings: [String] { all.map(\.name) }

  package static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

extension PlotStyle.Theme: ExpressibleByArgument {}
