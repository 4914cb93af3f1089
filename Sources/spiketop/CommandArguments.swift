/// The arguments of the process as they came, which are bytes.
///
/// Swift hands them on as text, in which every byte that is no UTF-8 has become U+FFFD: the name of
/// another file.
enum CommandArguments {
  /// What is wrong with the first argument that is no text; `nil` where all are.
  static var problem: String? {
    for index in 0..<Int(CommandLine.argc) {
      guard let bytes = CommandLine.unsafeArgv[index],
        String(validatingCString: bytes) == nil
      else { continue }
      return "the argument '\(String(cString: bytes))' is not UTF-8, as names of files must be "
        + "here; rename the file, or name another one"
    }
    return nil
  }

  /// Whether the process reads HDF5 files for another one.
  static var areOfReader: Bool {
    CommandLine.arguments.dropFirst().first == ReadHDF5.configuration.commandName
  }
}
