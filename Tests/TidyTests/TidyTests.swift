import Foundation
import Testing

/// Rules about the code itself that neither the compiler nor the formatter checks.
@Suite struct TidyTests {
  @Test func everyFileFitsInAFewScreens() throws {
    for file in try swiftFiles() where file.lines.count > 400 && !file.path.hasSuffix(".pb.swift") {
      Issue.record("\(file.path) has \(file.lines.count) lines; split it by responsibility")
    }
  }

  @Test(arguments: [
    "CHDF5": ["HDF5"],
    "CNCurses": ["CursesTerminal"],
    "COpenBLAS": ["DenseMath"],
    "CPNG": ["Charts", "Datasets"],
    "CTurboJPEG": ["Datasets"],
    "CZip": ["Datasets"],
    "CZlib": ["Datasets"],
    "SpikeKernels": ["SpikeStatistics", "SpikingEngine"],
    "ThreadPlacement": ["SpikingEngine"],
    "MemoryBandwidth": ["Benchmarks"],
    "GRDB": ["RunFiles"],
    "ArgumentParser": ["spiketop"],
    "TOMLKit": ["spiketop"],
  ])
  func importIsConfined(module: String, to targets: [String]) throws {
    for file in try swiftFiles() where file.lines.contains("import \(module)") {
      #expect(
        targets.contains {
          file.path.hasPrefix("Sources/\($0)/") || file.path.hasPrefix("Tests/\($0)Tests/")
        },
        "\(file.path) imports \(module)")
    }
  }

  /// A signal handler needs global state; threads that share a step share memory; generated code is
  /// as its generator makes it.
  @Test func uncheckedConcurrencyIsConfined() throws {
    let exempt = [
      "TidyTests.swift", "onnx.pb.swift", "live.pb.swift", "CrashGuard.swift", "WorkerPool.swift",
    ]
    for file in try swiftFiles() where !exempt.contains(where: file.path.hasSuffix) {
      let isUnchecked = file.lines.contains {
        $0.contains("@unchecked Sendable") || $0.contains("nonisolated(unsafe)")
      }
      #expect(!isUnchecked, "\(file.path)")
    }
  }

  @Test func theReadmeTellsTheCommandsThatContinuousIntegrationRuns() throws {
    let readme = try text(of: "README.md")
    let check = try text(of: ".ci/check")
    let run = try text(of: ".ci/run")

    #expect(readme.contains("\n.ci/setup && swift run -c release spiketop\n"))
    #expect(readme.contains("\n.ci/setup && swift test -c release\n"))
    #expect(check.contains("\nswift test -c release --skip-build\n"))
    #expect(run.contains("\n.ci/setup\n"))
    #expect(run.hasSuffix("\n.ci/generate-protobuf --check && .ci/check\n"))
  }

  private func text(of path: String) throws -> String {
    try String(contentsOf: package.appending(path: path), encoding: .utf8)
  }

  private var package: URL {
    URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  private struct SourceFile {
    /// Relative to the package.
    let path: String
    let lines: [Substring]
  }

  private func swiftFiles() throws -> [SourceFile] {
    try ["Sources", "Tests", "assets"].flatMap { folder in
      let root = package.appending(path: folder)
      let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
      return try (names ?? []).filter { $0.hasSuffix(".swift") }.map { name in
        let text = try String(contentsOf: root.appending(path: name), encoding: .utf8)
        return SourceFile(
          path: "\(folder)/\(name)",
          lines: text.split(separator: "\n", omittingEmptySubsequences: false))
      }
    }
  }
}
