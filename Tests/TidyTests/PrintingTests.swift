import Testing

/// What people read goes through one gate, which makes it visible: `StandardOutput` and
/// `StandardError`.
@Suite struct PrintingTests {
  /// Methods of these names, which have something in front, are another matter.
  @Test func onlyTheGatePrints() throws {
    let calls = /(^|[^.\w])(print|debugPrint|dump|puts|fputs|putchar|printf|perror|NSLog|fwrite)\(/
    let streams = /FileHandle\.standard(Output|Error)|\bstd(out|err)\b|STD(OUT|ERR)_FILENO/
    for file in try SourceFile.code() where file.path.hasPrefix("Sources/") {
      guard !printers.contains(file.name) else { continue }
      for (number, line) in file.mask.lines.enumerated() {
        let prints = line.contains(streams) || line.contains(calls)
        #expect(!prints || line.contains("func "), "\(file.path):\(number + 1) prints by itself")
      }
    }
  }

  /// What people write is read by `JSONPlace`, which is strict and says where; the decoder reads
  /// what this program has written for itself.
  @Test func onlyOwnFilesAreDecoded() throws {
    let own: Set = [
      "BandwidthFile.swift", "OutcomeFile.swift", "ResumeFile.swift", "RunDescription.swift",
      "RunRequest+Codable.swift",
    ]
    for file in try SourceFile.swift() where file.path.hasPrefix("Sources/") {
      let decodes = file.lines.contains { $0.contains("JSONDecoder") }
      #expect(!decodes || own.contains(file.name), "\(file.path) decodes without JSONPlace")
    }
  }

  /// Each kind of text has one place where it is made safe.
  @Test(arguments: [
    "JSONEncoder|JSONSerialization": "JSONText.swift", #"&amp;|&lt;"#: "XMLText.swift",
    #"\bstrerror\b"#: "SystemReason.swift", "localizedDescription": "no file at all",
  ])
  func eachKindOfTextIsMadeInOnePlace(pattern: String, place: String) throws {
    let expression = try Regex(pattern)
    for file in try SourceFile.swift() where file.path.hasPrefix("Sources/") {
      let count = file.lines.count { $0.contains(expression) }
      #expect(count == 0 || file.name == place, "\(file.path) does without \(place)")
    }
  }
}

/// The gate itself and the last word without memory for it, the terminal's screen, and who asks how
/// wide and what kind it is.
private let printers = [
  "StandardOutput.swift", "StandardError.swift", "StandardStreams.swift", "shortage.c",
  "CrashGuard.swift", "StartCurses.swift", "CursesScreen.swift", "TerminalSize.swift",
  "shim.h", "Inspect.swift",
  "ProgressDisplay+StandardError.swift",
]
