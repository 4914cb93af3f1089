import Foundation

/// Other people's readers of our files: the Python environment that `.ci/setup-readers` makes.
package enum Readers {
  /// The interpreter, or `nil` with a message if there is none: the proof is skipped.
  package static func python(for proof: String) -> URL? {
    let python = Proofs.packageFolder.appending(path: ".build/readers/bin/python")
    guard FileManager.default.isExecutableFile(atPath: python.path) else {
      print("skipped: .build/readers is absent, .ci/setup-readers makes it (\(proof))")
      return nil
    }
    Proofs.run(proof)
    return python
  }

  /// Runs a script of the folder of references.
  package static func run(
    _ python: URL, _ arguments: [String]
  ) throws -> (status: Int32, output: Data, errors: String) {
    let process = Process()
    process.executableURL = python
    process.currentDirectoryURL = Proofs.references
    process.arguments = ["-B"] + arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    let text = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, data, String(decoding: text, as: UTF8.self))
  }
}
