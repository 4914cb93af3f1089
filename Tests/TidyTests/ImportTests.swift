import Testing

/// Who may import what; `Package.swift` cannot say it of system libraries and packages.
@Suite struct ImportTests {
  @Test(arguments: [
    "ArgumentParser": ["spiketop", "CommandLineTests"],
    "CCairo": ["Charts"],
    "CHDF5": ["HDF5", "HostileFilesTests"],
    "CNCurses": ["CursesTerminal"],
    "DenseLibrary": ["DenseMath"],
    "CPNG": ["Datasets"],
    "CRename": ["OutputFiles"],
    "CSQLite": ["RunFiles"],
    "CTurboJPEG": ["Datasets"],
    "CZip": ["Datasets", "ZipArchives"],
    "CZlib": ["Datasets", "RunFiles", "HostileFilesTests"],
    "GRDB": ["RunFiles", "CommandLineTests", "HostileFilesTests"],
    "MemoryBandwidth": ["Benchmarks"],
    "MemoryShortage": ["spiketop"],
    "SpikeKernels": ["SpikeStatistics", "SpikingEngine"],
    "SwiftProtobuf": ["LiveStreams", "ModelFormats", "CommandLineTests", "HostileFilesTests"],
    "TOMLKit": ["spiketop"],
    "ThreadPlacement": ["SpikingEngine", "Experiments"],
  ])
  func importIsConfined(module: String, to targets: [String]) throws {
    for file in try SourceFile.swift() where file.imports.contains(module[...]) {
      #expect(
        targets.contains { file.target == $0 || file.target == "\($0)Tests" },
        "\(file.path) imports \(module)")
    }
  }

  /// What the dashboard shows of these comes to it as values, though what it imports may link them.
  @Test func theDashboardImportsNeitherWorkNorFiles() throws {
    let kept: Set<Substring> = [
      "AnalogPass", "Benchmarks", "Conversion", "Datasets", "DenseMath", "Evaluation",
      "Experiments", "HDF5", "InputFiles", "LiveStreams", "ModelFormats", "OutputFiles", "RunFiles",
      "SpikeFiles",
    ]
    for file in try SourceFile.swift() where file.target == "Dashboard" {
      let foreign = file.imports.intersection(kept)
      #expect(foreign.isEmpty, "\(file.path) imports \(foreign.sorted())")
    }
  }

  /// What is below the dashboard knows no neurons.
  @Test(arguments: [
    "PlainText": ["Synchronization"],
    "TerminalUI": ["PlainText"],
    "Charts": ["CCairo", "Foundation", "PlainText", "TerminalUI"],
  ])
  func neutralModulesImportFew(target: String, modules: Set<Substring>) throws {
    for file in try SourceFile.swift() where file.path.hasPrefix("Sources/\(target)/") {
      let foreign = file.imports.subtracting(modules).subtracting(["Foundation"])
      #expect(foreign.isEmpty, "\(file.path) imports \(foreign.sorted())")
    }
  }
}

extension SourceFile {
  /// The modules that a Swift file imports.
  fileprivate var imports: Set<Substring> {
    Set(
      lines.compactMap { line in
        let words = line.split(separator: " ")
        guard let word = words.firstIndex(of: "import"), word + 1 < words.count,
          words[..<word].allSatisfy({ $0.hasPrefix("@") || accessWords.contains($0) })
        else { return nil }
        return words[word + 1]
      })
  }
}

private let accessWords: Set<Substring> = ["package", "public", "private", "internal"]
