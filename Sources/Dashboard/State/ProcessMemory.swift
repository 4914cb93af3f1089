/// What the whole program takes, as far as the system and its streams say.
package struct ProcessMemory: Equatable, Sendable {
  /// What waits to be sent, and how much may, in bytes.
  package struct Queue: Equatable, Sendable {
    package var byteCount: Int
    package var limit: Int

    package init(byteCount: Int, limit: Int) {
      self.byteCount = byteCount
      self.limit = limit
    }
  }

  /// How much of the machine's memory the process takes, in bytes; `nil` where nobody says.
  package var resident: Int?

  /// What waits for those who watch the run from elsewhere; `nil` where nobody may.
  package var viewers: Queue?

  /// Files that are kept on disk for the next start.
  package struct Store: Equatable, Sendable {
    package var folder: String
    package var byteCount: Int
    package var limit: Int

    package init(folder: String, byteCount: Int, limit: Int) {
      self.folder = folder
      self.byteCount = byteCount
      self.limit = limit
    }
  }

  /// The calibrations that are kept; `nil` where none are.
  package var calibrations: Store?

  package init(resident: Int?, viewers: Queue? = nil, calibrations: Store? = nil) {
    self.resident = resident
    self.viewers = viewers
    self.calibrations = calibrations
  }
}

extension DashboardState {
  /// Shows what is kept in memory; what the whole program takes is asked for.
  mutating func showMemory() -> [DashboardEffect] {
    overlay = .memory
    return [.measureMemory]
  }

  /// What has to be asked for after a picture of the run.
  var measurements: [DashboardEffect] { overlay == .memory ? [.measureMemory] : [] }
}
