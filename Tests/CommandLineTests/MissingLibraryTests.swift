import Foundation
import Testing

/// Without the library that computes analog networks.
@Suite struct MissingLibraryTests {
  /// One line and a status, whatever needs it; no crash.
  @Test(arguments: [
    "evaluate \"$MODEL\" --data \"$IMAGES\" --count 1 --steps 2",
    "bench lenet --threads 1 --steps 2 --repetitions 1", "demo --plain-steps 1",
  ])
  func whatNeedsItSaysThatItIsMissing(command: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // Files of these names that are no libraries are found first.
    for name in ["libopenblas.so.0", "libopenblas.so"] {
      try Data().write(to: folder.appending(path: name))
    }

    let outcome = try Program.shell("LD_LIBRARY_PATH='\(folder.path)' \"$SPIKETOP\" \(command)")

    #expect(outcome.status == 69 && outcome.errorLines.count == 1, "\(outcome)")
    #expect(outcome.errors.contains("install libopenblas0"), "\(outcome.errors)")
  }
}
