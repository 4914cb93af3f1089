import PlainText

extension DashboardState {
  /// Says what became of a file, or asks whether it may be replaced.
  mutating func take(_ outcome: ExportOutcome, of request: ExportRequest) {
    switch outcome {
    case .written(let rows?) where rows.rows < rows.total:
      message = Message(
        text: "\(request.path): \(grouped(rows.rows)) of \(grouped(rows.total)) rows written",
        isError: false)
    case .written(let rows?):
      message = Message(
        text: "\(request.path): \(grouped(rows.rows)) rows written", isError: false)
    case .written(nil):
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
