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
  }

  /// As it is typed.
  package let name: String
  package let summary: String
  package let scope: Scope

  private let charts: @Sendable (PlotSubject) throws(RunPlotError) -> Plot

  package init(
    _ name: String, of scope: Scope, shows summary: String,
    charts: @escaping @Sendable (PlotSubject) throws(RunPlotError) -> Plot
  ) {
    self.name = name
    self.scope = scope
    self.summary = summary
    self.charts = charts
  }

  /// - Throws: What the run lacks for it.
  package func plot(of subject: PlotSubject) throws(RunPlotError) -> Plot {
    var plot = try charts(subject)
    plot.about = plot.caption.isEmpty ? subject.about : "\(subject.about). \(plot.caption)"
    return plot
  }

  /// In the order in which people meet them.
  package static let all: [RunPlot] = [
    .raster, .potential, .phase, .sin, .maps, .outputs, .scatter,
  ]

  package static func named(_ name: String) -> RunPlot? { all.first { $0.name == name } }
}

extension RunPlot: Equatable {
  /// Names are unique.
  package static func == (left: RunPlot, right: RunPlot) -> Bool { left.name == right.name }
}
