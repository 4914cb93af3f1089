import ArgumentParser
import OutputFiles

/// What may become of files that are there already.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Replace files that exist; links, pipes and devices never are.")
  var force = false

  /// A file that the user has named.
  func file(_ path: String) -> OutputFile {
    OutputFile(typed: path, replacing: force ? .files : .nothing)
  }
}
