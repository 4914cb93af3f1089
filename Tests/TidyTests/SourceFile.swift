import Foundation

/// A file of the package that people write.
struct SourceFile {
  /// Relative to the package.
  let path: String
  let text: String
  let lines: [Substring]

  /// Without comments and the contents of strings.
  let mask: SourceMask

  private init(_ path: String) throws {
    self.path = path
    text = try SourceFile.text(of: path)
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    mask = SourceMask(text)
  }

  /// Without its folders.
  var name: String { URL(filePath: path).lastPathComponent }

  var isSwift: Bool { path.hasSuffix(".swift") }

  /// The folder below `Sources` or `Tests`, as the target is called.
  var target: Substring { path.split(separator: "/").dropFirst().first ?? "" }

  /// The top folder of the package.
  static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func text(of path: String) throws -> String {
    try String(contentsOf: package.appending(path: path), encoding: .utf8)
  }

  /// All paths below `Sources`, `Tests` and `assets`, folders included.
  static func paths() -> [String] {
    ["Sources", "Tests", "assets"].flatMap { folder in
      let root = package.appending(path: folder).path
      let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String }
      return (names ?? []).map { "\(folder)/\($0)" }
    }
  }

  /// All Swift files, but those that a generator writes: `.ci/generate-protobuf --check` compares
  /// them with what it writes, and what they leave unchecked is the generator's to answer for.
  static func swift() throws -> [SourceFile] { try code().filter(\.isSwift) }

  /// All Swift and C files, but those that a generator writes.
  static func code() throws -> [SourceFile] { try read.get() }

  /// Read once for all tests.
  private static let read = Result {
    try paths()
      .filter { path in
        ["swift", "c", "h", "inc"].contains(URL(filePath: path).pathExtension)
          && !path.hasSuffix(".pb.swift")
      }
      .map(SourceFile.init)
  }
}
