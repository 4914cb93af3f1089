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
    "CNCurses": ["CursesTerminal"],
    "COpenBLAS": ["DenseMath"],
    "CPNG": ["Datasets"],
    "CTurboJPEG": ["Datasets"],
    "CZip": ["Datasets"],
    "CZlib": ["Datasets"],
  ])
  func importIsConfined(module: String, to targets: [String]) throws {
    for file in try swiftFiles() where file.lines.contains("import \(module)") {
      #expect(
        targets.contains { file.path.hasPrefix("Sources/\($0)/") },
        "\(file.path) imports \(module)")
    }
  }

  private struct SourceFile {
    /// Relative to the package.
    let path: String
    let lines: [Substring]
  }

  private func swiftFiles() throws -> [SourceFile] {
    let package = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return try ["Sources", "Tests", "assets"].flatMap { folder in
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
