import Conversion
import Dashboard
import TerminalUI
import Testing
import TimeTravel

/// What is kept of the run, what it takes, and how far back it reaches: `:memory`.
@Suite struct MemoryOverlayTests {
  /// Amounts that are the same on every machine.
  private let account = MemoryAccount(parts: [
    MemoryAccount.Part(
      kind: .spikes, byteCount: 157_286_400, limit: 165_000_000, count: 12),
    MemoryAccount.Part(kind: .potentials, byteCount: 40_000, limit: 5_000_000, count: 20),
    MemoryAccount.Part(kind: .figures, byteCount: 2_396_160, limit: 2_400_000, count: 20),
    MemoryAccount.Part(
      kind: .checkpoints, byteCount: 350_000_000, limit: 500_000_000, count: 1024),
    MemoryAccount.Part(kind: .present, byteCount: 1_100_000, limit: 4_000_000, count: 3),
    MemoryAccount.Part(kind: .heap, byteCount: 0, limit: 48 << 20, count: 0),
  ])

  private func run(_ account: MemoryAccount) throws -> ExampleRun {
    var run = try ExampleRun(steps: 20)
    run.type(":memory")
    var status = run.engine.status
    status.memory = account
    run.receive(.engine(status))
    run.receive(.measured(ProcessMemory(resident: 851_443_712)))
    return run
  }

  @Test(arguments: [(24, 80), (40, 120)])
  func eachPartIsARow(rows: Int, columns: Int) throws {
    let run = try run(account)

    try expectSnapshot(
      run.canvas(rows: rows, columns: columns), named: "memory-\(columns)x\(rows)")
  }

  @Test func twoRunsAStreamAndViewersHaveRowsOfTheirOwn() throws {
    var account = account
    account.parts.append(
      MemoryAccount.Part(kind: .source, byteCount: 1 << 20, limit: nil, count: 20))
    account.parts.append(
      MemoryAccount.Part(kind: .differences, byteCount: 1 << 20, limit: 2 << 20, count: 20))
    account.parts += account.parts.prefix(3).map { part in
      var part = part
      part.isOfSecondRun = true
      return part
    }
    var run = try run(account)
    run.receive(
      .measured(
        ProcessMemory(
          resident: 851_443_712, viewers: ProcessMemory.Queue(byteCount: 900, limit: 64 << 20))))

    try expectSnapshot(run.canvas(), named: "memory-two-runs")
  }

  /// The rows are those of the run: their sum is what all of it takes.
  @Test(arguments: [nil, Half()] as [Half?])
  func theRowsAreThoseOfTheRun(secondRun: Half?) throws {
    var run = try ExampleRun(steps: 20, secondRun: secondRun)
    run.type(":memory")

    let text = run.canvas().text
    let account = try #require(run.state.engine).memory
    for title in ["spikes", "potentials", "figures", "checkpoints", "present", "all"] {
      #expect(text.contains(" \(title) "))
      #expect(text.contains("2nd \(title)") == (secondRun != nil && title != "all"))
    }
    #expect(text.contains("20 of 20 steps"))
    #expect(account.byteCount == account.parts.reduce(0) { $0 + $1.byteCount })
    #expect(account.byteCount > 0 && account.byteCount <= account.limit)
  }

  /// What only the system knows is asked for when it is shown, and with each picture.
  @Test func theProgramIsMeasuredWhileItIsShown() throws {
    var run = try ExampleRun(steps: 20)
    run.receive(.engine(run.engine.status))
    #expect(run.effects.isEmpty)

    run.type(":memory")
    #expect(run.effects == [.measureMemory])
    run.receive(.engine(run.engine.status))
    #expect(run.effects == [.measureMemory])

    run.press(.escape)
    #expect(run.state.overlay == nil)
    run.receive(.engine(run.engine.status))
    #expect(run.effects.isEmpty)
  }

  @Test func linesSayTheSame() throws {
    var run = try ExampleRun(steps: 20)
    let before = run.state
    run.receive(.line("memory"))
    run.receive(.measured(ProcessMemory(resident: 851_443_712)))

    let lines = run.state.report(since: before)
    #expect(!run.state.asksSomething)
    #expect(lines.contains { $0.hasPrefix("spikes: ") && $0.hasSuffix("20 of 20 steps.") })
    #expect(lines.contains("resident: 812.0 MiB, all of the program."))
    #expect(lines.contains { $0.contains("[own definition]") })
  }

  @Test func itIsDrawnAtAnySize() throws {
    let run = try run(account)
    for (rows, columns) in [0, 1, 2, 5, 15, 24].flatMap({ rows in
      [0, 1, 2, 7, 40, 80].map { (rows, $0) }
    }) {
      #expect(run.canvas(rows: rows, columns: columns).size.rows == rows)
    }
  }
}
