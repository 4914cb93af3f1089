// swift-tools-version: 6.2
import PackageDescription

// The targets stand in data-flow order: each may depend only on those above it (`PackageTests`).
let package = Package(
  name: "spiketop",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
  ],
  targets: [
    // What ships beside the program.
    .target(
      name: "Assets", path: "assets",
      exclude: ["README.md", "screens"],
      resources: [.copy("models"), .copy("data"), .copy("python")]),

    // Descriptions: plain values, no computation.
    .target(name: "PlainText"),
    .target(name: "Tensors"),
    .target(name: "Networks", dependencies: ["Tensors"]),

    // Files: formats in, descriptions out.
    .target(name: "InputFiles", dependencies: ["PlainText"]),
    .systemLibrary(name: "CRename"),
    .target(name: "OutputFiles", dependencies: ["CRename", "InputFiles", "PlainText"]),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5-serial", providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(
      name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "HDF5", dependencies: ["CHDF5", "InputFiles", "PlainText"]),
    .target(name: "ZipArchives", dependencies: ["CZip", "InputFiles", "PlainText"]),
    .target(
      name: "ModelFormats",
      dependencies: [
        "HDF5", "InputFiles", "Networks", "PlainText", "Tensors", "ZipArchives",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["ONNX/onnx.proto"]),
    .target(
      name: "Datasets",
      dependencies: [
        "CPNG", "CTurboJPEG", "CZip", "CZlib", "InputFiles", "Networks", "PlainText", "Tensors",
        "ZipArchives",
      ]),

    // Computation: one description in, one description or run out.
    .target(name: "DenseLibrary"),
    .target(name: "DenseMath", dependencies: ["DenseLibrary"]),
    .target(name: "AnalogPass", dependencies: ["DenseMath", "Networks", "Tensors"]),
    .target(name: "SpikeKernels"),
    .target(name: "ThreadPlacement"),
    .target(
      name: "SpikingEngine",
      dependencies: ["Networks", "SpikeKernels", "Tensors", "ThreadPlacement"]),
    .target(
      name: "Conversion",
      dependencies: [
        "AnalogPass", "DenseMath", "InputFiles", "Networks", "PlainText", "SpikingEngine",
        "Tensors",
      ]),

    // What a run leaves: spikes, numbers, and the way back.
    .target(name: "Recordings", dependencies: ["Networks", "SpikingEngine"]),
    .target(
      name: "SpikeStatistics",
      dependencies: ["Networks", "PlainText", "Recordings", "SpikeKernels", "SpikingEngine"]),
    .target(
      name: "Runs",
      dependencies: [
        "Conversion", "Networks", "PlainText", "Recordings", "SpikeStatistics", "SpikingEngine",
      ]),
    // What outputs mean: answers made of them, and how good these are.
    .target(name: "Tasks", dependencies: ["Networks"]),
    .target(
      name: "Evaluation",
      dependencies: [
        "AnalogPass", "Conversion", "Networks", "PlainText", "SpikeStatistics", "SpikingEngine",
        "Tasks", "Tensors",
      ]),
    .target(name: "MemoryBandwidth"),
    .target(
      name: "Benchmarks",
      dependencies: [
        "AnalogPass", "MemoryBandwidth", "Networks", "OutputFiles", "PlainText",
        "SpikeStatistics", "SpikingEngine", "Tensors",
      ]),
    .target(
      name: "TimeTravel",
      dependencies: [
        "Networks", "PlainText", "Recordings", "Runs", "SpikeStatistics", "SpikingEngine",
        "Tasks",
      ]),

    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .target(
      name: "RunFiles",
      dependencies: [
        "CSQLite", "CZlib", "InputFiles", "Networks", "OutputFiles", "PlainText", "Recordings",
        "Runs", "SpikeStatistics", "SpikingEngine",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),

    .target(
      name: "SpikeFiles",
      dependencies: [
        "Datasets", "HDF5", "InputFiles", "Networks", "OutputFiles", "PlainText", "Runs",
        "SpikingEngine",
      ]),

    .target(
      name: "LiveStreams",
      dependencies: [
        "Networks", "PlainText", "Recordings", "Runs", "SpikeStatistics", "SpikingEngine",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["live.proto"]),

    // What a user asks for, carried out, without a command line.
    .target(
      name: "Experiments",
      dependencies: [
        "AnalogPass", "Assets", "Benchmarks", "Conversion", "Datasets", "DenseMath", "Evaluation",
        "InputFiles", "LiveStreams", "ModelFormats", "Networks", "OutputFiles", "PlainText",
        "RunFiles", "Runs", "SpikeFiles", "SpikeStatistics", "SpikingEngine", "Tasks", "Tensors",
        "ThreadPlacement", "TimeTravel",
      ]),

    // Presentation: knows no neurons below this line until `RunPlots`.
    .target(name: "TerminalUI", dependencies: ["PlainText"]),
    .systemLibrary(name: "CNCurses", providers: [.apt(["libncurses-dev"])]),
    .target(name: "CursesTerminal", dependencies: ["CNCurses", "TerminalUI"]),
    .systemLibrary(name: "CCairo", providers: [.apt(["libcairo2-dev"])]),
    .target(name: "Charts", dependencies: ["CCairo", "PlainText", "TerminalUI"]),
    .target(
      name: "RunPlots",
      dependencies: [
        "Charts", "Networks", "PlainText", "Recordings", "SpikeStatistics", "SpikingEngine",
        "TimeTravel",
      ]),
    .target(
      name: "Dashboard",
      dependencies: [
        "Charts", "Networks", "PlainText", "Recordings", "RunPlots", "Runs", "SpikeStatistics",
        "SpikingEngine", "Tasks", "TerminalUI", "TimeTravel",
      ]),

    // Where everything meets.
    .target(name: "MemoryShortage"),
    .executableTarget(
      name: "spiketop",
      dependencies: [
        "AnalogPass", "Benchmarks", "Charts", "Conversion", "CursesTerminal", "Dashboard",
        "Datasets", "Evaluation", "Experiments", "HDF5", "InputFiles", "LiveStreams",
        "MemoryShortage", "ModelFormats", "Networks", "OutputFiles", "PlainText", "Recordings",
        "RunFiles", "RunPlots", "Runs",
        "SpikeFiles", "SpikeStatistics", "SpikingEngine", "Tasks", "Tensors", "TerminalUI",
        "TimeTravel",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ]),

    // Tests. `Proofs` is what they share: the ledger of comparisons with other people's
    // results.
    .target(name: "Proofs", path: "Tests/Proofs"),
    // Random networks with an independent evaluation, and what must hold for them.
    .target(
      name: "ExampleNetworks",
      dependencies: ["Conversion", "Networks", "SpikeStatistics", "SpikingEngine", "Tensors"],
      path: "Tests/ExampleNetworks"),
    .testTarget(name: "NetworksTests", dependencies: ["Networks", "Tensors"]),
    .testTarget(
      name: "DatasetsTests", dependencies: ["Assets", "Datasets", "Networks", "Proofs", "Tensors"]),
    .testTarget(name: "InputFilesTests", dependencies: ["InputFiles"]),
    // What may have the name of a file that is to be written.
    .target(name: "FileThings", path: "Tests/FileThings"),
    .testTarget(
      name: "OutputFilesTests", dependencies: ["FileThings", "InputFiles", "OutputFiles"]),
    .testTarget(name: "HDF5Tests", dependencies: ["CHDF5", "HDF5"]),
    .testTarget(
      name: "ModelFormatsTests",
      dependencies: [
        "AnalogPass", "Conversion", "ExampleNetworks", "HDF5", "ModelFormats", "Networks", "Proofs",
        "SpikingEngine", "Tasks", "Tensors",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ]),
    .testTarget(
      name: "AnalogPassTests",
      dependencies: ["AnalogPass", "ExampleNetworks", "Networks", "Tensors"]),
    .testTarget(
      name: "ConversionTests",
      dependencies: [
        "AnalogPass", "Conversion", "ExampleNetworks", "ModelFormats", "Networks", "Proofs",
        "SpikeStatistics", "SpikingEngine", "Tensors",
      ]),
    .testTarget(
      name: "ReferenceTests",
      dependencies: [
        "AnalogPass", "Assets", "Conversion", "Datasets", "Evaluation", "HDF5", "ModelFormats",
        "Networks", "Proofs", "Recordings", "SpikeStatistics", "SpikingEngine", "Tasks", "Tensors",
        "TimeTravel",
      ]),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "AnalogPass", "Assets", "Benchmarks", "Charts", "Conversion", "Dashboard", "Datasets",
        "ExampleNetworks", "Experiments", "FileThings", "ModelFormats", "OutputFiles", "PlainText",
        "Proofs", "RunFiles", "Runs", "SpikingEngine", "Tensors", "TerminalUI", "TimeTravel",
        "spiketop",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ]),
    .testTarget(
      name: "DashboardTests",
      dependencies: [
        "AnalogPass", "Charts", "Conversion", "Dashboard", "ExampleNetworks", "Networks",
        "RunPlots", "SpikeStatistics", "SpikingEngine", "Tensors", "TerminalUI", "TimeTravel",
      ],
      exclude: ["Snapshots"]),
    .testTarget(name: "PlainTextTests", dependencies: ["PlainText"]),
    .testTarget(name: "TerminalUITests", dependencies: ["TerminalUI"]),
    .testTarget(
      name: "ChartsTests", dependencies: ["Charts", "Datasets", "PlainText"],
      exclude: ["Snapshots"]),
    .testTarget(
      name: "RunPlotsTests",
      dependencies: [
        "Charts", "Conversion", "ExampleNetworks", "Networks", "RunPlots", "SpikeStatistics",
        "SpikingEngine", "TimeTravel",
      ]),
    // Not shipped: what the end-to-end tests of the terminal run.
    .executableTarget(
      name: "TerminalProbe", dependencies: ["CursesTerminal", "TerminalUI"],
      path: "Tests/TerminalProbe"),
    .testTarget(
      name: "CursesTerminalTests",
      dependencies: [
        "CursesTerminal", "ExampleNetworks", "Proofs", "TerminalProbe", "TerminalUI", "spiketop",
      ]),
    .testTarget(
      name: "SpikingEngineTests",
      dependencies: [
        "Conversion", "ExampleNetworks", "Networks", "SpikeKernels", "SpikeStatistics",
        "SpikingEngine", "Tensors",
      ]),
    .testTarget(
      name: "RecordingsTests",
      dependencies: ["Conversion", "ExampleNetworks", "Networks", "Recordings", "SpikingEngine"]),
    .testTarget(
      name: "SpikeStatisticsTests",
      dependencies: [
        "Conversion", "ExampleNetworks", "Networks", "Recordings", "SpikeStatistics",
        "SpikingEngine", "Tensors",
      ]),
    .testTarget(
      name: "EvaluationTests",
      dependencies: [
        "AnalogPass", "Conversion", "Evaluation", "ExampleNetworks", "Networks",
        "SpikeStatistics", "SpikingEngine", "Tasks", "Tensors",
      ]),
    .testTarget(
      name: "TasksTests", dependencies: ["Networks", "Proofs", "Tasks"]),
    .testTarget(
      name: "BenchmarksTests",
      dependencies: ["Benchmarks", "Networks", "Tensors"]),
    .testTarget(
      name: "TimeTravelTests",
      dependencies: [
        "Conversion", "ExampleNetworks", "Networks", "Recordings", "Runs", "SpikeStatistics",
        "SpikingEngine", "TimeTravel",
      ]),
    .testTarget(name: "RunsTests", dependencies: ["Conversion", "Networks", "Runs"]),
    .testTarget(
      name: "RunFilesTests",
      dependencies: [
        "Conversion", "ExampleNetworks", "Networks", "OutputFiles", "Recordings", "RunFiles",
        "Runs", "SpikeFiles", "SpikeStatistics",
        "SpikingEngine", "TimeTravel", .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "SpikeFilesTests",
      dependencies: [
        "Datasets", "HDF5", "Networks", "OutputFiles", "PlainText", "SpikeFiles", "SpikingEngine",
      ]),
    .testTarget(
      name: "LiveStreamsTests",
      dependencies: [
        "Conversion", "Datasets", "ExampleNetworks", "LiveStreams", "Networks", "Proofs", "Runs",
        "SpikingEngine", "TimeTravel",
      ]),
    // What is fuzzed, in every build, so that it goes on compiling.
    .target(
      name: "FuzzedDecoders",
      dependencies: [
        "Datasets", "HDF5", "InputFiles", "LiveStreams", "ModelFormats", "RunFiles", "Runs",
        "SpikeFiles", "TimeTravel",
      ],
      path: "Tests/FuzzedDecoders"),
    // Not shipped: runs the program under limits and measures it.
    .executableTarget(name: "MeasuredRun", path: "Tests/MeasuredRun"),
    .testTarget(
      name: "HostileFilesTests",
      dependencies: [
        "CHDF5", "CZlib", "Datasets", "ExampleNetworks", "Experiments", "FuzzedDecoders",
        "LiveStreams", "MeasuredRun", "ModelFormats", "Proofs", "SpikeFiles", "spiketop",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ]),
    .testTarget(name: "TidyTests"),
  ]
)

// Tests call what is optimized; to optimize the tests as well took a fifth of the build.
for target in package.targets where target.type == .test {
  target.swiftSettings = [.unsafeFlags(["-Onone"])]
}

// Fuzzing links libFuzzer, and so no other build makes it (see .ci/fuzz).
if Context.environment["SPIKETOP_FUZZING"] != nil {
  package.targets.append(
    .executableTarget(
      name: "Fuzzing", dependencies: ["FuzzedDecoders"], path: "Tests/Fuzzing",
      // The linker that is the rule on Linux fails on what the sanitizers add.
      linkerSettings: [.unsafeFlags(["-use-ld=lld", "-sanitize=fuzzer,address"])]))
}
