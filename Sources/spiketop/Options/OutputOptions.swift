import ArgumentParser
import ModelFormats
import OutputFiles

/// What may become of files that are there already.
struct OutputOptions: ParsableArguments {
  @Flag(
    help: """
      Replace files that exist; links, pipes, devices, model cards and what the command reads \
      never are.
      """)
  var force = false

  /// A file that the user has named.
  ///
  /// - Parameter inputs: What the command reads.
  /// - Throws: `OutputFileError` where a model card is there.
  func file(_ path: String, reading inputs: [String]) throws(OutputFileError) -> OutputFile {
    let file = OutputFile(
      typed: path, replacing: force ? .files : .nothing, reading: inputs)
    guard !ModelCard.isCard(at: file.path), !ModelCard.mayBeCard(at: file.path) else {
      throw OutputFileError(file.path, .neverReplaced(kind: "a model card"))
    }
    return file
  }
}
