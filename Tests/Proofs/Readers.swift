import Foundation

/// Other people's readers of our files: the Python environment that `.ci/setup-readers` makes.
package enum Readers {
  /// The interpreter, or `nil` with a message if there is none: the proof is skipped.
  package static func python(for proof: String) -> URL? {
    interpreter(".build/readers/bin/python", madeBy: ".ci/setup-readers", for: proof)
  }

  /// The interpreter with other people's simulators, as the benchmark uses them; `nil` as above.
  package static func simulators(for proof: String) -> URL? {
    interpreter(".build/peers/venv/bin/python", madeBy: ".ci/compare-peers", for: proof)
  }

  private static func interpreter(
    _ path: String, madeBy script: String, for proof: String
  ) -> URL? {
    let python = Proofs.packageFolder.appending(path: path)
    guard FileManager.default.isExecutableFile(atPath: python.path) else {
      print("skipped: \(path) is absent, \(script) makes it (\(proof))")
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
