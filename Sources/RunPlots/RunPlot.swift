import Charts

/// A figure of a run for a paper: what it is called, what it shows, and how it is made.
package struct RunPlot: Sendable {
  /// What a plot is about.
  package enum Scope: Equatable, Sendable {
    case network
    /// One layer, or all of them.
    case layers
    case layer
    case neuron

    /// Whether it can be told which layer, or which neuron.
    var takesPlace: Bool {
      switch self {
      case .network: false
      case .layers, .layer, .neuron: true
      }
    }
  }

  /// As it is typed.
  package let name: String
  package let summary: String
  package let scope: Scope

  /// Whether it has an axis of time, on which some of the run's steps can stand alone.
  package let isOverTime: Bool

  private let charts: @Sendable (PlotSubject) throws(RunPlotError) -> Plot

  package init(
    _ name: String, of scope: Scope, isOverTime: Bool = true, shows summary: String,
    charts: @escaping @Sendable (PlotSubject) throws(RunPlotError) -> Plot
  ) {
    self.name = name
    self.scope = scope
    self.isOverTime = isOverTime
    self.summary = summary
    self.charts = charts
  }

  /// Refuses what would make no difference to the plot.
  ///
  /// - Parameters:
  ///   - place: As `conv2` or `conv2#412`; `nil` where nothing is said.
  ///   - window: The steps that are wanted; `nil` where nothing is said.
  /// - Throws: `RunPlotError.takesNoPlace`, `takesNoNeuron`, `takesNoWindow`.
  package func check(place: String?, window: ClosedRange<Int>?) throws(RunPlotError) {
    if let place {
      guard scope.takesPlace else { throw .takesNoPlace(plot: name) }
      guard scope == .neuron || !place.contains("#") else {
        throw .takesNoNeuron(plot: name, place: place)
      }
    }
    guard window == nil || isOverTime else { throw .takesNoWindow(plot: name) }
  }

  /// - Throws: What the run lacks for it.
  package func plot(of subject: PlotSubject) throws(RunPlotError) -> Plot {
    var plot = try charts(subject)
    plot.about = plot.caption.isEmpty ? subject.about : "\(subject.about). \(plot.caption)"
    return plot
  }

  /// In the order in which people meet them.
  package static let all: [RunPlot] = [
    .raster, .potential, .phase, .sin, .maps, .outputs, .scatter, .why,
  ]

  /// The names of those that can be of one layer or one neuron, and of those over time.
  package static let namesWithPlace = names { $0.scope.takesPlace }
  package static let namesWithWindow = names(where: \.isOverTime)

  private static func names(where isWanted: (RunPlot) -> Bool) -> String {
    all.filter(isWanted).map(\.name).joined(separator: ", ")
  }

  package static func named(_ name: String) -> RunPlot? { all.first { $0.name == name } }
}

extension RunPlot: Equatable {
  /// Names are unique.
  package static func == (left: RunPlot, right: RunPlot) -> Bool { left.name == right.name }
}
