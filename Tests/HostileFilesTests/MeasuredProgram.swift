import Foundation

/// The built executable, run under limits, with what a run took.
struct MeasuredProgram: Sendable {
  /// What a run left.
  struct Outcome: Sendable {
    /// The exit status, or 128 and the number of the signal that ended the process.
    var status: Int32
    /// Whether it was ended because it had not ended by itself.
    var isLate: Bool
    var processorSeconds: Double
    /// The most that one of its processes had in memory, in bytes.
    var memory: Int
    var errors: String
  }

  /// By the clock; a run that only waits is found by this.
  private static let seconds = 30
  /// Of a process that computes for ever.
  private static let processorSeconds = 20
  /// Of addresses.
  private static let bytes = 12_000_000 << 10

  /// SwiftPM puts executables and test bundle side by side.
  private static func built(_ name: String) -> URL {
    URL(filePath: CommandLine.arguments[0]).standardizedFileURL
      .deletingLastPathComponent().appending(path: name)
  }

  /// Where output goes, and where programs start.
  let folder: URL

  /// - Parameter name: What the run leaves in the folder is called so, each run by a name of its
  ///   own.
  func run(_ arguments: [String], input: String? = nil, name: String) throws -> Outcome {
    let (report, errors) = (folder.appending(path: "\(name).run"), try newFile("\(name).errors"))
    let process = Process()
    process.executableURL = Self.built("MeasuredRun")
    process.arguments =
      [report.path, "\(Self.seconds)", "\(Self.processorSeconds)", "\(Self.bytes)"]
      + [Self.built("spiketop").path] + arguments
    process.currentDirectoryURL = folder
    process.environment = Self.environment
    process.standardInput =
      try input.map { try FileHandle(forReadingFrom: URL(filePath: $0)) }
      ?? FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    let text = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
    try FileManager.default.removeItem(at: errors)
    let words = try String(contentsOf: report, encoding: .utf8).split { !$0.isNumber }
    try FileManager.default.removeItem(at: report)
    let numbers = words.compactMap { Int($0) }
    guard process.terminationStatus == 0, numbers.count == 4 else {
      throw CocoaError(.executableNotLoadable)
    }
    return Outcome(
      status: Int32(numbers[0]), isLate: numbers[1] != 0,
      processorSeconds: Double(numbers[2]) / 1e6, memory: numbers[3] << 10, errors: text)
  }

  /// Without what a user has set.
  private static var environment: [String: String] {
    ProcessInfo.processInfo.environment.merging(
      [
        "XDG_CONFIG_HOME": "/nonexistent", "XDG_CACHE_HOME": "/dev/null",
        "SWIFT_BACKTRACE": "enable=no",
      ]) { $1 }
  }

  private func newFile(_ name: String) throws -> URL {
    let file = folder.appending(path: name)
    try Data().write(to: file)
    return file
  }
}
