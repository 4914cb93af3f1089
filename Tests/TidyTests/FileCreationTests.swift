import Testing

/// Who writes files.
@Suite struct FileCreationTests {
  /// `OutputFiles` does, and nothing else: it replaces nothing unasked, and leaves nothing half.
  ///
  /// SQLite opens a run file that is there already, and HDF5 makes its files in memory.
  @Test func oneModuleCreatesFiles() throws {
    let ways = try ways.map { try Regex("(^|[^A-Za-z0-9_])" + $0) }
    for file in try SourceFile.code()
    where file.path.hasPrefix("Sources/") && !["CRename", "OutputFiles"].contains(file.target) {
      for (number, line) in file.mask.lines.enumerated() where !exceptions(file.name, line) {
        for way in ways where line.contains(way) {
          Issue.record("\(file.path):\(number + 1) creates a file; go through OutputFile")
        }
      }
    }
  }

  private func exceptions(_ name: String, _ line: String) -> Bool {
    exempt[name].map { line.contains($0) } ?? false
  }
}

/// What creates, replaces or renames files, as regular expressions behind no letter.
private let ways = [
  #"write\(to:"#, #"\.atomic\b"#, "createFile", "O_CREAT", "O_TMPFILE", #"f(re)?open\("#,
  #"rename(at|at2)?\("#, #"link(at)?\("#, "mkstemp", #"creat\("#, "forWriting",
  "forUpdating", #"OutputStream\("#, "(copy|move|replace|link)Item", "createSymbolicLink",
  #"zip_open\("#, #"H5Fcreate\("#,
]

/// Lines that may stand in a file.
private let exempt = ["HDF5File.swift": "H5Fcreate(name,"]
