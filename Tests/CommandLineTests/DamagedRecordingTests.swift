import Foundation
import GRDB
import Testing

/// Recordings that are not as they were written, as a user meets them.
@Suite struct DamagedRecordingTests {
  private let scratch: Scratch
  private let file: String

  init() throws {
    scratch = try Scratch()
    file = scratch.path("run.snn")
  }

  private func record() throws -> Program.Outcome {
    try Program.run(
      ["record", Program.model, "--data", Program.images, "--steps", "60", "-o", file])
  }

  @Test func whatIsDamagedIsSaid() throws {
    _ = try record()
    let whole = try Program.run(["export", file, "--format", "csv", "-o", "-"])
    try DatabaseQueue(path: file).write {
      try $0.execute(sql: "UPDATE chunk SET spikes = substr(spikes, 2) WHERE step0 = 1")
    }

    let refused = try Program.run(["export", file, "--format", "csv", "-o", "-"])
    #expect(refused.status == 65)
    #expect(refused.output.isEmpty && refused.errorLines.count == 1)
    #expect(refused.errors.contains("conv1 in steps 1 to "))
    let lenient = try Program.run(["export", file, "--lenient", "--format", "csv", "-o", "-"])
    #expect(lenient.status == 0)
    #expect(lenient.outputLines.count > 1 && lenient.outputLines.count < whole.outputLines.count)
    #expect(lenient.errors.contains("damaged steps of layers are silent"))
    let shown = try Program.run(["replay", file, "--no-model", "--plain-steps", "40"])
    #expect(shown.status == 65)
    #expect(shown.output.contains("damaged, and shown as silence"))
    // In lines it is said at the beginning, whatever is read then.
    let read = try Program.shell(
      "printf 'run\\nscreen compare\\n' | $SPIKETOP replay '\(file)' --no-model --line")
    #expect(read.status == 0 && read.output.contains("Error: damaged, and shown as silence"))
  }

  /// A page that is damaged says nothing any more of how many spikes the readout had, which are
  /// none: nothing is lost, and that is said.
  @Test func aDamagedPageOfStatisticsSilencesNobody() throws {
    _ = try record()
    let whole = try Program.run(["export", file, "--format", "csv", "-o", "-"])
    let queue = try DatabaseQueue(path: file)
    let (root, size) = try queue.read { database in
      (
        try Int.fetchOne(
          database, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'statistic'"),
        try Int.fetchOne(database, sql: "PRAGMA page_size")
      )
    }
    try queue.close()
    var content = try Data(contentsOf: URL(filePath: file))
    let page = (try #require(root) - 1) * (try #require(size))
    // The pointers to all rows lead behind the page.
    let count = Int(content[page + 3]) << 8 + Int(content[page + 4])
    for cell in 0..<count { content[page + 8 + 2 * cell] = 0xFF }
    try content.write(to: URL(filePath: file))

    let refused = try Program.run(["export", file, "--format", "csv", "-o", "-"])
    #expect(refused.status == 65 && refused.output.isEmpty && refused.errorLines.count == 1)
    let lenient = try Program.run(["export", file, "--lenient", "--format", "csv", "-o", "-"])
    #expect(lenient.status == 0 && lenient.output == whole.output)
    #expect(lenient.errors.contains("all spikes that are left are taken"))
  }

  /// What is lost is said once, with how much it is.
  @Test func aBatchThatIsGoneIsSaidOnce() throws {
    _ = try record()
    try DatabaseQueue(path: file).write {
      try $0.execute(sql: "DELETE FROM batch WHERE step0 > 1")
    }

    let lenient = try Program.run(["export", file, "--lenient", "--format", "csv", "-o", "-"])

    #expect(lenient.errorLines.count { $0.contains("cannot be read") } == 1)
    #expect(lenient.errors.contains("damaged steps of layers are silent"))
  }

  /// What says who fires is as whole as the spikes: another threshold is no other network.
  @Test(arguments: ["run", "request"])
  func aChangedDescriptionIsSaid(key: String) throws {
    _ = try record()
    try DatabaseQueue(path: file).write {
      try $0.execute(
        sql: "UPDATE meta SET value = replace(value, 'robust', 'rubust') WHERE key = ?",
        arguments: [key])
    }

    let shown = try Program.run(["replay", file, "--plain-steps", "0", "--plain-size", "200x40"])

    #expect(shown.status == (key == "run" ? 65 : 0), "\(shown.errors)")
    let word = key == "run" ? "damaged" : "warning: without its model"
    #expect((shown.errors + shown.output).contains(word), "\(shown.errors)\(shown.output)")
  }

  /// The library would open what lies beside, and wait for a pipe for ever.
  @Test(arguments: ["-journal", "-wal", "-shm"])
  func aPipeBesideARecordingIsNoTrap(suffix: String) throws {
    _ = try record()
    #expect(mkfifo(file + suffix, 0o600) == 0)

    let shown = try Program.run(["replay", file, "--no-model", "--plain-steps", "1"])

    #expect(shown.status == 66 && shown.errorLines.count == 1, "\(shown.errors)")
    #expect(shown.errors.contains("is a pipe"), "\(shown.errors)")
  }
}
