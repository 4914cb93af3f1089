import Dashboard
import TerminalUI
import Testing

/// Screens of runs that know less of themselves than a conversion does, against recorded ones.
@Suite struct KindSnapshotTests {
  /// The names of files, by the keys of the screens.
  private static let names: [Character: String] = [
    "1": "live", "2": "layer", "3": "neuron", "4": "sin", "5": "phase", "6": "compare",
    "7": "log", "8": "overview", "9": "images", "G": "graph",
  ]

  private func expectSnapshot(
    of kind: KindOfRun, _ screen: Character, _ size: (rows: Int, columns: Int)
  ) throws {
    var run = try kind.run(screen: screen)
    run.resize(to: Size(rows: size.rows, columns: size.columns))
    try DashboardTests.expectSnapshot(
      run.canvas(rows: size.rows, columns: size.columns),
      named: "\(kind)-\(Self.names[screen] ?? "")-\(size.columns)x\(size.rows)")
  }

  @Test(arguments: [(40, 120), (60, 200)], Array("23456789G"))
  func trainedNetworks(size: (rows: Int, columns: Int), screen: Character) throws {
    try expectSnapshot(of: .trained, screen, size)
  }

  @Test(
    arguments: [(24, 80), (40, 120), (60, 200)], Array("12346"))
  func replayedAndStreamedRuns(size: (rows: Int, columns: Int), screen: Character) throws {
    try expectSnapshot(of: .replayed, screen, size)
    try expectSnapshot(of: .streamed, screen, size)
  }
}
