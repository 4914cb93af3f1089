import Assets
import Foundation
import Testing

/// The built executable, run as a process the way a user runs it: no terminal, output to files.
enum Program {
  /// What a run left.
  struct Outcome: Equatable {
    /// The exit status, or 128 and the number of the signal that ended the process.
    var status: Int32
    var output: String
    var errors: String

    var outputLines: [Substring] { output.split(separator: "\n") }
    var errorLines: [Substring] { errors.split(separator: "\n") }
  }

  /// SwiftPM puts executable and test bundle side by side.
  ///
  /// What it starts with reads no calibrations of the user's, and leaves none.
  static let executable: URL = {
    setenv("XDG_CACHE_HOME", noFolder, 1)
    return URL(filePath: CommandLine.arguments[0]).standardizedFileURL
      .deletingLastPathComponent().appending(path: "spiketop")
  }()

  /// Nothing can be kept below it.
  static let noFolder = "/dev/null"

  static let model = bundled("models/fashion-lenet.onnx")
  static let card = bundled("models/fashion-lenet.json")
  static let images = bundled("data")

  /// Runs `spiketop` with arguments and waits for its end.
  static func run(_ arguments: [String]) throws -> Outcome {
    try run(executable, arguments)
  }

  /// Runs a line of shell in which `$SPIKETOP` is the executable.
  static func shell(_ line: String) throws -> Outcome {
    let quoted = "SPIKETOP='\(executable.path)'; MODEL='\(model)'; IMAGES='\(images)'; "
    return try run(URL(filePath: "/bin/sh"), ["-c", quoted + line])
  }

  private static func run(_ executable: URL, _ arguments: [String]) throws -> Outcome {
    let scratch = try Scratch()
    let (output, errors) = (try scratch.newFile("stdout"), try scratch.newFile("stderr"))
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.runWithAllSignals()
    process.waitUntilExit()
    let isSignal = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: process.terminationStatus + (isSignal ? 128 : 0),
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }

  private static func bundled(_ path: String) -> String {
    Assets.url(path)?.path ?? "/missing/\(path)"
  }
}

extension Process {
  /// Starts the process as a shell would: threads that run tests block signals, and a process
  /// inherits that.
  func runWithAllSignals() throws {
    var (none, own) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &own)
    defer { pthread_sigmask(SIG_SETMASK, &own, nil) }
    try run()
  }
}

/// A folder for the files of one test, gone with the last reference to it.
final class Scratch {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "spiketop-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  func newFile(_ name: String) throws -> URL {
    URL(filePath: try file(name, Data()))
  }

  /// - Returns: The path of the new file.
  func file(_ name: String, _ content: Data) throws -> String {
    try content.write(to: URL(filePath: path(name)))
    return path(name)
  }

  func file(_ name: String, _ text: String) throws -> String {
    try file(name, Data(text.utf8))
  }

  func directory(_ name: String) throws -> String {
    try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
    return path(name)
  }

  /// A file that claims many bytes and takes no room.
  func sparseFile(_ name: String, gigabytes: UInt64) throws -> String {
    let handle = try FileHandle(forWritingTo: try newFile(name))
    try handle.truncate(atOffset: gigabytes << 30)
    return path(name)
  }
}

/// The commands that take a model.
enum Command: String, CaseIterable, CustomTestStringConvertible {
  case inspect, run, evaluate, watch, convert, diagnose

  /// Those that also take images.
  static let withImages: [Command] = [.run, .evaluate, .watch, .diagnose]

  /// Those that convert.
  static let withMethods = withImages + [.convert]

  var testDescription: String { rawValue }

  /// Arguments for little work: few steps, images and calibration images.
  func arguments(
    _ model: String = Program.model, images: String? = Program.images, _ more: [String] = []
  ) -> [String] {
    guard self != .inspect else { return [rawValue, model] }
    var usual = [["--calibration-count", "8"], ["--steps", "4"]]
    if self == .evaluate || self == .diagnose { usual.append(["--count", "2"]) }
    if self == .convert { usual.append(["--output", "-"]) }
    if let images { usual.append(["--data", images]) }
    return [rawValue, model] + usual.flatMap { $0.unlessSaid(in: more) } + more
  }
}

extension [String] {
  /// An option and its value, or nothing where others say it: an option is given once.
  func unlessSaid(in words: [String]) -> [String] {
    guard let name = first else { return [] }
    return words.contains { $0 == name || $0.hasPrefix("\(name)=") } ? [] : self
  }
}

/// Runs a command that must be refused, as every refusal must look: one line that says what is
/// wrong and what to do, a known exit status, and nothing on standard output.
func expectRefusal(
  _ arguments: [String], _ status: Int32, _ mentions: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  try expectRefusal(arguments, status, mentioning: mentions, sourceLocation: sourceLocation)
}

func expectRefusal(
  _ arguments: [String], _ status: Int32, mentioning mentions: [String],
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let outcome = try Program.run(arguments)

  let comment = Comment(rawValue: "\(arguments.joined(separator: " "))\n\(outcome)")
  #expect(outcome.status == status, comment, sourceLocation: sourceLocation)
  #expect(outcome.output.isEmpty, comment, sourceLocation: sourceLocation)
  for mention in mentions {
    #expect(outcome.errors.contains(mention), comment, sourceLocation: sourceLocation)
  }
  #expect(outcome.errorLines.count == 1, comment, sourceLocation: sourceLocation)
  #expect(outcome.errors.hasPrefix("spiketop: "), comment, sourceLocation: sourceLocation)
  #expect(outcome.errors.hasSuffix("\n"), comment, sourceLocation: sourceLocation)
  let advice = outcome.errors.contains(": retrain") || outcome.errors.contains("; ")
  #expect(advice, comment, sourceLocation: sourceLocation)
}
