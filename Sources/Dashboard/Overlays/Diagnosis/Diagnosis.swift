/// A diagnosis that was asked for.
package struct Diagnosis: Sendable {
  package enum Outcome: Sendable {
    case running
    case found(Report)
    /// Why there is none.
    case failed(String)
  }

  /// Which of the methods to choose from it is about.
  package var method: Int

  /// T: how many steps each image runs.
  package var steps: Int
  package var outcome: Outcome

  var isRunning: Bool {
    if case .running = outcome { true } else { false }
  }

  var report: Report? {
    if case .found(let report) = outcome { report } else { nil }
  }

  /// A row that the cursor can be on.
  enum Row: Equatable {
    case finding(Int)
    case layer(Int)
  }

  /// The findings, worst first, and then all layers.
  var rows: [Row] {
    guard let report else { return [] }
    return report.findings.indices.map(Row.finding) + report.layers.indices.map(Row.layer)
  }

  /// The layer that a row is about.
  func layerName(of row: Row) -> String? {
    switch row {
    case .finding(let index): report?.findings[index].layer
    case .layer(let index): report?.layers[index].name
    }
  }
}
