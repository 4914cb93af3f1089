import Foundation

/// Reads an HDF5 file in a process of its own, before this one reads it.
///
/// The library that everybody uses for HDF5 ends the process on some damaged files, and never
/// returns from others. Whoever watches a run while opening such a file shall not lose it. The
/// process is this program again, with the command `readCommand`. Costs some 20 ms, and reading.
package enum IsolatedFileCheck {
  /// The command that reads the file in its argument, and says nothing.
  package static let readCommand = "read-file"

  /// - Throws: `DamagedFileError` if a process did not survive the file.
  package static func survive(_ path: String) throws(DamagedFileError) {
    guard isHDF5(path), let outcome = outcome(of: path) else { return }
    switch outcome {
    case .read: return
    case .crashed:
      throw DamagedFileError(path: path, reason: "is damaged, in a way that ends who reads it")
    case .hung(let seconds):
      throw DamagedFileError(path: path, reason: "is not read within \(seconds) s: it is damaged")
    }
  }

  private enum Outcome {
    case read, crashed, hung(seconds: Int)
  }

  /// What only HDF5 files begin with.
  private static func isHDF5(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path),
      let start = try? file.read(upToCount: 4)
    else { return false }
    return start == Data([0x89] + Array("HDF".utf8))
  }

  /// `nil` where no process can be started.
  private static func outcome(of path: String) -> Outcome? {
    let process = Process()
    let image = "/proc/self/exe"
    let name = FileManager.default.fileExists(atPath: image) ? image : CommandLine.arguments[0]
    process.executableURL = URL(filePath: name)
    process.arguments = [IsolatedFileCheck.readCommand, path]
    (process.standardInput, process.standardOutput, process.standardError) = (
      FileHandle.nullDevice, FileHandle.nullDevice, FileHandle.nullDevice
    )
    guard (try? process.run()) != nil else { return nil }
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int ?? 0
    // Ten times as long as slow disks and packed numbers take.
    let seconds = 10 + size >> 23
    let deadline = ContinuousClock.now + .seconds(seconds)
    while process.isRunning {
      guard ContinuousClock.now < deadline else {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return .hung(seconds: seconds)
      }
      usleep(1000)
    }
    // The user's own signals say nothing of the file.
    let isOver = [SIGINT, SIGTERM, SIGHUP].contains(process.terminationStatus)
    return process.terminationReason == .uncaughtSignal && !isOver ? .crashed : .read
  }
}

/// A file that only another process may read.
package struct DamagedFileError: Error, CustomStringConvertible {
  package let path: String
  let reason: String

  package var description: String { "\(path): \(reason); write or copy the file again" }
}
