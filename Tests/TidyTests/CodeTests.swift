import Testing

/// Rules about the code that neither the compiler nor the formatter checks.
@Suite struct CodeTests {
  @Test func everyFileFitsInAFewScreens() throws {
    for file in try SourceFile.code() where file.lines.count > 400 {
      Issue.record("\(file.path) has \(file.lines.count) lines; split it by responsibility")
    }
  }

  @Test func everyLineFitsInAWindow() throws {
    for file in try SourceFile.code() {
      for (number, line) in file.lines.enumerated() where line.count > 100 {
        Issue.record("\(file.path):\(number + 1) has \(line.count) characters")
      }
    }
  }

  @Test func everyFunctionFitsOnAScreen() throws {
    for file in try SourceFile.code() {
      for function in file.isSwift ? file.mask.swiftFunctions : file.mask.cFunctions
      where function.lines > 60 {
        Issue.record("\(file.path):\(function.firstLine) \(function.name): \(function.lines) lines")
      }
    }
  }

  /// A new case must break the build where it matters.
  ///
  /// A pattern that begins with a dot is taken for a case of one of our enums.
  @Test func noSwitchOverOurEnumsHasADefault() throws {
    for file in try SourceFile.swift() where file.path.hasPrefix("Sources/") {
      let count = file.defaultsBesideCases
      let allowed = defaultsAllowed[file.name] ?? 0
      #expect(count == allowed, "\(file.path): 'default:' beside cases; list them")
    }
  }

  /// Witnesses of a protocol choose a number type or a capability, not casts at run time.
  @Test func noCastChoosesANumberType() throws {
    for file in try SourceFile.swift() where file.path.hasPrefix("Sources/") {
      let casts = file.mask.lines.filter { $0.contains(" as? ") || $0.contains(" as! ") }
      let count = casts.count {
        $0.contains(/\bas[?!] (any |\[)?(Float|Double|U?Int\d*|Sum|Weight|Unsafe|ScratchMemory)/)
          || $0.contains(/\bas[?!] (any )?\w*Synapses\b/)
      }
      let allowed = castsAllowed[file.name] ?? 0
      #expect(count == allowed, "\(file.path): a cast chooses a number type or a capability")
    }
  }

  /// A signal handler needs global state; threads that share a step share memory.
  ///
  /// This file only names what it looks for, and generated code is not looked at: see
  /// `SourceFile.swift()`.
  @Test func uncheckedConcurrencyIsConfined() throws {
    let exempt = ["CodeTests.swift", "CrashGuard.swift", "WorkerPool.swift"]
    for file in try SourceFile.swift() where !exempt.contains(where: file.path.hasSuffix) {
      let isUnchecked = ["@unchecked Sendable", "nonisolated(unsafe)"].contains {
        file.text.contains($0)
      }
      #expect(!isUnchecked, "\(file.path)")
    }
  }
}

/// Where a `default` may stand beside cases, and how often.
private let defaultsAllowed = [
  // All operations that have no rows of weights.
  "WeightRows.swift": 1,
  // All other pairs.
  "ONNXTrainedActivation.swift": 1,
  // The enums of Unicode.
  "TerminalCharacters.swift": 1,
]

/// Where an untyped value of Foundation is a number, and how often: the size of a file.
private let castsAllowed = ["Record.swift": 1]

extension SourceFile {
  /// How many `default:` stand in a `switch` that also has a pattern with a dot in front.
  fileprivate var defaultsBesideCases: Int {
    let lines = mask.lines
    return lines.indices.count { index in
      let line = lines[index]
      guard line.drop(while: { $0 == " " }).hasPrefix("default:") else { return false }
      let indent = String(line.prefix { $0 == " " })
      for before in lines[..<index].reversed() {
        if before.hasPrefix(indent), before.contains(/^ *case \(?\.[a-z]/),
          !before.hasPrefix(indent + " ")
        {
          return true
        }
        if !before.hasPrefix(indent + " "), before.contains("switch ") { return false }
      }
      return false
    }
  }
}
