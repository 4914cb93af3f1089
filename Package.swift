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

    // Presentation: knows no neurons below this line until `Dashboard`.
    .target(name: "TerminalUI"),
    .systemLibrary(name: "CNCurses", providers: [.apt(["libncurses-dev"])]),
    .target(name: "CursesTerminal", dependencies: ["CNCurses", "TerminalUI"]),

    // Where everything meets.
    .executableTarget(
      name: "spiketop",
      dependencies: [
        "Networks",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .testTarget(name: "TidyTests"),
    .testTarget(name: "TerminalUITests", dependencies: ["TerminalUI"]),
    // Not shipped: what the end-to-end tests of the terminal run.
    .executableTarget(
      name: "TerminalProbe", dependencies: ["CursesTerminal", "TerminalUI"],
      path: "Tests/TerminalProbe"),
    .testTarget(
      name: "CursesTerminalTests", dependencies: ["CursesTerminal", "TerminalProbe", "TerminalUI"]),
  ]
)
