// swift-tools-version: 6.2
import PackageDescription

// The targets stand in data-flow order: each may depend only on those above it.
let package = Package(
  name: "spiketop",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0"),
  ],
  targets: [
    // Descriptions: plain values, no computation.
    .target(name: "Tensors"),
    .target(name: "Networks", dependencies: ["Tensors"]),

    // Computation: one description in, one description or run out.
    .target(name: "SpikingEngine", dependencies: ["Networks", "Tensors"]),
    .target(name: "Conversion", dependencies: ["Networks", "SpikingEngine", "Tensors"]),

    // What a run leaves: spikes, numbers, and the way back.
    .target(name: "Recordings", dependencies: ["Networks", "SpikingEngine"]),
    .target(
      name: "SpikeStatistics", dependencies: ["Networks", "Recordings", "SpikingEngine"]),
    .target(
      name: "TimeTravel",
      dependencies: ["Networks", "Recordings", "SpikeStatistics", "SpikingEngine"]),

    // Where everything meets.
    .executableTarget(
      name: "spiketop",
      dependencies: [
        "Networks",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Proofs: random networks with an independent evaluation, and what must hold for them.
    .target(
      name: "ExampleNetworks",
      dependencies: ["Conversion", "Networks", "SpikeStatistics", "SpikingEngine", "Tensors"],
      path: "Tests/ExampleNetworks"),
    .testTarget(
      name: "SpikingEngineTests",
      dependencies: [
        "Conversion", "ExampleNetworks", "Networks", "SpikeStatistics", "SpikingEngine", "Tensors",
      ]),
    .testTarget(
      name: "ConversionTests",
      dependencies: [
        "Conversion", "ExampleNetworks", "Networks", "SpikeStatistics", "SpikingEngine", "Tensors",
      ]),
    .testTarget(
      name: "RecordingsTests",
      dependencies: ["ExampleNetworks", "Networks", "Recordings", "SpikingEngine"]),
    .testTarget(
      name: "SpikeStatisticsTests",
      dependencies: [
        "Conversion", "ExampleNetworks", "Networks", "Recordings", "SpikeStatistics",
        "SpikingEngine", "Tensors",
      ]),
    .testTarget(
      name: "TimeTravelTests",
      dependencies: [
        "Conversion", "ExampleNetworks", "Networks", "Recordings", "SpikeStatistics",
        "SpikingEngine", "TimeTravel",
      ]),
    .testTarget(name: "TidyTests"),
  ]
)
