/// The arguments of the process.
enum CommandArguments {
  /// Whether the process reads HDF5 files for another one.
  static var areOfReader: Bool {
    CommandLine.arguments.dropFirst().first == ReadHDF5.configuration.commandName
  }
}
