import Foundation
import Synchronization

/// The ledger of comparisons with results that this project did not make.
///
/// When the test process ends it prints how many ran and how many were skipped for want of
/// `../shared`; if that folder is there and one was skipped all the same, the process fails.
package enum Proofs {
  private struct Ledger {
    var ran: [String] = []
    var skipped: [String] = []
    var isReported = false
  }

  private static let ledger = Mutex(Ledger())

  /// The package's own folder of small reference data.
  package static let references = packageFolder.appending(path: "Tests/References")

  /// The folder of large reference data beside the package, or `nil` if it is absent.
  package static let shared: URL? = {
    let folder = packageFolder.deletingLastPathComponent().appending(path: "shared")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// Notes that a proof runs.
  package static func run(_ name: String) {
    note { $0.ran.append(name) }
  }

  /// A file beside the package, or `nil` with a message if it is absent: the proof is skipped.
  package static func shared(_ path: String, for proof: String) -> URL? {
    let file = shared?.appending(path: path)
    if let file, FileManager.default.fileExists(atPath: file.path) {
      run(proof)
      return file
    }
    skip(proof, because: "../shared is absent")
    return nil
  }

  /// Notes that a proof cannot run here.
  package static func skip(_ name: String, because reason: String) {
    print("skipped: \(reason) (\(name))")
    note { $0.skipped.append(name) }
  }

  static let packageFolder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func note(_ change: (inout Ledger) -> Void) {
    let isFirst = ledger.withLock { ledger in
      change(&ledger)
      defer { ledger.isReported = true }
      return !ledger.isReported
    }
    if isFirst { atexit { Proofs.report() } }
  }

  private static func report() {
    let (ran, skipped) = ledger.withLock { ($0.ran, $0.skipped) }
    print("proofs against references: \(ran.count) ran, \(skipped.count) skipped")
    guard shared != nil, !skipped.isEmpty else { return }
    print("../shared is there, but these were skipped: \(skipped.joined(separator: "; "))")
    fflush(nil)
    _exit(1)
  }
}
