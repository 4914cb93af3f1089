import ArgumentParser
import HDF5

/// Answers what another process of the program asks about an HDF5 file: what `HDF5Reader` starts.
struct ReadHDF5: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: HDF5Service.command, abstract: "Read an open HDF5 file for another process.",
    shouldDisplay: false)

  @Argument var socket: Int32

  @Argument var file: Int32

  func run() {
    Shortage.isToldToWhoAsks()
    HDF5Service.run(socket: socket, file: file)
  }
}
