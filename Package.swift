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

    // Files: formats in, descriptions out.
    .target(
      name: "ModelFormats",
      dependencies: [
        "Networks", "Tensors",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["ONNX/onnx.proto"]),

    // Computation: one description in, one description or run out.
    .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "DenseMath", dependencies: ["COpenBLAS"]),
    .target(name: "Conversion", dependencies: ["DenseMath", "Networks", "Tensors"]),

    // Where everything meets.
    .executableTarget(
      name: "spiketop",
      dependencies: [
        "Conversion", "ModelFormats", "Networks",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .testTarget(
      name: "ModelFormatsTests",
      dependencies: [
        "Conversion", "ModelFormats", "Networks", "Tensors",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ]),
    .testTarget(
      name: "ConversionTests", dependencies: ["Conversion", "ModelFormats", "Networks", "Tensors"]),
    .testTarget(name: "TidyTests"),
  ]
)
