import PlainText

extension DashboardState {
  /// Says what became of a file, or asks whether it may be replaced.
  mutating func take(_ outcome: ExportOutcome, of request: ExportRequest) {
    switch outcome {
    case .written(let rows?, let panel):
      let count =
        rows.rows < rows.total
        ? "\(grouped(rows.rows)) of \(counted(rows.total, "row"))" : counted(rows.rows, "row")
      let of = panel.map { " of \($0)" } ?? ""
      message = Message(text: "\(request.path): \(count)\(of) written", isError: false)
    case .written(nil, _):
      message = Message(text: "\(request.path) written", isError: false)
    case .exists where overlay == nil:
      overlay = .replaceFile(request)
    case .exists:
      message = Message(text: "\(request.path) exists, and was left as it is", isError: true)
    case .failed(let reason):
      message = Message(text: "\(request.path) cannot be written: \(reason)", isError: true)
    }
  }
}
